import type { DeviceId } from '../domain/device-id.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { isOpen, mayHaveBeenSent } from '../domain/registration.ts';
import type { RegistrationRecord } from '../journal/journal.ts';
import { Backoff } from '../async/backoff.ts';
import type { WantedRegistration } from './lookup/compare-device.ts';
import { drainDebts, type DrainTools } from './drain-debts.ts';
import { followBatch } from './follow-batch.ts';
import { lookAgain } from './look-again.ts';
import { lookForUnits } from './lookup/look-for-units.ts';
import { concludeOne, sendOne } from './one-by-one.ts';
import type { Obstacle, RegistrarOptions } from './registrar-options.ts';
import { obstacleOf, resultOf, registrationSentence, type RegistrationResult } from './registration-result.ts';
import { RegistrationTools } from './registration-tools.ts';
import { seeAgain } from './lookup/see-again.ts';
import { flushDebts, type DebtScope, type FlushOptions, type FlushTools } from './flush-debts.ts';
import { SharedLookup } from './lookup/shared-lookup.ts';
import { SharedWork } from './shared-work.ts';
import { UnitClaims } from './unit-claims.ts';

/** While several units are on their way, so long one waits for the others' look-ups, in ms. */
const gatherMs = 150;

interface Advance {
  readonly signal: AbortSignal;
  /** `one step`: sends or looks once. `accepted`: until the backend has said yes or no. `to its end`: until it is listed as well. */
  readonly until: 'one step' | 'accepted' | 'to its end';
}

interface Progress {
  readonly result: RegistrationResult;
  /** At its end, or as far as it was to go. */
  readonly isDone: boolean;
  /** What is in the way; null: nothing is. */
  readonly obstacle: Obstacle | null;
}

/**
 * Brings registrations to their end: confirmed, or refused. It looks before it sends, writes its intent before a request
 * leaves, and looks a lost answer up. What the backend has accepted is never sent again by itself.
 */
export class Registrar {
  readonly #tools: RegistrationTools;
  readonly #concurrency: number;
  readonly #backoff: Backoff<Obstacle>;
  readonly #lookup: SharedLookup;
  readonly #inFlight = new Map<DeviceId, SharedWork<Progress>>();
  readonly #jobs = new Map<string, SharedWork<void>>();
  readonly #closing = new AbortController();
  readonly #seeing = new Map<DeviceId, SharedWork<void>>();
  readonly #claims: UnitClaims;

