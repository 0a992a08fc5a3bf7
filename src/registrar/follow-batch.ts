import { counted } from '../domain/counted.ts';
import type { JobFailure, JobStatus, RegisteredDevice } from '../backend/backend.ts';
import type { DeviceId } from '../domain/device-id.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { mayHaveBeenSent, registrationStates } from '../domain/registration.ts';
import type { JournalEvent, RegistrationEvent } from '../journal/events.ts';
import type { BatchRecord, RegistrationRecord } from '../journal/journal.ts';
import { conclude } from './lookup/conclusion.ts';
import { followJob } from './follow-job.ts';
import type { RegistrationTools } from './registration-tools.ts';

/** IDs in one look-up and events in one append. */
const pageLength = 100;

/** A unit of a submitted batch in one of these has gone its own way. */
const partedStates = registrationStates.filter((state) => state !== 'submitted');
const unitsPerPage = 5000;

/**
 * Asks for the job of a submitted batch until it ends, however long that is, and writes down what it says of the units. What it
 * counts is accepted, not confirmed: only a look-up confirms.
 * @throws PaclineError bad credentials | no rights; of the journal; the signal's reason
 */
export const followBatch = async (
  batch: BatchRecord,
  tools: RegistrationTools,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> => {
  const { jobId, deviceTypeId, units } = batch;
  if (jobId === null) throw new PaclineError('internal fault', `The batch ${batch.batch} was submitted without a job.`);
  const begun = tools.clock.uptime();
  let called = false;
  const call = (): void => {
    if (called || tools.clock.uptime() - begun < tools.timing.callAfterMs) return;
    called = true;
    tools.tell({ kind: 'overdue', units });
  };
  const status = await followJob(() => tools.backend.job({ jobId, deviceTypeId }, { signal }), {
    clock: tools.clock,
    signal,
    firstMs: units === 1 ? 500 : 2000,
    onStatus: ({ success, failures }) => {
      call();
      tools.tell({
        kind: 'job',
        jobId,
        total: units,
        done: Math.min(units, success + failures.length),
        sinceMs: tools.clock.uptime() - begun,
      });
    },
    onLater: ({ ms, reason }) => {
      call();
      tools.tell({
        kind: 'waiting',
        ms,
        reason: `${reason}; job ${jobId} is followed for ${Math.ceil((tools.clock.uptime() - begun) / 1000)} s. Ctrl-C is safe`,
      });
    },
  });
  if (status === null)
    return tools.append({ kind: 'batch unknown', batch: batch.batch, reason: 'the backend no longer knows the job' });
  await finish(batch, status, tools, { signal });
};

const finish = async (
  { batch, units, deviceTypeId }: BatchRecord,
  { success, total, failures }: JobStatus,
  tools: RegistrationTools,
  options: { readonly signal: AbortSignal },
): Promise<void> => {
  const named = await sortFailures(batch, units, failures, tools);
  // Turned down when the request was answered, or by a process that died after this job was told to be done
  const before = await partedUnits(batch, tools);
  await turnDown(deviceTypeId, named.own, tools, options);
  const apart = new Set([...named.own.keys(), ...before]);
  const whole = named.unnamed === 0 && success + apart.size === units;
  for (const words of named.odd) await tools.append({ kind: 'batch remarked', batch, remark: words });
  if (!whole) {
    const words = `its job speaks of ${counted(total, 'unit')}, of which ${success} succeeded and ${failures.length} failed; ${counted(units, 'was', 'were')} sent`;
    await tools.append({ kind: 'batch remarked', batch, remark: words });
    tools.tell({ kind: 'odd', words });
  }
  await tools.append({ kind: 'batch done', batch, rest: whole ? 'accepted' : 'unknown' });
};

const partedUnits = async (batch: string, { journal }: RegistrationTools): Promise<readonly DeviceId[]> => {
  const parted: DeviceId[] = [];
  for (;;) {
    const page = await journal.registrationsById(partedStates, {
      batch,
      after: parted.at(-1) ?? null,
      limit: unitsPerPage,
    });
    for (const { deviceId } of page) parted.push(deviceId);
    if (page.length < unitsPerPage) return parted;
  }
};

interface SortedFailures {
  readonly own: ReadonlyMap<DeviceId, JobFailure>;
  /** Failures that cannot be laid upon a unit. */
  readonly unnamed: number;
  readonly odd: readonly string[];
}

/** IDs that come from outside are held against the batch: a stranger is written down, and believed in nothing. */
const sortFailures = async (
  batch: string,
  units: number,
  failures: readonly JobFailure[],
  tools: RegistrationTools,
): Promise<SortedFailures> => {
  const own = new Map<DeviceId, JobFailure>();
  const odd: string[] = [];
  let unnamed = 0;
  for (const failure of failures) {
    const deviceId = failure.deviceId ?? (units === 1 ? await onlyUnit(batch, tools) : null);
    if (deviceId === null) {
      unnamed += 1;
      odd.push(`its job speaks of no unit: ${failure.words}`);
    } else if ((await tools.journal.registration(deviceId))?.batch === batch) own.set(deviceId, failure);
    else odd.push(`its job names ${deviceId}, which is not of this batch: ${failure.words}`);
  }
  for (const words of odd) tools.tell({ kind: 'odd', words });
  return { own, unnamed, odd };
};

const onlyUnit = async (batch: string, tools: RegistrationTools): Promise<DeviceId | null> =>
  (await tools.journal.registrations(['submitted'], { batch, limit: 1 }))[0]?.deviceId ?? null;

/** Units that the backend names as failed: seen there all the same, refused in its own words, or unknown where the fault is its own. */
export const turnDown = async (
  deviceTypeId: string,
  failures: ReadonlyMap<DeviceId, Pick<JobFailure, 'words' | 'system'>>,
  tools: RegistrationTools,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> => {
  const all = [...failures];
  for (let from = 0; from < all.length; from += pageLength) {
    const page = all.slice(from, from + pageLength);
    tools.tell({ kind: 'looking up', units: all.length - from });
    const found = await tools.find(
      page.map(([deviceId]) => deviceId),
      { effort: 'thorough', deviceTypeId, signal },
    );
    const events: JournalEvent[] = [];
    for (const [deviceId, failure] of page) {
      const record = await tools.record(deviceId);
      // What the backend was seen to have is looked for, whatever its job says
      if (mayHaveBeenSent(record.state) && record.state !== 'accepted')
        events.push(endOfFailed(record, failure, found.get(deviceId), tools));
    }
    await tools.append(...events);
  }
};

const endOfFailed = (
  record: RegistrationRecord,
  { words, system }: Pick<JobFailure, 'words' | 'system'>,
  found: RegisteredDevice | undefined,
  tools: RegistrationTools,
): RegistrationEvent => {
  const { deviceId } = record;
  if (found !== undefined) {
    const conclusion = conclude(record, found, tools);
    if (conclusion.kind === 'confirmed') {
      tools.tellHidden(deviceId, conclusion.hidden);
      // What the job did not do, and nobody here asked for before, was done by somebody else
      return system || record.sends > 1 ? conclusion.event : { ...conclusion.event, code: 'already done' };
    }
    if (conclusion.kind === 'other') return conclusion.event;
    return { kind: 'registration accepted', deviceId, reason: 'the backend shows it, but not its certificate' };
  }
  if (system)
    return { kind: 'registration unknown', deviceId, reason: `the backend reports a fault of its own: ${words}` };
  return tools.endOfRefused(deviceId, { code: 'backend refused', reason: words }, { sentBefore: record.sends > 1 });
};
