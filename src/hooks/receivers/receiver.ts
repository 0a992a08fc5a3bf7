import type { PublicEvent } from '../public-event.ts';

/** Where the events of one hook go. It is given one event at a time, in the journal's order. */
export interface Receiver {
  /**
   * Resolves once the other side has said that it has the event; whatever else happens is a rejection, and the event comes again.
   * @throws PaclineError hook down, with a message that names the place and no secret; or the signal's reason
   */
  deliver(event: PublicEvent, options: { readonly signal: AbortSignal }): Promise<void>;
  /** Lets go of every connection. May be called at any time; a later `deliver` connects again. */
  close(): Promise<void>;
}
