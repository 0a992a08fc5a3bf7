import type { DecidedByPerson } from './unit-events.ts';

/* What happens to the journal itself. */

/** Where a journal ends, or ended once: a journal that still holds this event under this hash has all the events up to it, unaltered. */
export interface JournalHead {
  /** 0: it is empty. */
  readonly sequence: number;
  readonly hash: string;
  /** When the event was written, in milliseconds since the epoch; null: there is none. */
  readonly at: number | null;
}

export type JournalUpkeepEvent = JournalLossAccepted | WitnessRenewed;

/**
 * Events that were on the disk are gone, and a person goes on without them. The only event whose sequence does not follow that of
 * the event before it: numbers that were given out are not given out again.
 */
export interface JournalLossAccepted extends DecidedByPerson {
  readonly kind: 'journal loss accepted';
  /** Where the journal ended by its witness; null: the witness was damaged as well. */
  readonly witnessed: JournalHead | null;
  /** Where the journal ends that was found. */
  readonly found: JournalHead;
}

/** Nothing readable stood beside the journal about where it ends; it was written anew from the events. */
export interface WitnessRenewed {
  readonly kind: 'witness renewed';
  readonly why: 'missing' | 'damaged';
}
