import type { RegisteredDevice } from '../../backend/backend.ts';
import type { RegistrationRecord } from '../../journal/journal.ts';
import type { Backoff } from '../../async/backoff.ts';
import { compareDevice, type WantedRegistration } from './compare-device.ts';
import { conclude, hiddenSentence } from './conclusion.ts';
import type { Obstacle } from '../registrar-options.ts';
import { clockTime, obstacleOf, type RegistrationResult } from '../registration-result.ts';
import type { RegistrationTools } from '../registration-tools.ts';
import type { SharedLookup } from './shared-lookup.ts';

export interface SeeAgain {
  readonly tools: RegistrationTools;
  readonly lookup: SharedLookup;
  readonly backoff: Backoff<Obstacle>;
  readonly signal: AbortSignal;
}

/**
 * A unit that was confirmed before and comes again: it is looked up, for the portal, this station's own edits or another backend
 * may have changed what was true. Only where the backend is out of reach does the earlier confirmation stand, by the same
 * backend and API user. Null: it has to be registered (again); the journal says in what state it is now.
 */
export const seeAgain = async (
  record: RegistrationRecord,
  wanted: WantedRegistration,
  { tools, lookup, backoff, signal }: SeeAgain,
): Promise<RegistrationResult | null> => {
  const { deviceId, deviceTypeId, backend } = record;
  const here = tools.backend.identity;
  const paused = backoff.why;
  if (paused !== null) return notLookedAt(record, wanted, paused, tools);
  let found: RegisteredDevice | undefined;
  try {
    found =
      (await lookup.find({ deviceId, deviceTypeId, effort: 'quick' }, { signal })) ??
      (await lookup.find({ deviceId, deviceTypeId, effort: 'thorough' }, { signal }));
  } catch (error) {
    const obstacle = obstacleOf(error);
    backoff.failed(obstacle);
    return notLookedAt(record, wanted, obstacle, tools);
  }
  if (found === undefined && backend !== null && backend !== here.backend) {
    await tools.append(owedAnew(record, wanted));
    return null;
  }
  if (found === undefined) {
    await tools.append({
      kind: 'registration accepted',
      deviceId,
      reason: `confirmed at ${clockTime(record.confirmedAt ?? record.changedAt)}, and not listed any more`,
    });
    return null;
  }
  return isSame(record, wanted) ? seenAgain(record, found, tools) : judgeQuestion(record, wanted, found, tools);
};

const isSame = (record: WantedRegistration, wanted: WantedRegistration): boolean =>
  record.deviceTypeId === wanted.deviceTypeId && record.certificate === wanted.certificate;

const owedAnew = ({ deviceId, name }: RegistrationRecord, { deviceTypeId, certificate }: WantedRegistration) =>
  ({ kind: 'registration owed', deviceId, deviceTypeId, certificate, name }) as const;

const seenAgain = async (
  record: RegistrationRecord,
  found: RegisteredDevice,
  tools: RegistrationTools,
): Promise<RegistrationResult> => {
  const conclusion = conclude(record, found, tools);
  if (conclusion.kind === 'not enough')
    return { state: 'accepted', code: 'not shown', message: hiddenSentence(conclusion.hidden) };
  await tools.append(conclusion.event);
  if (conclusion.kind === 'other')
    return {
      state: 'refused',
      code: conclusion.event.kind === 'registration refused' ? conclusion.event.code : 'other certificate',
      message: 'reason' in conclusion.event ? conclusion.event.reason : '',
    };
  tools.tellHidden(record.deviceId, conclusion.hidden);
  return {
    state: 'confirmed',
    code: 'already done',
    message: `Confirmed at ${clockTime(record.confirmedAt ?? record.changedAt)}, and seen again now.`,
  };
};

/** Asked for another product than the journal knows it in: either it was moved meanwhile, or the question is wrong, which changes nothing. */
const judgeQuestion = async (
  record: RegistrationRecord,
  wanted: WantedRegistration,
  found: RegisteredDevice,
  tools: RegistrationTools,
): Promise<RegistrationResult> => {
  const asWanted = compareDevice(wanted, found);
  if (asWanted.same && asWanted.hidden.length === 0) {
    const moved = conclude({ ...record, ...wanted }, found, tools);
    await tools.append(owedAnew(record, wanted), ...(moved.kind === 'confirmed' ? [moved.event] : []));
    return { state: 'confirmed', code: 'already done', message: 'The backend shows it as it is to be.' };
  }
  return asWanted.same
    ? differsFromJournal(record, wanted)
    : { state: 'refused', code: asWanted.code, message: asWanted.reason };
};

const differsFromJournal = (record: RegistrationRecord, wanted: WantedRegistration): RegistrationResult => {
  const at = clockTime(record.confirmedAt ?? record.changedAt);
  if (record.deviceTypeId !== wanted.deviceTypeId)
    return {
      state: 'refused',
      code: 'other device type',
      message: `It was confirmed at ${at} in the device type ${record.deviceTypeId}, not in ${wanted.deviceTypeId}.`,
    };
  return {
    state: 'refused',
    code: 'other certificate',
    message: `It was confirmed at ${at} with ${record.certificate ?? 'the prototype flag'}, not with ${wanted.certificate ?? 'the prototype flag'}.`,
  };
};

/** The backend is out of reach: what it said before stands, if it was the same one, asked by the same user, about the same product. */
const notLookedAt = (
  record: RegistrationRecord,
  wanted: WantedRegistration,
  obstacle: Obstacle,
  { backend }: RegistrationTools,
): RegistrationResult => {
  if (!isSame(record, wanted)) return differsFromJournal(record, wanted);
  const stands = record.backend === backend.identity.backend && record.apiUser === backend.identity.apiUser;
  const message = `Confirmed at ${clockTime(record.confirmedAt ?? record.changedAt)}, and not looked at again: the backend is out of reach.`;
  return stands
    ? { state: 'confirmed', code: 'already done', message }
    : { state: 'accepted', code: obstacle.code, message };
};
