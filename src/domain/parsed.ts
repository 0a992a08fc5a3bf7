import type { ErrorCode } from './errors/error-table.ts';
import { PaclineError } from './errors/pacline-error.ts';

/** What a parser of outside text returns: the value, or why it was refused. Never throws. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly reason: string };

export const accepted = <T>(value: T): Parsed<T> => ({ ok: true, value });

export const refused = (code: ErrorCode, reason: string): Parsed<never> => ({ ok: false, code, reason });

/** The value, or the error that its refusal is. @throws PaclineError with the refusal's code */
export const required = <T>(parsed: Parsed<T>): T => {
  if (parsed.ok) return parsed.value;
  throw new PaclineError(parsed.code, asSentence(parsed.reason));
};

/** What a parser or the command line's own grammar says, as a sentence of its own. */
export const asSentence = (words: string): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.?!)]$/.test(words) ? '' : '.'}`;
