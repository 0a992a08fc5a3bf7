import type { DeviceId } from '../domain/device-id.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { lookedForStates } from '../domain/registration.ts';
import type { Debt, RegistrationRecord } from '../journal/journal.ts';
import type { Backoff } from '../async/backoff.ts';
import { limited } from '../async/limited.ts';
import { lookBeforeSending, nextOwed, submitBatch } from './in-batches.ts';
import { lookForUnits } from './lookup/look-for-units.ts';
import type { Obstacle } from './registrar-options.ts';
import { obstacleOf } from './registration-result.ts';
import type { RegistrationTools } from './registration-tools.ts';

/** Whose debts: those of one file (`listing`), or all of the journal. */
export interface DebtScope {
  readonly listing?: string;
}

export interface FlushOptions {
  readonly signal: AbortSignal;
  /** From how many units of one product on they go in one request. Default 24: what a slot of the backend's budget, one in two minutes, is worth. */
  readonly batchFrom?: number;
  /** `send`: what is owed is sent as well. `follow`: only what is in flight is brought to its end. */
  readonly what?: 'send' | 'follow';
  /** How long to wait at most for what is in flight, in ms. Default: until each is listed, believed absent, or calls a person. */
  readonly waitMs?: number;
}

export interface FlushTools {
  readonly tools: RegistrationTools;
  readonly backoff: Backoff<Obstacle>;
  readonly follow: (batch: string, options: { readonly signal: AbortSignal }) => Promise<void>;
  /** What keeps it from being sent; null: nothing does. */
  readonly sendAlone: (deviceId: DeviceId) => Promise<Obstacle | null>;
}

/** Jobs that the backend is given to work on at a time: as many as it lets begin in ten minutes. */
const maxJobs = 5;
/** Units in one look: what it has found is lost if its last request is not answered. */
const pageLength = 500;
const firstPauseMs = 2000;
const longestPauseMs = 60_000;
const throttledMs = 60_000;
/** What is beyond these is for the next round. */
const productsPerRound = 100;
const jobsPerRound = 1000;
/** From so many units on a look is never thorough for all of them. */
const mostThorough = 100;

/**
 * Sends what is owed, follows the jobs, and looks until every unit is shown, ever more slowly. Ends when nothing is left to do, or
 * when what is left waits for a person or for longer than this may wait.
 * @throws PaclineError of the backend where nothing can be sent or seen, and of the journal; the signal's reason
 */
