import { printable } from '../../domain/text/printable.ts';

/** Words of somebody outside, made fit for a row on the screen: one line, at most 200 characters. */
export const oneLine = (text: string): string => printable(text.replaceAll(/\s+/g, ' ').trim()).slice(0, 200);

/** The same where nothing was said. */
export const reasonOr = (said: string | null | undefined, otherwise: string): string =>
  oneLine(said ?? '') || otherwise;
