import type { Backend, RegisteredDevice } from '../backend/backend.ts';
import type { RegistrationRecord } from '../journal/journal.ts';
import { compareDevice } from './lookup/compare-device.ts';

/** What a station's journal has of a unit, beside what the backend shows. */
export interface JournalAgreement {
  /** null: the journal has no registration of it. */
  readonly state: RegistrationRecord['state'] | null;
  /** Whether both say the same; null: one of them says nothing, or not yet. */
  readonly agrees: boolean | null;
  /** Without a full stop. */
  readonly words: string;
}

/** What the backend shows: nothing, the unit as it was to be, or the unit otherwise. */
type BackendView = { readonly kind: 'absent' | 'same' } | { readonly kind: 'different'; readonly reason: string };

const drainLooksItUp = '`pacline outbox drain` looks it up';

interface AgreementInputs {
  /** undefined: nothing. */
  readonly device: RegisteredDevice | undefined;
  /** The backend that was asked, and by whom. */
  readonly here: Backend['identity'];
}

export const agreementOf = (record: RegistrationRecord | null, { device, here }: AgreementInputs): JournalAgreement => {
  if (record === null) return { state: null, agrees: null, words: "no registration of it in this station's journal" };
  const elsewhere = record.state === 'confirmed' ? confirmedElsewhere(record, here) : null;
  if (elsewhere !== null)
    return {
      state: record.state,
      agrees: null,
      words: `confirmed ${elsewhere}; ${device === undefined ? 'not shown here' : 'shown here as well'}`,
    };
  return {
    state: record.state,
    ...judge(record.state, shownOf(record, device), record.reason?.replace(/\.$/, '') ?? 'no reason is kept'),
  };
};

/** A confirmation speaks of the backend and the API user that it came from. */
const confirmedElsewhere = ({ backend, apiUser }: RegistrationRecord, here: Backend['identity']): string | null => {
  if (backend !== null && backend !== here.backend) return `at ${backend}, which is not the backend that was asked now`;
  return apiUser !== null && apiUser !== here.apiUser
    ? `as the API user ${apiUser}, who is not the one that asked now`
    : null;
};

const shownOf = (record: RegistrationRecord, device: RegisteredDevice | undefined): BackendView => {
  if (device === undefined) return { kind: 'absent' };
  const comparison = compareDevice(record, device);
  return comparison.same ? { kind: 'same' } : { kind: 'different', reason: comparison.reason.replace(/\.$/, '') };
};

const judge = (
  state: RegistrationRecord['state'],
  shown: BackendView,
  reason: string,
): Pick<JournalAgreement, 'agrees' | 'words'> => {
  if (shown.kind === 'different')
    return { agrees: state === 'withdrawn' ? null : false, words: `${state}, but not like this: ${shown.reason}` };
  const isThere = shown.kind === 'same';
  switch (state) {
    case 'owed':
      return {
        agrees: null,
        words: isThere
          ? 'owed, and registered as it is to be: `pacline outbox drain` confirms it'
          : 'owed: `pacline outbox drain` sends it',
      };
    case 'intended':
    case 'submitted':
    case 'unknown':
      return {
        agrees: null,
        words: isThere ? `${state}, and registered as it is to be: ${drainLooksItUp}` : `${state}: ${drainLooksItUp}`,
      };
    case 'accepted':
      return {
        agrees: null,
        words: isThere
          ? `accepted, and listed by now as it is to be: ${drainLooksItUp}`
          : 'accepted by the backend, and not listed so far; it is not sent again: `pacline outbox drain` looks for it',
      };
    case 'confirmed':
      return isThere
        ? { agrees: true, words: 'confirmed, as the backend shows it' }
        : { agrees: false, words: "confirmed in this station's journal, but the backend shows it no longer" };
    case 'refused':
      return isThere
        ? { agrees: false, words: 'refused, but it is registered as it was to be' }
        : { agrees: true, words: `refused: ${reason}` };
    case 'withdrawn':
      return isThere
        ? { agrees: false, words: 'withdrawn, but it is registered as it was to be' }
        : { agrees: true, words: `withdrawn: ${reason}` };
  }
};