export const flushDebts = async (
  scope: DebtScope,
  { tools, backoff, follow, sendAlone }: FlushTools,
  options: FlushOptions,
): Promise<void> => {
  const { signal, batchFrom = 24, what = 'send', waitMs = Number.POSITIVE_INFINITY } = options;
  const deadline = tools.clock.uptime() + waitMs;
  const leftAlone = new Set<DeviceId>();
  const patience = new Patience({ tools, backoff, signal });
  let pauseMs = firstPauseMs;
  for (let round = 0; ; round += 1) {
    if (!(await followJobs(scope, { tools, follow, patience, deadline, signal }))) return;
    if (
      what === 'send' &&
      (await sendOwed(scope, { tools, backoff, sendAlone, leftAlone, batchFrom, patience, signal }))
    )
      continue;
    const { ended, waiting, untilMs } = await lookOnce(scope, { tools, patience, round, signal });
    if (waiting === 0 && ended === 0) return;
    if (ended > 0) pauseMs = firstPauseMs;
    // What is not there is owed, and sent, at once
    if (waiting === 0) continue;
    const leftMs = Math.min(deadline - tools.clock.uptime(), untilMs);
    if (leftMs <= 0) return;
    const ms = Math.min(pauseMs, leftMs);
    tools.tell({ kind: 'waiting', ms, reason: waitingFor(waiting, untilMs) });
    await tools.clock.sleep(ms, { signal });
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
};

interface FollowOptions extends Pick<FlushTools, 'tools' | 'follow'> {
  readonly patience: Patience;
  /** By uptime. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** One job after another, each to its end. False: that took longer than this may wait. */
const followJobs = async (
  scope: DebtScope,
  { tools, follow, patience, deadline, signal }: FollowOptions,
): Promise<boolean> => {
  const follows = async (stop: AbortSignal): Promise<true> => {
    for (const batch of await tools.journal.batches(['submitted'], { ...scope, limit: jobsPerRound })) {
      if (!tools.isHere(batch)) continue;
      while ((await patience.through(async () => follow(batch.batch, { signal: stop }).then(() => true))) === null)
        stop.throwIfAborted();
    }
    return true;
  };
  const leftMs = Math.max(0, deadline - tools.clock.uptime());
  return (await limited(leftMs, follows, { clock: tools.clock, signal })) ?? false;
};

const waitingFor = (units: number, untilMs: number): string =>
  `${units} unit${units === 1 ? ' is' : 's are'} with the backend and not in its list yet; looked up again for at most ${Math.ceil(untilMs / 60_000)} min. Ctrl-C is safe: it goes on with the same command`;

interface SendOptions extends Pick<FlushTools, 'tools' | 'backoff' | 'sendAlone'> {
  /** Sent for a second time in this life, for a backend that swallows a unit is not fed it for ever; or there, and not shown well enough. */
  readonly leftAlone: Set<DeviceId>;
  readonly batchFrom: number;
  readonly patience: Patience;
  readonly signal: AbortSignal;
}

/** True if anything was sent. */
const sendOwed = async (scope: DebtScope, sending: SendOptions): Promise<boolean> => {
  let some = false;
  for (const debt of await sending.tools.journal.debts({ ...scope, limit: productsPerRound })) {
    if (debt.units >= sending.batchFrom) some = (await sendBatches({ ...debt, ...scope }, sending)) || some;
    else some = (await sendEach({ ...debt, ...scope }, sending)) || some;
  }
  return some;
};

const sendBatches = async (
  debt: Debt & DebtScope,
  { tools, patience, leftAlone, signal }: SendOptions,
): Promise<boolean> => {
  for (let sent = 0; sent < maxJobs;) {
    const owed = await nextOwed(debt, tools, leftAlone);
    if (owed.length === 0) return sent > 0;
    const there = await patience.through(() => lookBeforeSending(debt, owed, tools, { signal }));
    if (there === null) continue;
    for (const deviceId of there) leftAlone.add(deviceId);
    const units = owed.filter(({ deviceId }) => !there.has(deviceId));
    if (units.length === 0) continue;
    const postponed = await submitBatch(debt, units, tools, { signal });
    if (postponed === null) {
      for (const { deviceId, sends } of units) if (sends > 0) leftAlone.add(deviceId);
      sent += 1;
      continue;
    }
    if (postponed.code !== 'backend throttled') throw new PaclineError(postponed.code, postponed.message);
    const ms = postponed.retryAfterMs ?? throttledMs;
    tools.tell({ kind: 'waiting', ms, reason: 'the backend asks to slow down' });
    await tools.clock.sleep(ms, { signal });
  }
  return true;
};

/** One by one, in order: each is sent, and looked for together with the others afterwards. */
const sendEach = async (
  { units, ...product }: Debt & DebtScope,
  { tools, backoff, sendAlone, leftAlone, signal }: SendOptions,
): Promise<boolean> => {
  const owed = await tools.journal.owedUnits(product, { limit: units });
  const open = owed.filter(({ deviceId }) => !leftAlone.has(deviceId));
  for (const { deviceId, sends } of open) {
    for (let obstacle = await sendAlone(deviceId); obstacle !== null; obstacle = await sendAlone(deviceId)) {
      if (obstacle.code === 'not shown') {
        leftAlone.add(deviceId);
        break;
      }
      if (obstacle.code !== 'backend throttled') throw new PaclineError(obstacle.code, obstacle.message);
      const ms = backoff.leftMs;
      tools.tell({ kind: 'waiting', ms, reason: 'the backend asks to slow down' });
      await tools.clock.sleep(ms, { signal });
    }
    if (sends > 0) leftAlone.add(deviceId);
  }
  return open.length > 0;
};

interface LookupRoundOptions {
  readonly tools: RegistrationTools;
  readonly patience: Patience;
  readonly round: number;
  readonly signal: AbortSignal;
}

interface LookupRound {
  readonly ended: number;
  /** Units that are still waited for; those that call a person are not. */
  readonly waiting: number;
  /** How long the one that may take longest is waited for, in ms. */
  readonly untilMs: number;
}

/** Once through all that is looked for. */
const lookOnce = async (
  scope: DebtScope,
  { tools, patience, round, signal }: LookupRoundOptions,
): Promise<LookupRound> => {
  let ended = 0;
  let waiting = 0;
  let untilMs = 0;
  for (let after: DeviceId | null = null; ;) {
    const page: readonly RegistrationRecord[] = await tools.journal.registrationsById(lookedForStates, {
      ...scope,
      after,
      limit: pageLength,
    });
    const open = page.filter((record) => tools.isHere(record));
    if (open.length > 0) {
      tools.tell({ kind: 'looking up', units: open.length });
      const effort = round % 4 === 3 && open.length <= mostThorough ? 'thorough' : 'quick';
      const result = await patience.through(() => lookForUnits(open, tools, { effort, signal }));
      const waitedFor = (result?.missed ?? open).filter((record) => !tools.isOverdue(record));
      ended += result?.ended ?? 0;
      waiting += waitedFor.length;
      for (const record of waitedFor) untilMs = Math.max(untilMs, await leftMs(record, tools));
    }
    if (page.length < pageLength) return { ended, waiting, untilMs };
    after = page.at(-1)?.deviceId ?? null;
  }
};

const leftMs = async (record: RegistrationRecord, tools: RegistrationTools): Promise<number> =>
  Math.max(
    1000,
    (record.state === 'accepted' ? tools.timing.callAfterMs : await tools.absentAfterMs(record)) -
      tools.waitedMs(record),
  );

interface PatienceOptions {
  readonly tools: RegistrationTools;
  readonly backoff: Backoff<Obstacle>;
  readonly signal: AbortSignal;
}

/** A list that cannot be read for a moment is no reason to give up; one that may not be read is. */
class Patience {
  readonly #options: PatienceOptions;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** Null: it could not be done for a moment, which is over. */
  async through<Result>(work: () => Promise<Result>): Promise<Result | null> {
    const { tools, backoff, signal } = this.#options;
    try {
      const result = await work();
      backoff.succeeded();
      return result;
    } catch (error) {
      signal.throwIfAborted();
      const { code, message } = obstacleOf(error);
      if (code !== 'backend fault' && code !== 'backend throttled') throw error;
      const ms = backoff.failed({ code, message });
      tools.tell({ kind: 'waiting', ms, reason: message });
      await tools.clock.sleep(ms, { signal });
      return null;
    }
  }
}
