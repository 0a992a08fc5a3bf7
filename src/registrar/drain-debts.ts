import type { CallOptions } from '../backend/backend.ts';
import type { DeviceId } from '../domain/device-id.ts';
import type { Backoff } from '../async/backoff.ts';
import { LookRounds } from './lookup/look-rounds.ts';
import type { UnitClaim } from './lookup/look-for-units.ts';
import type { Obstacle } from './registrar-options.ts';
import { obstacleOf } from './registration-result.ts';
import type { RegistrationTools } from './registration-tools.ts';

export interface DrainTools {
  readonly tools: RegistrationTools;
  readonly backoff: Backoff<Obstacle>;
  readonly concurrency: number;
  readonly isInFlight: (deviceId: DeviceId) => boolean;
  readonly claim: UnitClaim;
  /** Sends one owed unit. What keeps it from being sent; null: nothing does. */
  readonly advance: (deviceId: DeviceId, options: CallOptions) => Promise<Obstacle | null>;
  readonly follow: (batch: string, options: CallOptions) => Promise<void>;
}

/** Between two rounds, in ms: a debt is not urgent, and a unit that is waited for takes the direct way. */
const roundMs = 1000;
/** A unit that could not be sent for a reason of its own is left alone for so long, and others have their turn. */
const heldBackMs = 60_000;
/** Jobs that are followed at a time … */
const mostJobs = 8;
/** … not counting those that have been followed for so long: one that never ends keeps no other from being asked for. */
const longJobMs = 600_000;
/** Of jobs that are not done, also those of another backend, which nobody follows here. */
const mostSubmitted = 1000;

/**
 * The outbox of a running line: sends what came in a slot, follows the jobs that are under way, also those that a file left
 * behind, and looks for what was accepted or may have been sent, ever more slowly while nothing changes. None of the three waits
 * for another. Ends when the signal aborts. @throws what is no fault of the backend, after all three have stopped
 */
export const drainDebts = async (drain: DrainTools, options: CallOptions): Promise<void> => {
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  const work = [sendOwed, followJobs, lookFor].map(async (part) => {
    try {
      await part(drain, { signal });
    } catch (error) {
      if (signal.aborted) return;
      broken.abort(error);
    }
  });
  await Promise.all(work);
  if (broken.signal.aborted && !options.signal.aborted) throw broken.signal.reason;
};

/** Round after round, and none while the backend is known to be out of reach. */
const everyRound = async (
  { tools, backoff }: DrainTools,
  { signal }: CallOptions,
  round: () => Promise<void>,
): Promise<void> => {
  while (!signal.aborted) {
    if (backoff.why === null) await round();
    await tools.clock.sleep(Math.max(roundMs, backoff.leftMs), { signal });
  }
};

const sendOwed = async (drain: DrainTools, { signal }: CallOptions): Promise<void> => {
  const { tools, backoff, concurrency, isInFlight, advance } = drain;
  const { journal, clock } = tools;
  const heldUntil = new Map<DeviceId, number>();
  await everyRound(drain, { signal }, async () => {
    for (const [deviceId, until] of heldUntil) if (until <= clock.uptime()) heldUntil.delete(deviceId);
    const owed = await journal.registrations(['owed'], { listing: null, limit: concurrency * 8 + heldUntil.size });
    const next = owed.filter(({ deviceId }) => !isInFlight(deviceId) && !heldUntil.has(deviceId)).slice(0, concurrency);
    await Promise.all(
      next.map(async ({ deviceId }) => {
        const obstacle = await advance(deviceId, { signal });
        if (obstacle !== null && backoff.why === null) heldUntil.set(deviceId, clock.uptime() + heldBackMs);
      }),
    );
  });
};

const followJobs = async (drain: DrainTools, { signal }: CallOptions): Promise<void> => {
  const { tools, backoff, follow } = drain;
  const { journal, clock } = tools;
  const begunAt = new Map<string, number>();
  const broken = new AbortController();
  const followed = new Set<Promise<void>>();
  const followOne = async (batch: string): Promise<void> => {
    begunAt.set(batch, clock.uptime());
    try {
      await follow(batch, { signal });
    } catch (error) {
      if (!signal.aborted) putOff(error, backoff, broken);
    } finally {
      begunAt.delete(batch);
    }
  };
  try {
    await everyRound(drain, { signal: AbortSignal.any([signal, broken.signal]) }, async () => {
      const fresh = [...begunAt.values()].filter((at) => clock.uptime() - at < longJobMs).length;
      const next = (await journal.batches(['submitted'], { limit: mostSubmitted })).filter(
        (batch) => tools.isHere(batch) && !begunAt.has(batch.batch),
      );
      for (const { batch } of next.slice(0, Math.max(0, mostJobs - fresh))) {
        const work = followOne(batch).finally(() => followed.delete(work));
        followed.add(work);
      }
    });
    broken.signal.throwIfAborted();
  } finally {
    await Promise.all(followed);
  }
};

/** A fault of the backend passes; any other ends the drain. */
const putOff = (error: unknown, backoff: Backoff<Obstacle>, broken: AbortController): void => {
  try {
    const { code, message } = obstacleOf(error);
    backoff.failed({ code, message });
  } catch {
    broken.abort(error);
  }
};

const lookFor = async (drain: DrainTools, { signal }: CallOptions): Promise<void> => {
  const { tools, backoff, isInFlight, claim } = drain;
  const rounds = new LookRounds({ tools, isInFlight, claim });
  await everyRound(drain, { signal }, async () => {
    try {
      if (await rounds.look({ signal })) backoff.succeeded();
    } catch (error) {
      signal.throwIfAborted();
      const { code, message } = obstacleOf(error);
      backoff.failed({ code, message });
    }
  });
};
