import type { ErrorCode } from '../domain/errors/error-table.ts';
import type { Sequence } from '../journal/journal.ts';

export interface HookFailure {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly code: ErrorCode;
  /** For a person; contains no secret. */
  readonly message: string;
}

/** What is remembered of a hook. */
export interface HookProgress {
  /** Every event up to this one was taken, or is of a kind that the hook does not want. */
  readonly deliveredUpTo: Sequence;
  /** Kept after it is over. */
  readonly lastFailure: HookFailure | null;
  /** When the outage under way began; null: none is. */
  readonly since: number | null;
}

/** For `doctor` and displays. */
export interface HookState extends HookProgress {
  readonly name: string;
  /** How many events the journal holds after `deliveredUpTo`, of any kind. */
  readonly behind: number;
}
