import type { CreateResult, RegisteredDevice } from '../backend/backend.ts';
import type { Clock } from '../domain/clock.ts';
import type { DeviceId } from '../domain/device-id.ts';
import type { ResultCode } from '../domain/outcome.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { sentenceOf } from '../domain/sentence-of.ts';
import type { RegistrationEvent } from '../journal/events.ts';
import type { RegistrationState } from '../domain/registration.ts';
import type { Journal, RegistrationRecord } from '../journal/journal.ts';
import { BackendPause } from './backend-pause.ts';
import { certificationOf } from './certification-of.ts';
import { compareDevice } from './compare-device.ts';
import type { Registers } from './registers.ts';
import { SharedWork } from './shared-work.ts';

/** How far a registration has come. `owed` and `unknown` are debts: the registrar goes on with them by itself. */
export interface RegistrationResult {
  readonly state: RegistrationState;
  readonly code: ResultCode;
  readonly message: string;
}

export interface RegistrarOptions {
  readonly journal: Journal;
  readonly backend: Registers;
  readonly clock: Clock;
  /**
   * A unit whose answer got lost counts as absent only after look-ups have missed it for this long, in ms: until then the
   * backend may still be working on its request. Default 10 000.
   */
  readonly settleMs?: number;
  /** Registrations under way at once while debts are drained. Default 4. */
  readonly concurrency?: number;
}

/** How long to go on looking for a unit that the backend says it has, in ms after one another. */
const lookUpAgainMs = [500, 2000];

/**
 * Brings every owed registration to its end: confirmed, or refused. It looks before it sends, writes its intent before a
 * request leaves, and settles a lost answer by looking, never by sending again.
 */
export class Registrar {
  readonly #journal: Journal;
  readonly #backend: Registers;
  readonly #clock: Clock;
  readonly #settleMs: number;
  readonly #concurrency: number;
  readonly #pause: BackendPause;
  readonly #underWay = new Map<DeviceId, SharedWork<RegistrationResult>>();
  /** Since which uptime a unit is looked for in vain: the wall clock of a bench may be set at any moment. */
  readonly #missedSince = new Map<DeviceId, number>();

  constructor(options: RegistrarOptions) {
    this.#journal = options.journal;
    this.#backend = options.backend;
    this.#clock = options.clock;
    this.#settleMs = options.settleMs ?? 10_000;
    this.#concurrency = options.concurrency ?? 4;
    this.#pause = new BackendPause(options.clock);
  }

