import type { ErrorEntry } from './error-entry.ts';
import { errorTable, type ErrorCode } from './error-table.ts';

/**
 * The one error class. The message is a sentence for the person at the bench and ends with the code, so that a mangled
 * log still identifies it; `context` holds what a program wants to know and never a secret.
 */
export class PaclineError extends Error {
  readonly code: ErrorCode;
  readonly context: Readonly<Record<string, string | number | boolean | null>>;
  /** What to do about it, without a full stop: in this case, or as the table says of every case. */
  readonly operatorAction: string;

  constructor(
    code: ErrorCode,
    sentence: string,
    options: {
      readonly context?: PaclineError['context'];
      readonly cause?: unknown;
      /** Left out: what the table says. */
      readonly action?: string;
    } = {},
  ) {
    super(`${sentence} (${code})`, 'cause' in options ? { cause: options.cause } : {});
    this.name = 'PaclineError';
    this.code = code;
    this.context = options.context ?? {};
    this.operatorAction = options.action ?? errorTable[code].operatorAction;
  }

  /** The message without the code at its end. */
  get sentence(): string {
    return this.message.slice(0, -` (${this.code})`.length);
  }

  get entry(): ErrorEntry {
    return errorTable[this.code];
  }

  static is(error: unknown, ...codes: readonly ErrorCode[]): error is PaclineError {
    return error instanceof PaclineError && (codes.length === 0 || codes.includes(error.code));
  }
}
