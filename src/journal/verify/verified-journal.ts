import type { JournalHead } from '../journal-events.ts';
import type { Verification } from '../journal.ts';

type Subject = 'schema' | 'file' | 'hash chain' | 'witness' | 'anchor' | 'tables';

type FaultCode = 'journal broken' | 'journal damaged' | 'journal incomplete';

/** One thing of a journal that was looked at. */
export interface JournalFinding {
  readonly subject: Subject;
  readonly severity: 'ok' | 'warning' | 'fault' | 'skipped';
  /** Every fault has one. */
  readonly code: FaultCode | null;
  /** A sentence with its full stop. */
  readonly message: string;
  /** The first of what is wrong, or what else is to be known. */
  readonly details: readonly string[];
}

export interface VerifiedJournal {
  /** Where the events end that were read. */
  readonly head: JournalHead;
  readonly chain: Verification;
  readonly findings: readonly JournalFinding[];
}

export const soundFinding = (subject: Subject, message: string, details: readonly string[] = []): JournalFinding => ({
  subject,
  severity: 'ok',
  code: null,
  message,
  details,
});

export const leftOutFinding = (subject: Subject, message: string): JournalFinding => ({
  ...soundFinding(subject, message),
  severity: 'skipped',
});

export const notedFinding = (subject: Subject, message: string): JournalFinding => ({
  ...soundFinding(subject, message),
  severity: 'warning',
});

export const faultFinding = (
  subject: Subject,
  code: FaultCode,
  message: string,
  details: readonly string[] = [],
): JournalFinding => ({ subject, severity: 'fault', code, message, details });
