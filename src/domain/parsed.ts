import type { ErrorCode } from './error-table.ts';

/** What a parser of outside text returns: the value, or why it was refused. Never throws. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly reason: string };

export const accepted = <T>(value: T): Parsed<T> => ({ ok: true, value });

export const refused = (code: ErrorCode, reason: string): Parsed<never> => ({ ok: false, code, reason });
