/** What was done with a scanned line. */
export type ScanDeed =
  | 'nothing'
  | 'taken'
  | 'kept'
  | 'repeated'
  | 'label verified'
  | 'signed in'
  | 'signed out'
  | 'slot selected'
  | 'forgotten'
  | 'run given up'
  | 'started'
  | 'unlocked'
  | 'reprinted';

/** What became of a scanned line that was not refused. */
export interface ScanAnswer {
  readonly code: ScanDeed;
  /** Which slot it was for; null: for none, or for the next unit wherever it is seated. */
  readonly slot: string | null;
  /** For the person who scanned it; empty: there is nothing to say. */
  readonly message: string;
}

export const scanAnswer = (code: ScanDeed, message: string, slot: string | null = null): ScanAnswer => ({
  code,
  slot,
  message,
});
