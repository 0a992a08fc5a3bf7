import stringWidth from 'string-width';

import { printable } from '../../../domain/text/printable.ts';
import type { Style } from '../../shared/console.ts';

/** A piece of a line in one style; left out: none. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

/** A line of a terminal before its colours: what it looks like does not count in its width. */
export type StyledLine = readonly Span[];

/** Text of others in one line, as it will be shown: only then can its width be known. */
export const plain = (text: string): string => printable(text.replaceAll(/\s+/g, ' '));

export const lineWidth = (line: StyledLine): number => line.reduce((sum, { text }) => sum + stringWidth(text), 0);

/** The beginning of a text in at most `width` columns; what is missing is an ellipsis. */
export const cutTo = (text: string, width: number): string =>
  stringWidth(text) <= width ? text : width > 0 ? `${lettersWithin(Array.from(text), width - 1).join('')}…` : '';

/** The end of a text, which tells ports of one computer apart. */
export const cutStartTo = (text: string, width: number): string =>
  stringWidth(text) <= width
    ? text
    : width > 0
      ? `…${lettersWithin(Array.from(text).toReversed(), width - 1)
          .toReversed()
          .join('')}`
      : '';

const lettersWithin = (letters: readonly string[], width: number): readonly string[] => {
  let used = 0;
  const end = letters.findIndex((letter) => (used += stringWidth(letter)) > width);
  return end < 0 ? letters : letters.slice(0, end);
};

export const padTo = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - stringWidth(text)));

/** The beginning of a line in at most `width` columns. */
export const cutLine = (line: StyledLine, width: number): StyledLine => {
  let left = width;
  return line.flatMap((span): readonly Span[] => {
    const text = cutTo(span.text, left);
    left -= stringWidth(text);
    return text === '' ? [] : [{ ...span, text }];
  });
};

/** A line as several of at most `width` columns, broken between words where words are short enough; those behind the first are indented. */
export const wrapLine = (line: StyledLine, width: number, indent = ''): readonly StyledLine[] => {
  if (lineWidth(line) <= width) return [line];
  const margin = stringWidth(indent);
  const lines: Span[][] = [[]];
  let used = 0;
  for (const { text, ...style } of line) {
    for (const word of text.split(/(?<= )/).flatMap((long) => pieces(long, width - margin))) {
      if (used > margin && used + stringWidth(word.trimEnd()) > width) {
        lines.push(indent === '' ? [] : [{ text: indent }]);
        used = margin;
      }
      const shown = used + stringWidth(word) > width ? word.trimEnd() : word;
      lines.at(-1)?.push({ ...style, text: shown });
      used += stringWidth(shown);
    }
  }
  return lines;
};

/** A word that no line can hold, in pieces that one can. */
const pieces = (word: string, width: number): readonly string[] => {
  if (stringWidth(word.trimEnd()) <= width) return [word];
  const letters = Array.from(word);
  const first = lettersWithin(letters, Math.max(1, width));
  return first.length === 0 || first.length === letters.length
    ? [word]
    : [first.join(''), ...pieces(letters.slice(first.length).join(''), width)];
};