  constructor(options: RegistrarOptions) {
    const { clock, concurrency = 4 } = options;
    this.#tools = new RegistrationTools(options);
    this.#concurrency = concurrency;
    this.#backoff = new Backoff(clock);
    this.#claims = new UnitClaims({ tools: this.#tools, isInFlight: (deviceId) => this.#inFlight.has(deviceId) });
    this.#lookup = new SharedLookup({
      backend: this.#tools,
      clock,
      gatherMs: () => (this.#inFlight.size > 1 ? gatherMs : 0),
    });
  }

  /**
   * Takes one registration to its end, for as long as its callers wait; calls for the same unit share one way. Returns early
   * while the backend is known to be out of reach, and where a person is called. A unit that is confirmed already is looked up at
   * this backend before it is called so. `wanted`: what the caller asks for, where that may differ from what is owed.
   * @throws PaclineError of the journal; the signal's reason
   */
  async register(
    deviceId: DeviceId,
    { signal, wanted }: { readonly signal: AbortSignal; readonly wanted?: WantedRegistration },
  ): Promise<RegistrationResult> {
    const seen = await this.#seeAgain(deviceId, wanted, signal);
    if (seen !== null) return seen;
    return this.#bring(deviceId, { signal, until: 'to its end' });
  }

  /** The same until the backend has said yes or no, whether it lists the unit yet or not. */
  async send(deviceId: DeviceId, { signal }: { readonly signal: AbortSignal }): Promise<RegistrationResult> {
    return this.#bring(deviceId, { signal, until: 'accepted' });
  }

  /** Ends all waiting and looking, lets a request that is being answered come to its end, and resolves once nothing is under way. */
  async close(): Promise<void> {
    this.#closing.abort(new PaclineError('interrupted', 'The registrar was closed.'));
    await this.idle();
  }

  /** Resolves once nothing is under way. */
  async idle(): Promise<void> {
    for (;;) {
      const under = [...this.#inFlight.values(), ...this.#jobs.values(), ...this.#seeing.values()];
      if (under.length === 0) return;
      await Promise.all(under.map((work) => work.over()));
    }
  }

  /** Works off the line's debts in the background, oldest first, and follows whatever is in flight, until the signal aborts. */
  async drain({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    const drain: DrainTools = {
      tools: this.#tools,
      backoff: this.#backoff,
      concurrency: this.#concurrency,
      isInFlight: (deviceId) => this.#inFlight.has(deviceId),
      claim: (records, work) => this.#claims.take(records, work),
      advance: async (deviceId, options) => (await this.#join(deviceId, { ...options, until: 'one step' })).obstacle,
      follow: (batch, options) => this.#follow(batch, options.signal),
    };
    await drainDebts(drain, { signal });
  }

  /** Brings every debt of a scope as far as it goes now: many of one product in one request. Nothing else may work on these meanwhile. See `flushDebts`. */
  async flush(scope: DebtScope, options: FlushOptions): Promise<void> {
    const follow: FlushTools['follow'] = (batch, { signal }) => this.#follow(batch, signal);
    const sendAlone = async (deviceId: DeviceId): Promise<Obstacle | null> =>
      (await this.#join(deviceId, { signal: options.signal, until: 'one step' })).obstacle;
    await flushDebts(scope, { tools: this.#tools, backoff: this.#backoff, follow, sendAlone }, options);
  }

  /** Others may have set out with less in mind: then it goes on from there. */
  async #bring(deviceId: DeviceId, advance: Advance): Promise<RegistrationResult> {
    for (;;) {
      const { result, isDone, obstacle } = await this.#join(deviceId, advance);
      if (isDone || obstacle !== null || (advance.until === 'accepted' && result.state === 'accepted')) return result;
    }
  }

  /** Looks up what a file holds of units that were confirmed before: only what is shown now is confirmed. See `lookAgain`. */
  async lookAgain(scope: Required<DebtScope>, options: { readonly signal: AbortSignal }): Promise<void> {
    await lookAgain(scope, this.#tools, options);
  }

  /** One after another, for each may change what the journal knows; the same unit is often asked for by its slot and by a person. */
  async #seeAgain(
    deviceId: DeviceId,
    wanted: WantedRegistration | undefined,
    signal: AbortSignal,
  ): Promise<RegistrationResult | null> {
    for (let other = this.#seeing.get(deviceId); other !== undefined; other = this.#seeing.get(deviceId))
      await (other.isAbandoned ? other.over() : other.join({ signal }));
    signal.throwIfAborted();
    let result: RegistrationResult | null = null;
    const look = async (stop: AbortSignal): Promise<void> => {
      const before = await this.#tools.record(deviceId);
      if (before.state !== 'confirmed' || this.#inFlight.has(deviceId)) return;
      result = await seeAgain(before, wanted ?? before, {
        tools: this.#tools,
        lookup: this.#lookup,
        backoff: this.#backoff,
        signal: this.#untilClosed(stop),
      });
    };
    const work = new SharedWork((stop) => look(stop).finally(() => this.#seeing.delete(deviceId)));
    this.#seeing.set(deviceId, work);
    await work.join({ signal });
    return result;
  }

  async #join(deviceId: DeviceId, { signal, until }: Advance): Promise<Progress> {
    for (;;) {
      const work = this.#inFlight.get(deviceId);
      const inTheWay = this.#claims.of(deviceId) ?? (work?.isAbandoned ? work.over() : null);
      if (inTheWay === null) {
        signal.throwIfAborted();
        return (work ?? this.#setOut(deviceId, until)).join({ signal });
      }
      await inTheWay;
    }
  }

  #setOut(deviceId: DeviceId, until: Advance['until']): SharedWork<Progress> {
    const work = new SharedWork((signal) =>
      this.#advance(deviceId, { signal, until }).finally(() => this.#inFlight.delete(deviceId)),
    );
    this.#inFlight.set(deviceId, work);
    return work;
  }

  async #advance(deviceId: DeviceId, { signal, until }: Advance): Promise<Progress> {
    for (let looks = 0, steps = 0; ;) {
      const record = await this.#tools.record(deviceId);
      const obstacle = this.#backoff.why ?? this.#elsewhere(record);
      if (!isOpen(record.state)) return { result: resultOf(record), isDone: true, obstacle: null };
      if (obstacle !== null) return { result: resultOf(record, obstacle), isDone: false, obstacle };
      if (until === 'accepted' && record.state === 'accepted')
        return { result: resultOf(record), isDone: false, obstacle: null };
      if (until === 'one step' && steps > 0) return { result: resultOf(record), isDone: false, obstacle: null };
      const met = mayHaveBeenSent(record.state)
        ? await this.#lookOn(record, looks, signal)
        : await this.#send(record, signal);
      looks += mayHaveBeenSent(record.state) ? 1 : 0;
      if (met !== null)
        return { result: resultOf(await this.#tools.record(deviceId), met), isDone: false, obstacle: met };
      steps += 1;
      this.#backoff.succeeded();
    }
  }

  async #send(record: RegistrationRecord, signal: AbortSignal): Promise<Obstacle | null> {
    return this.#orObstacle(() =>
      sendOne(record, {
        tools: this.#tools,
        lookup: this.#lookup,
        backoff: this.#backoff,
        signal,
        lookSignal: this.#untilClosed(signal),
      }),
    );
  }

  /** One look at a unit that is in flight; from the second on after a pause that grows. */
  async #lookOn(record: RegistrationRecord, looks: number, callers: AbortSignal): Promise<Obstacle | null> {
    const signal = this.#untilClosed(callers);
    const { deviceId, deviceTypeId, state, batch } = record;
    if (state === 'intended') {
      await this.#tools.append({ kind: 'registration unknown', deviceId, reason: 'no answer was recorded' });
      return null;
    }
    return this.#orObstacle(async () => {
      if (state === 'submitted') return this.#follow(batch ?? '', signal).then(() => null);
      await this.#tools.clock.sleep(untilNextLook(looks, this.#tools.clock.uptime()), { signal });
      const found = await this.#lookup.find({ deviceId, deviceTypeId, effort: effortOf(looks) }, { signal });
      if (found !== undefined) return concludeOne(record, found, this.#tools);
      if (state === 'unknown' && this.#tools.waitedMs(record) >= (await this.#tools.absentAfterMs(record)))
        await lookForUnits([record], this.#tools, { effort: 'thorough', signal });
      else if (this.#tools.isOverdue(record)) return { code: 'not listed', message: registrationSentence(record) };
      return null;
    });
  }

  #untilClosed(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.#closing.signal]);
  }

  async #orObstacle(work: () => Promise<Obstacle | null>): Promise<Obstacle | null> {
    try {
      return await work();
    } catch (error) {
      const { code, message } = obstacleOf(error);
      this.#backoff.failed({ code, message });
      return { code, message };
    }
  }

  /** What was sent to another backend is settled there, or by a person. */
  #elsewhere(record: RegistrationRecord): Obstacle | null {
    const here = this.#tools.backend.identity.backend;
    if (!mayHaveBeenSent(record.state) || this.#tools.isHere(record)) return null;
    return {
      code: 'other backend',
      message: `It was sent to ${record.backend}, and what became of it there is not known; this is ${here}.`,
    };
  }

  /** A job is followed once, however many of its units are waited for. */
  async #follow(batch: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const other = this.#jobs.get(batch);
      if (other !== undefined && !other.isAbandoned) return other.join({ signal });
      await other?.over();
      const record = await this.#tools.journal.batch(batch);
      signal.throwIfAborted();
      if (this.#jobs.has(batch)) continue;
      if (record?.state !== 'submitted') return;
      const work = new SharedWork((stop) =>
        followBatch(record, this.#tools, { signal: this.#untilClosed(stop) }).finally(() => this.#jobs.delete(batch)),
      );
      this.#jobs.set(batch, work);
      return work.join({ signal });
    }
  }
}

/** How long to wait before each look, in ms; the last one again and again. */
const lookAfterMs = [0, 500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000] as const;

/** Until the next multiple of the pause, so that units that are waited for are looked up together; 0 before the first look. */
const untilNextLook = (looks: number, uptime: number): number => {
  const pause = lookAfterMs[Math.min(looks, lookAfterMs.length - 1)] ?? 0;
  return pause === 0 ? 0 : pause - (uptime % pause);
};

/** Every fourth look is thorough: the backend may know the ID in its other form only. */
const effortOf = (looks: number): 'quick' | 'thorough' => (looks % 4 === 3 ? 'thorough' : 'quick');
