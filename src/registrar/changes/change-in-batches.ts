import type { CallOptions, CarriedOut, JobStart, JobStatus, Postponed } from '../../backend/backend.ts';
import type { ChangeTools } from './change-tools.ts';
import { followJob } from '../follow-job.ts';
import { endOfJob, sortUnits, type JobEnd } from './job-verdict.ts';
import { resolveByLookup, skipAlreadyDone } from './resolve-by-lookup.ts';
import { notPassed, throwIfOfNoUnit, type PlannedChange, type UnitResult } from './unit-result.ts';

/** Most units in one request, whatever their size: what is held in memory at a time. */
const maxUnits = 100_000;
/** How long a throttled request waits where the backend does not say, in ms. */
const throttledMs = 60_000;

/** A change that one request makes on many units. */
export interface BatchChange<Unit> extends PlannedChange<Unit> {
  /** What the sizes of the units of one request may come to together, in bytes. */
  readonly maxBytes: number;
  readonly bytesOf: (unit: Unit) => number;
  send(units: readonly Unit[], options: CallOptions): Promise<JobStart | CarriedOut<'edited' | 'replaced'>>;
  job(jobId: string, options: CallOptions): Promise<JobStatus | null>;
}

/**
 * Makes the change on all units, in as few requests as can be, each followed to its end before the next is sent. Nothing is
 * sent twice unless the backend said that it did nothing; what it does not say of a unit is looked up. Every unit has one result,
 * unless the signal aborts.
 * @throws PaclineError not in this api; bad credentials | no rights where a job cannot be asked for; the signal's reason
 */
export async function* changeInBatches<Unit>(
  change: BatchChange<Unit>,
  tools: ChangeTools<never>,
  options: CallOptions,
): AsyncGenerator<UnitResult> {
  const batches = [...cutToSize(change)];
  for (const [index, batch] of batches.entries()) {
    const open = yield* skipAlreadyDone(change, batch, tools, options);
    if (open.length === 0) continue;
    const postponed = yield* changeBatch(change, open, tools, options);
    if (postponed === null) continue;
    for (const unit of [...open, ...batches.slice(index + 1).flat()])
      yield notPassed({ deviceId: change.deviceIdOf(unit) }, postponed.code, `not sent: ${postponed.reason}`);
    return;
  }
}

/** Returns why nothing can be sent now, or null when the batch has its results. */
async function* changeBatch<Unit>(
  change: BatchChange<Unit>,
  units: readonly Unit[],
  tools: ChangeTools<never>,
  options: CallOptions,
): AsyncGenerator<UnitResult, Postponed | null> {
  const start = await sendWhenTaken(change, units, tools, options);
  switch (start.kind) {
    case 'postponed':
      return start;
    case 'refused':
      throwIfOfNoUnit(start);
      for (const unit of units)
        yield notPassed(
          { deviceId: change.deviceIdOf(unit) },
          start.code,
          `the backend does not take the request${units.length === 1 ? '' : ` for ${units.length} units`}: ${start.words}`,
        );
      return null;
    case 'unknown':
      yield* resolveByLookup(
        change,
        units.map((unit) => ({ unit, reason: start.reason, ifNotDone: 'change unknown', jobId: null })),
        tools,
        options,
      );
      return null;
    case 'started': {
      const rejected = new Set(start.rejected.map(({ deviceId }) => deviceId));
      for (const { deviceId, words } of start.rejected)
        yield notPassed({ deviceId, jobId: start.jobId }, 'backend refused', `the backend refuses it: ${words}`);
      const inJob = units.filter((unit) => !rejected.has(change.deviceIdOf(unit)));
      const begun = tools.clock.uptime();
      const tell = (total: number, done: number): void =>
        tools.onActivity?.({
          kind: 'job',
          jobId: start.jobId,
          total,
          done,
          sinceMs: tools.clock.uptime() - begun,
        });
      tell(inJob.length, 0);
      const status = await followJob(() => change.job(start.jobId, options), {
        clock: tools.clock,
        signal: options.signal,
        onStatus: ({ total, success, failures }) => tell(total, success + failures.length),
        onLater: (wait) => tools.onActivity?.({ kind: 'waiting', ...wait }),
      });
      yield* conclude(change, inJob, endOfJob(status, { jobId: start.jobId, sent: inJob.length }), tools, options);
      return null;
    }
    case 'edited':
    case 'replaced': {
      const { failures, total } = start;
      const rest =
        total === units.length && failures.every(({ deviceId, index }) => deviceId !== null || index !== undefined)
          ? 'done'
          : 'not said';
      yield* conclude(change, units, { jobId: null, failures, rest }, tools, options);
      return null;
    }
  }
}

async function* conclude<Unit>(
  change: PlannedChange<Unit>,
  units: readonly Unit[],
  ended: JobEnd,
  tools: ChangeTools<never>,
  options: CallOptions,
): AsyncGenerator<UnitResult> {
  const { results, unresolved: doubts } = sortUnits(change, units, ended);
  yield* results;
  yield* resolveByLookup(change, doubts, tools, options);
}

/** A throttled request did nothing: it waits its turn and is sent again. */
const sendWhenTaken = async <Unit>(
  change: BatchChange<Unit>,
  units: readonly Unit[],
  { clock, onActivity }: ChangeTools<never>,
  options: CallOptions,
): Promise<JobStart | CarriedOut<'edited' | 'replaced'>> => {
  for (;;) {
    onActivity?.({ kind: 'sending', units: units.length });
    const start = await change.send(units, options);
    if (start.kind !== 'postponed' || start.code !== 'backend throttled') return start;
    const ms = start.retryAfterMs ?? throttledMs;
    onActivity?.({ kind: 'waiting', ms, reason: 'the backend asks to slow down' });
    await clock.sleep(ms, options);
  }
};

function* cutToSize<Unit>({ units, bytesOf, maxBytes }: BatchChange<Unit>): Generator<readonly Unit[]> {
  let from = 0;
  let bytes = 0;
  for (const [place, unit] of units.entries()) {
    const size = bytesOf(unit);
    if (place > from && (bytes + size > maxBytes || place - from === maxUnits)) {
      yield units.slice(from, place);
      from = place;
      bytes = 0;
    }
    bytes += size;
  }
  if (from < units.length) yield units.slice(from);
}
