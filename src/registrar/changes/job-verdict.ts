import type { JobFailure, JobStatus } from '../../backend/backend.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { Unresolved } from './resolve-by-lookup.ts';
import { notPassed, passed, type PlannedChange, type UnitResult } from './unit-result.ts';

/** What the end of a request for many units says of them. */
export interface JobEnd {
  readonly jobId: string | null;
  readonly failures: readonly JobFailure[];
  /** What is true of the units that no failure names. */
  readonly rest: 'done' | 'not said';
}

/** A job's counts prove something of its units only if they add up to what was sent, failures named one by one. */
export const endOfJob = (
  status: JobStatus | null,
  { jobId, sent }: { readonly jobId: string; readonly sent: number },
): JobEnd => {
  if (status === null) return { jobId, failures: [], rest: 'not said' };
  const { failures, success, total } = status;
  const named = new Set(failures.map(({ deviceId }) => deviceId));
  return {
    jobId,
    failures,
    rest: total === sent && success + named.size === sent && !named.has(null) ? 'done' : 'not said',
  };
};

export interface SortedUnits<Unit> {
  readonly results: readonly UnitResult[];
  readonly unresolved: readonly Unresolved<Unit>[];
}

/** Tells what is certain from what has to be looked at. */
export const sortUnits = <Unit>(
  change: PlannedChange<Unit>,
  units: readonly Unit[],
  { jobId, failures, rest }: JobEnd,
): SortedUnits<Unit> => {
  const named = new Map<DeviceId, JobFailure>();
  const placed = new Map<number, JobFailure>();
  for (const failure of failures) {
    if (failure.deviceId !== null) named.set(failure.deviceId, failure);
    // From 0 or from 1: both units are in doubt
    else if (failure.index !== undefined)
      for (const place of [failure.index, failure.index - 1]) placed.set(place, failure);
  }
  const someoneElse = failures.find(({ deviceId, index }) => deviceId === null && index === undefined);
  const results: UnitResult[] = [];
  const doubts: Unresolved<Unit>[] = [];
  for (const [place, unit] of units.entries()) {
    const deviceId = change.deviceIdOf(unit);
    const own = named.get(deviceId);
    const near = placed.get(place);
    if (own !== undefined && !own.system)
      results.push(notPassed({ deviceId, jobId }, 'backend refused', `the backend refuses it: ${own.words}`));
    else if (own !== undefined)
      doubts.push({
        unit,
        jobId,
        reason: `the backend reports a fault of its own: ${own.words}`,
        ifNotDone: 'backend fault',
      });
    else if (near !== undefined)
      doubts.push({
        unit,
        jobId,
        reason: `the backend refuses this unit or its neighbour in the request: ${near.words}`,
        ifNotDone: 'backend refused',
      });
    else if (rest === 'done') results.push(passed({ deviceId, jobId }, change.done));
    else
      doubts.push({
        unit,
        jobId,
        reason:
          someoneElse === undefined
            ? 'the backend does not say what became of it'
            : `the backend does not say of which unit it speaks: ${someoneElse.words}`,
        ifNotDone: 'change unknown',
      });
  }
  return { results, unresolved: doubts };
};
