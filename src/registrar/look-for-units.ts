import type { RegisteredDevice } from '../backend/backend.ts';
import type { DeviceId } from '../domain/device-id.ts';
import type { JournalEvent, RegistrationEvent } from '../journal/events.ts';
import type { RegistrationRecord } from '../journal/journal.ts';
import { conclude, joinConfirmed, type Conclusion } from './conclusion.ts';
import type { RegistrationTools } from './registration-tools.ts';

export interface LookOptions {
  readonly effort: 'quick' | 'thorough';
  readonly signal: AbortSignal;
}

/** How many of the units a look has brought to an end (or back to owed), and how many are still waited for. */
export interface LookResult {
  readonly settled: number;
  readonly waiting: number;
}

/**
 * Looks for units that were accepted, or may have been sent, and writes down what is shown. A unit that only may have been
 * sent is believed not to be there after its time and a last thorough look; one that was accepted is never given up.
 * @throws PaclineError of the backend and of the journal; the signal's reason
 */
export const lookForUnits = async (records: readonly RegistrationRecord[], tools: RegistrationTools, { effort, signal }: LookOptions): Promise<LookResult> => {
  let settled = 0;
  for (const [deviceTypeId, ofType] of Map.groupBy(records, (record) => record.deviceTypeId)) {
    const found = await tools.backend.find(ofType.map(({ deviceId }) => deviceId), { effort, deviceTypeId, signal });
    const ended = await concludeFound(ofType, found, tools);
    const missed = ofType.filter(({ deviceId }) => !ended.has(deviceId));
    settled += ended.size + (await giveUp(await pastTheirTime(missed, tools), tools, { signal }));
  }
  return { settled, waiting: records.length - settled };
};

/** Writes down what is shown of units; returns those that this brings to an end. */
export const concludeFound = async (records: readonly RegistrationRecord[], found: ReadonlyMap<DeviceId, RegisteredDevice>, tools: RegistrationTools): Promise<ReadonlySet<DeviceId>> => {
  const confirmed: Extract<Conclusion, { kind: 'confirmed' }>['event'][] = [];
  const events: JournalEvent[] = [];
  const ended = new Set<DeviceId>();
  for (const record of records) {
    const device = found.get(record.deviceId);
    if (device === undefined) continue;
    const conclusion = conclude(record, device, tools);
    if (conclusion.kind === 'not enough') continue;
    if (conclusion.kind === 'confirmed') {
      tools.tellHidden(record.deviceId, conclusion.hidden);
      confirmed.push(conclusion.event);
    } else events.push(conclusion.event);
    ended.add(record.deviceId);
    tools.forgetWait(record);
  }
  if (ended.size > 0) await tools.append(...(confirmed.length === 1 ? confirmed : joinConfirmed(confirmed)), ...events);
  return ended;
};

/** Of units that a look has missed, those of which nobody ever said that they were taken, and whose time is over. */
const pastTheirTime = async (missed: readonly RegistrationRecord[], tools: RegistrationTools): Promise<readonly RegistrationRecord[]> => {
  const late: RegistrationRecord[] = [];
  for (const record of missed) {
    if (record.state === 'unknown' && tools.waitedMs(record) >= (await tools.absentAfterMs(record))) late.push(record);
  }
  return late;
};

const giveUp = async (late: readonly RegistrationRecord[], tools: RegistrationTools, { signal }: Pick<LookOptions, 'signal'>): Promise<number> => {
  if (late.length === 0) return 0;
  const found = await tools.backend.find(late.map(({ deviceId }) => deviceId), { effort: 'thorough', signal });
  const ended = await concludeFound(late, found, tools);
  const absent = late.filter(({ deviceId }) => !ended.has(deviceId) && !found.has(deviceId));
  for (const record of absent) tools.forgetWait(record);
  await tools.append(...absent.map(({ deviceId }) => absence(deviceId, tools)));
  return ended.size + absent.length;
};

const absence = (deviceId: DeviceId, { refusedAgain }: RegistrationTools): RegistrationEvent => {
  const words = refusedAgain.get(deviceId);
  if (words === undefined) return { kind: 'registration found absent', deviceId };
  refusedAgain.delete(deviceId);
  return { kind: 'registration refused', deviceId, code: 'backend refused', reason: words };
};
