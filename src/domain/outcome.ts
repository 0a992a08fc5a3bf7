import type { ErrorCode } from './errors/error-table.ts';

/**
 * How a run ended.
 * - `pass`: the unit is what it should be and the backend has confirmed it, or owes only the registration (amber).
 * - `fail`: this unit does not meet its product. Only `fail` scraps a unit.
 * - `error`: the station could not tell.
 * - `timeout`: nothing answered in time.
 * - `aborted`: the unit was removed, the station stopped, or the process died.
 */
export type Outcome = 'pass' | 'fail' | 'error' | 'timeout' | 'aborted';

/** What the operator sees: confirmed; safely journalled with something still owed; needs a person; a golden unit, no unit of the order. */
export type VerdictColour = 'green' | 'amber' | 'red' | 'blue';

/** The good ends, beside the error codes. */
export type PassCode = 'registered' | 'already done' | 'read' | 'golden read';

export type ResultCode = PassCode | ErrorCode;

export interface Verdict {
  readonly colour: VerdictColour;
  readonly outcome: Outcome;
  readonly code: ResultCode;
  /** One sentence for a person; never contains a secret. */
  readonly message: string;
}
