import type { ExitCode } from '../domain/errors/error-entry.ts';
import { errorTable, type ErrorCode } from '../domain/errors/error-table.ts';
import type { PaclineError } from '../domain/errors/pacline-error.ts';

/** `fault`: units cannot be worked, or not as they should be; `warning`: worth doing something about; `skipped`: not looked at. */
export type Severity = 'ok' | 'warning' | 'fault' | 'skipped';

/** One thing that was looked at, and what came of it. */
export interface Finding {
  /** What was looked at, in a word or two: `credentials`, `slot left`. */
  readonly subject: string;
  readonly severity: Severity;
  /** Every fault has one. */
  readonly code: ErrorCode | null;
  /** A sentence, without the code. */
  readonly message: string;
  /** What to do, a sentence; null where nothing is to be done. */
  readonly action: string | null;
  /** More of it, each a line. */
  readonly details?: readonly string[];
}

export const inOrder = (subject: string, message: string): Finding => ({
  subject,
  severity: 'ok',
  code: null,
  message,
  action: null,
});

export const notLookedAt = (subject: string, message: string): Finding => ({
  subject,
  severity: 'skipped',
  code: null,
  message,
  action: null,
});

/** Without an action of its own: what the error table says to do. */
export const fault = (subject: string, code: ErrorCode, message: string, action = usualAction(code)): Finding => ({
  subject,
  severity: 'fault',
  code,
  message,
  action,
});

export const warning = (subject: string, code: ErrorCode, message: string, action = usualAction(code)): Finding => ({
  subject,
  severity: 'warning',
  code,
  message,
  action,
});

/** Worth a word, and nothing that the error table knows. */
export const remark = (subject: string, message: string, action: string): Finding => ({
  subject,
  severity: 'warning',
  code: null,
  message,
  action,
});

export const fromError = (subject: string, error: PaclineError): Finding =>
  fault(subject, error.code, sentenceOfError(error), withFullStop(error.operatorAction));

/** Where the line goes on without what could not be looked at. */
export const fromErrorAsWarning = (subject: string, error: PaclineError): Finding =>
  warning(subject, error.code, sentenceOfError(error), withFullStop(error.operatorAction));

/** Its sentence without the code, which a finding has of its own. */
export const sentenceOfError = (error: PaclineError): string => withFullStop(error.sentence);

/** With a full stop. */
export const withFullStop = (words: string): string => (/[.?!]$/.test(words) ? words : `${words}.`);

/**
 * The worst comes first: a fault of ours; what stops the whole line (settings, journal); what stops a slot; the backend, without
 * which the line goes on amber.
 */
const worstFirst: readonly ExitCode[] = [70, 2, 5, 3, 4, 1, 130];

/** 0 where there is no fault: a warning is not one. */
export const exitCodeOf = (findings: readonly Finding[]): ExitCode | 0 => {
  const codes = findings.flatMap(({ severity, code }) =>
    severity === 'fault' && code !== null ? [errorTable[code].exitCode] : [],
  );
  return worstFirst.find((exitCode) => codes.includes(exitCode)) ?? 0;
};

export const usualAction = (code: ErrorCode): string => withFullStop(errorTable[code].operatorAction);
