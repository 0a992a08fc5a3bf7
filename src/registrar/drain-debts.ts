import type { DeviceId } from '../domain/device-id.ts';
import { lookedForStates } from '../domain/registration.ts';
import type { RegistrationRecord } from '../journal/journal.ts';
import type { Backoff } from './backoff.ts';
import { lookForUnits } from './look-for-units.ts';
import { obstacleOf } from './registration-result.ts';
import type { RegistrationTools } from './registration-tools.ts';

export interface DrainTools {
  readonly tools: RegistrationTools;
  readonly backoff: Backoff;
  readonly concurrency: number;
  readonly isInFlight: (deviceId: DeviceId) => boolean;
  /** Sends one owed unit. */
  readonly advance: (deviceId: DeviceId) => Promise<void>;
  readonly follow: (batch: string) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Units that are looked for at a time: a slot that waits for a look-up waits for no more than these. */
const pageLength = 200;
/** Between two rounds, in ms: a debt is not urgent, and a unit that is waited for takes the direct way. */
const roundMs = 1000;
const longestLookMs = 60_000;
/** Jobs that are followed at a time. */
const mostJobs = 8;

/**
 * The outbox of a running line: sends what came in a slot, follows the jobs that are under way, also those that a file left
 * behind, and looks for what was accepted or may have been sent, ever more slowly while nothing changes.
 */
export const drainDebts = async ({ tools, backoff, concurrency, isInFlight, advance, follow, signal }: DrainTools): Promise<void> => {
  const { journal, clock } = tools;
  const rounds = new LookRounds(tools);
  const followed = new Map<string, Promise<void>>();
  const orAborted = (work: Promise<unknown>): Promise<unknown> => work.catch(rethrowUnlessAborted(signal));

  while (!signal.aborted) {
    for (const { batch } of (await journal.batches(['submitted'])).slice(0, mostJobs)) {
      if (!followed.has(batch)) followed.set(batch, follow(batch).catch(swallowObstacle(backoff, signal)).finally(() => followed.delete(batch)));
    }
    const owed = await journal.registrations(['owed'], { listing: null, limit: concurrency * 8 });
    const next = owed.filter(({ deviceId }) => !isInFlight(deviceId)).slice(0, concurrency);
    await Promise.all(next.map(({ deviceId }) => orAborted(advance(deviceId))));
    if (backoff.reason() === null && !signal.aborted) await rounds.look(isInFlight, { signal }).catch(swallowObstacle(backoff, signal));
    await orAborted(clock.sleep(Math.max(roundMs, backoff.leftMs()), { signal }));
  }
  await Promise.all(followed.values());
};

/** Goes through what is looked for, a page at a time, and slower from one fruitless time through to the next. */
class LookRounds {
  readonly #tools: RegistrationTools;
  #after: DeviceId | null = null;
  #pauseMs = roundMs;
  #nextAt = 0;
  #rounds = 0;
  #known = 0;

  constructor(tools: RegistrationTools) {
    this.#tools = tools;
  }

  async look(isInFlight: (deviceId: DeviceId) => boolean, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const { journal, clock } = this.#tools;
    const counts = await journal.countRegistrations();
    const known = (counts.accepted ?? 0) + (counts.unknown ?? 0);
    // What is new is looked for at once
    if (known > this.#known) this.#restart();
    this.#known = known;
    if (known === 0 || clock.uptime() < this.#nextAt) return;
    const page = await journal.registrationsById(lookedForStates, { after: this.#after, limit: pageLength });
    const records = page.filter((record) => !isInFlight(record.deviceId) && this.#isHere(record));
    const { settled } = await lookForUnits(records, this.#tools, { effort: this.#rounds % 4 === 3 && records.length <= 8 ? 'thorough' : 'quick', signal });
    if (settled > 0) this.#pauseMs = roundMs;
    this.#after = page.length < pageLength ? null : (page.at(-1)?.deviceId ?? null);
    if (this.#after !== null) return;
    this.#rounds += 1;
    this.#nextAt = clock.uptime() + this.#pauseMs;
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestLookMs);
  }

  #restart(): void {
    this.#pauseMs = roundMs;
    this.#nextAt = 0;
  }

  #isHere({ backend }: RegistrationRecord): boolean {
    return backend === null || backend === this.#tools.backend.identity.backend;
  }
}

const rethrowUnlessAborted = (signal: AbortSignal) => (error: unknown): void => {
  if (!signal.aborted) throw error;
};

const swallowObstacle = (backoff: Backoff, signal: AbortSignal) => (error: unknown): void => {
  if (signal.aborted) return;
  const { code, message } = obstacleOf(error);
  backoff.begin(code, message, null);
};
