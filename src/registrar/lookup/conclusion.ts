import type { RegisteredDevice } from '../../backend/backend.ts';
import type { RegistrationConfirmed, RegistrationEvent, UnitsConfirmed } from '../../journal/events.ts';
import type { RegistrationRecord } from '../../journal/journal.ts';
import { compareDevice, type HiddenField } from './compare-device.ts';
import { listedButHidden } from '../registration-result.ts';
import type { RegistrarOptions } from '../registrar-options.ts';
import type { RegistrationTools } from '../registration-tools.ts';

/** What a look-up that found the unit leads to. */
export type Conclusion =
  | {
      readonly kind: 'confirmed';
      readonly event: Required<Omit<RegistrationConfirmed, 'currentPac'>> & Pick<RegistrationConfirmed, 'currentPac'>;
      readonly hidden: readonly HiddenField[];
    }
  | { readonly kind: 'other'; readonly event: RegistrationEvent }
  /** It is there, but not everything of it is shown, and by the settings that is not enough. */
  | { readonly kind: 'not enough'; readonly hidden: readonly HiddenField[] };

export const conclude = (
  record: RegistrationRecord,
  found: RegisteredDevice,
  { backend, ifHidden }: Pick<RegistrationTools, 'backend'> & Required<Pick<RegistrarOptions, 'ifHidden'>>,
): Conclusion => {
  const { deviceId } = record;
  const comparison = compareDevice(record, found);
  if (!comparison.same)
    return {
      kind: 'other',
      event: { kind: 'registration refused', deviceId, code: comparison.code, reason: comparison.reason },
    };
  const { hidden } = comparison;
  if (hidden.length > 0 && ifHidden === 'amber') return { kind: 'not enough', hidden };
  const code =
    wasSentTo(backend.identity.backend, record) && record.state !== 'confirmed' ? 'registered' : 'already done';
  return {
    kind: 'confirmed',
    event: {
      kind: 'registration confirmed',
      deviceId,
      code,
      ...backend.identity,
      ...(found.pac !== undefined && { currentPac: found.pac.reveal() }),
    },
    hidden,
  };
};

/** Whether a request for this unit may have left for this backend. A journal of before it was kept says nothing against it. */
export const wasSentTo = (
  backend: string,
  { sends, backend: sentTo }: Pick<RegistrationRecord, 'sends' | 'backend'>,
): boolean => sends > 0 && (sentTo === null || sentTo === backend);

/** A unit that is there although not all of it is shown: the backend has it, whatever became of its answer. */
export const acceptedByLook = ({ deviceId, state, reason }: RegistrationRecord): readonly RegistrationEvent[] =>
  state === 'unknown' || (state === 'accepted' && reason !== listedButHidden)
    ? [{ kind: 'registration accepted', deviceId, reason: listedButHidden }]
    : [];

/** Many confirmations as few events. */
export const joinConfirmed = (
  events: readonly Extract<Conclusion, { kind: 'confirmed' }>['event'][],
): readonly UnitsConfirmed[] =>
  [...Map.groupBy(events, ({ code }) => code)].map(([code, group]) => {
    const { backend, apiUser } = group[0] ?? { backend: '', apiUser: '' };
    return {
      kind: 'units confirmed',
      code,
      backend,
      apiUser,
      units: group.map(({ deviceId, currentPac }) => ({ deviceId, ...(currentPac !== undefined && { currentPac }) })),
    };
  });

export const overdueSentence = (units: number): string =>
  `${units} unit${units === 1 ? ' was' : 's were'} taken by the backend long ago, and ${units === 1 ? 'is' : 'are'} still not listed: look in the portal; \`pacline outbox list\` names ${units === 1 ? 'it' : 'them'}.`;

export const hiddenSentence = (hidden: readonly HiddenField[]): string =>
  `The backend does not show the ${hidden.join(' and the ')} of its devices to this API user; the unit is there, and stands as it was sent and accepted.`;
