import type { RegisteredDevice } from '../backend/backend.ts';
import type { RegistrationRecord } from '../journal/journal.ts';
import { isOpen } from '../domain/registration.ts';
import { compareDevice } from './compare-device.ts';
import { standingSentence } from './registration-result.ts';

/** What a station's journal has of a unit, beside what the backend shows. */
export interface JournalStanding {
  /** null: the journal has no registration of it. */
  readonly state: RegistrationRecord['state'] | null;
  /** Whether both say the same; null: one of them says nothing, or not yet. */
  readonly agrees: boolean | null;
  /** Without a full stop. */
  readonly words: string;
}

const settles = '`pacline outbox drain` settles it';

export const standingOf = (record: RegistrationRecord | null, device: RegisteredDevice | undefined): JournalStanding => {
  if (record === null) return { state: null, agrees: null, words: 'no registration of it in this station\'s journal' };
  const { state, reason } = record;
  const settled = !isOpen(state);
  if (device === undefined) {
    if (state === 'confirmed') return { state, agrees: false, words: 'confirmed in this station\'s journal, but the backend shows it no longer' };
    return { state, agrees: settled ? true : null, words: settled ? `${state}: ${reason ?? 'no reason is kept'}` : `${standingSentence(record).replace(/\.$/, '')}; ${settles}` };
  }
  const comparison = compareDevice(record, device);
  if (!comparison.same) return { state, agrees: false, words: `${state}, but not like this: ${comparison.reason.replace(/\.$/, '')}` };
  if (state === 'confirmed') return { state, agrees: true, words: 'confirmed, as the backend shows it' };
  return { state, agrees: settled ? false : null, words: settled ? `${state}, but it is registered as it was to be` : `${state}, and registered as it is to be: ${settles}` };
};