  /**
   * Takes one owed registration as far as it goes now, and says how far that is. While the backend is known to be out of
   * reach it returns at once. Calls for the same unit share one way; it goes on until the last of them has left.
   * @throws PaclineError of the journal; the signal's reason
   */
  async register(deviceId: DeviceId, { signal }: { readonly signal: AbortSignal }): Promise<RegistrationResult> {
    let way = this.#underWay.get(deviceId);
    for (; way?.isAbandoned; way = this.#underWay.get(deviceId)) await way.over();
    signal.throwIfAborted();
    return (way ?? this.#setOut(deviceId)).join({ signal });
  }

  /** Resolves once nothing is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all([...this.#underWay.values()].map((way) => way.over()));
  }

  /** Works off debts, oldest first, until the signal aborts. */
  async drain({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    while (!signal.aborted) {
      const debts = await this.#journal.registrations(['owed', 'intended', 'unknown']);
      const next = debts.filter(({ deviceId }) => !this.#underWay.has(deviceId)).slice(0, this.#concurrency);
      await Promise.all(next.map(({ deviceId }) => this.register(deviceId, { signal }).catch(rethrowUnlessAborted(signal))));
      // One second between rounds: a debt is not urgent, and a unit that is waited for takes the direct way.
      await this.#clock.sleep(Math.max(1000, this.#pause.leftMs()), { signal }).catch(rethrowUnlessAborted(signal));
    }
  }

  #setOut(deviceId: DeviceId): SharedWork<RegistrationResult> {
    const way = new SharedWork((signal) => this.#advance(deviceId, signal).finally(() => this.#underWay.delete(deviceId)));
    this.#underWay.set(deviceId, way);
    return way;
  }

  async #advance(deviceId: DeviceId, signal: AbortSignal): Promise<RegistrationResult> {
    for (;;) {
      const record = await this.#journal.registration(deviceId);
      if (record === null) throw new PaclineError('internal fault', `No registration is owed for ${deviceId}.`);
      if (record.state === 'confirmed' || record.state === 'refused') return ended(record);
      const paused = this.#pause.reason();
      if (paused !== null) return { state: record.state, ...paused };
      try {
        const stuck = record.state === 'owed' ? await this.#send(record, signal) : await this.#settle(record, signal);
        if (stuck === null) continue;
        if (stuck.state === 'confirmed' || stuck.state === 'refused') this.#pause.clear();
        return stuck;
      } catch (error) {
        if (!PaclineError.is(error) || error.entry.exitCode !== 4) throw error;
        this.#pause.begin(error.code, error.message, null);
        const after = await this.#journal.registration(deviceId);
        return { state: after?.state ?? record.state, code: error.code, message: error.message };
      }
    }
  }

  /** Nothing has been sent yet, as far as anyone knows: look, and only then send. Null: go on with the new state. */
  async #send(record: RegistrationRecord, signal: AbortSignal): Promise<RegistrationResult | null> {
    const found = await this.#lookUp(record.deviceId, signal);
    if (found !== null) return this.#conclude(record, found, 'already done');
    const unit = await this.#journal.unit(record.deviceId);
    if (unit === null) throw new PaclineError('internal fault', `The journal owes a registration of ${record.deviceId} but never read it.`);

    await this.#append({ kind: 'registration intended', deviceId: record.deviceId });
    const result = await this.#backend.create({ deviceId: record.deviceId, pac: unit.pac, name: record.name, deviceTypeId: record.deviceTypeId, certification: certificationOf(record.certificate) }, { signal });
    return this.#after(record, result, signal);
  }

  async #after(record: RegistrationRecord, result: CreateResult, signal: AbortSignal): Promise<RegistrationResult | null> {
    const { deviceId } = record;
    if (result.kind === 'created') return this.#confirm(record, 'registered', signal);
    if (result.kind === 'exists') return this.#confirm(record, 'already done', signal);
    if (result.kind === 'refused') return this.#append({ kind: 'registration refused', deviceId, code: result.code, reason: result.words });
    if (result.kind === 'postponed') {
      await this.#append({ kind: 'registration postponed', deviceId, code: result.code, reason: result.reason });
      this.#pause.begin(result.code, result.reason, result.retryAfterMs);
      return null;
    }
    await this.#append({ kind: 'registration unknown', deviceId, reason: result.reason });
    return null;
  }

  /** The backend says that it has the unit: see it there. */
  async #confirm(record: RegistrationRecord, code: 'registered' | 'already done', signal: AbortSignal): Promise<RegistrationResult | null> {
    let found = await this.#lookUp(record.deviceId, signal);
    for (const ms of lookUpAgainMs) {
      if (found !== null) break;
      await this.#clock.sleep(ms, { signal });
      found = await this.#lookUp(record.deviceId, signal);
    }
    if (found !== null) return this.#conclude(record, found, code);
    if (code === 'already done') {
      return this.#append({ kind: 'registration refused', deviceId: record.deviceId, code: 'owned elsewhere', reason: 'The backend has this ID, but not where we can see it: somebody else registered it.' });
    }
    await this.#append({ kind: 'registration unknown', deviceId: record.deviceId, reason: 'the backend accepted the unit, but does not list it yet' });
    return { state: 'unknown', code: 'registration unknown', message: 'The backend accepted the unit, but does not list it yet.' };
  }

  /** Something may have been sent: only looking tells. */
  async #settle(record: RegistrationRecord, signal: AbortSignal): Promise<RegistrationResult | null> {
    const found = await this.#lookUp(record.deviceId, signal);
    if (found !== null) return this.#conclude(record, found, 'registered');
    const now = this.#clock.uptime();
    const missedSince = this.#missedSince.get(record.deviceId) ?? now;
    if (now - missedSince < this.#settleMs) {
      this.#missedSince.set(record.deviceId, missedSince);
      return { state: record.state, code: 'registration unknown', message: 'An answer got lost; the unit is not in the list so far, and is being looked for again.' };
    }
    if (record.state === 'intended') await this.#append({ kind: 'registration unknown', deviceId: record.deviceId, reason: 'no answer was recorded' });
    await this.#append({ kind: 'registration found absent', deviceId: record.deviceId });
    this.#missedSince.delete(record.deviceId);
    return null;
  }

  async #conclude(record: RegistrationRecord, found: RegisteredDevice, code: 'registered' | 'already done'): Promise<RegistrationResult> {
    const { deviceId } = record;
    this.#missedSince.delete(deviceId);
    const comparison = compareDevice(record, found);
    return this.#append(comparison.same ? { kind: 'registration confirmed', deviceId, code } : { kind: 'registration refused', deviceId, code: comparison.code, reason: comparison.reason });
  }

  async #lookUp(deviceId: DeviceId, signal: AbortSignal): Promise<RegisteredDevice | null> {
    return (await this.#backend.find([deviceId], { signal, effort: 'thorough' })).get(deviceId) ?? null;
  }

  async #append(event: RegistrationEvent & { readonly deviceId: DeviceId }): Promise<RegistrationResult> {
    await this.#journal.append([event]);
    const record = await this.#journal.registration(event.deviceId);
    if (record === null) throw new PaclineError('internal fault', `The journal lost the registration of ${event.deviceId}.`);
    return ended(record);
  }
}

const ended = ({ state, code, reason }: RegistrationRecord): RegistrationResult => ({
  state,
  code: code ?? 'registration unknown',
  message: reason ?? sentenceOf(code ?? 'registered'),
});

const rethrowUnlessAborted = (signal: AbortSignal) => (error: unknown): void => {
  if (!signal.aborted) throw error;
};

