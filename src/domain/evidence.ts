import type { RegistrationState } from './registration.ts';
import type { PacSource } from './unit.ts';

/** What is known of a pair of ID and PAC. */
export interface PairEvidence {
  readonly pacSource: PacSource;
  /** Of its registration; null: there is none. */
  readonly state: RegistrationState | null;
  /** How often a request with it may have left. */
  readonly sends: number;
}

/**
 * Typed or listed < read by the modem itself < confirmed by the backend. Only pairs that were read or confirmed contradict others:
 * one that was only typed or listed, and that the backend refused or never got, gives way to whatever says otherwise.
 */
export const givesWay = ({ pacSource, state, sends }: PairEvidence): boolean => {
  if (pacSource === 'modem') return false;
  switch (state) {
    case null:
    case 'refused':
    case 'withdrawn':
      return true;
    case 'owed':
      return sends === 0;
    case 'intended':
    case 'submitted':
    case 'accepted':
    case 'unknown':
    case 'confirmed':
      return false;
  }
};
