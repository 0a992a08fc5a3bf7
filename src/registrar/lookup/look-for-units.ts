import type { RegisteredDevice } from '../../backend/backend.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { JournalEvent } from '../../journal/events.ts';
import type { RegistrationRecord } from '../../journal/journal.ts';
import { acceptedByLook, conclude, joinConfirmed, type Conclusion } from './conclusion.ts';
import type { RegistrationTools } from '../registration-tools.ts';

/** Hands on those of the records that still stand as they were read and that nobody else works on, and keeps others off until the work is over. */
export type UnitClaim = <Result>(
  records: readonly RegistrationRecord[],
  work: (still: readonly RegistrationRecord[]) => Promise<Result>,
) => Promise<Result>;

export interface LookupOptions {
  readonly effort: 'quick' | 'thorough';
  readonly signal: AbortSignal;
  /** To be given where others may work on the same units meanwhile. */
  readonly claim?: UnitClaim;
}

/**
 * How many of the units a look has brought to an end (or back to owed), and those that it has missed. Those that are there, but
 * not shown well enough, are neither: looking again does not help.
 */
export interface LookResult {
  readonly ended: number;
  readonly missed: readonly RegistrationRecord[];
}

/**
 * Looks for units that were accepted, or may have been sent, and writes down what is shown. A unit that only may have been
 * sent is believed not to be there after its time and a last thorough look; one that was accepted is never given up.
 * @throws PaclineError of the backend and of the journal; the signal's reason
 */
export const lookForUnits = async (
  records: readonly RegistrationRecord[],
  tools: RegistrationTools,
  { effort, signal, claim = (all, work) => work(all) }: LookupOptions,
): Promise<LookResult> => {
  let ended = 0;
  const missed: RegistrationRecord[] = [];
  for (const [deviceTypeId, ofType] of Map.groupBy(records, (record) => record.deviceTypeId)) {
    const found = await tools.find(
      ofType.map(({ deviceId }) => deviceId),
      { effort, deviceTypeId, signal },
    );
    const seen = await claim(
      ofType.filter(({ deviceId }) => found.has(deviceId)),
      (still) => concludeFound(still, found, tools),
    );
    const { late, open } = await byTheirTime(
      ofType.filter(({ deviceId }) => !found.has(deviceId)),
      tools,
    );
    missed.push(...open);
    ended += seen.size + (await giveUp(deviceTypeId, late, tools, { signal, claim }));
  }
  return { ended, missed };
};

/** Writes down what is shown of units; returns those that this brings to an end. */
export const concludeFound = async (
  records: readonly RegistrationRecord[],
  found: ReadonlyMap<DeviceId, RegisteredDevice>,
  tools: RegistrationTools,
): Promise<ReadonlySet<DeviceId>> => {
  const confirmed: Extract<Conclusion, { kind: 'confirmed' }>['event'][] = [];
  const events: JournalEvent[] = [];
  const ended = new Set<DeviceId>();
  for (const record of records) {
    const device = found.get(record.deviceId);
    if (device === undefined) continue;
    const conclusion = conclude(record, device, tools);
    if (conclusion.kind === 'not enough') {
      events.push(...acceptedByLook(record));
      continue;
    }
    if (conclusion.kind === 'confirmed') {
      tools.tellHidden(record.deviceId, conclusion.hidden);
      confirmed.push(conclusion.event);
    } else events.push(conclusion.event);
    ended.add(record.deviceId);
    tools.forgetWait(record);
  }
  const all = [...(confirmed.length === 1 ? confirmed : joinConfirmed(confirmed)), ...events];
  if (all.length > 0) await tools.append(...all);
  return ended;
};

/** Units that a look has missed. `late`: nobody ever said that they were taken, and their time is over. */
const byTheirTime = async (
  missed: readonly RegistrationRecord[],
  tools: RegistrationTools,
): Promise<{ readonly late: readonly RegistrationRecord[]; readonly open: readonly RegistrationRecord[] }> => {
  const late: RegistrationRecord[] = [];
  const open: RegistrationRecord[] = [];
  for (const record of missed) {
    const isLate = record.state === 'unknown' && tools.waitedMs(record) >= (await tools.absentAfterMs(record));
    (isLate ? late : open).push(record);
  }
  return { late, open };
};

const giveUp = async (
  deviceTypeId: string,
  late: readonly RegistrationRecord[],
  tools: RegistrationTools,
  { signal, claim }: Required<Pick<LookupOptions, 'signal' | 'claim'>>,
): Promise<number> => {
  if (late.length === 0) return 0;
  const found = await tools.find(
    late.map(({ deviceId }) => deviceId),
    { effort: 'thorough', deviceTypeId, signal },
  );
  return claim(late, async (still) => {
    const ended = await concludeFound(still, found, tools);
    const absent = still.filter(({ deviceId }) => !found.has(deviceId));
    for (const record of absent) tools.forgetWait(record);
    await tools.append(...absent.map((record) => tools.endOfAbsent(record)));
    return ended.size + absent.length;
  });
};
