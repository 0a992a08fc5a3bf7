import type { Backend, BatchStart, Failure, JobStatus, RegisteredDevice } from '../backend/backend.ts';
import type { Clock } from '../domain/clock.ts';
import type { DeviceId } from '../domain/device-id.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import type { RegistrationEvent } from '../journal/events.ts';
import type { BatchRecord, Debt, Journal, OwedUnit } from '../journal/journal.ts';
import { certificationOf } from './certification-of.ts';
import { compareDevice } from './compare-device.ts';
import { followJob } from './follow-job.ts';

/** Most units in one request, whatever their size: what is held in memory at a time. Five such requests, which the backend takes in ten minutes, are 300,000 units. */
const maxUnits = 60_000;
/** Jobs that the backend is given to work on at a time: as many as it lets begin in ten minutes. */
const maxJobs = 5;
/** Units of which nothing is known that are asked for at a time: the question goes through all that there are. */
const maxUnknown = 5000;
/** Events in one append, and IDs in one look-up. */
const pageLength = 100;

/** What the registrar of batches needs of the backend. */
export type BatchBackend = Pick<Backend, 'createBatch' | 'job' | 'find' | 'maxBatchBytes' | 'encodedLength'>;

/** What is being done, for whoever watches. */
export type BatchActivity =
  | { readonly kind: 'sending'; readonly units: number }
  | { readonly kind: 'job'; readonly jobId: string; readonly total: number; readonly settled: number }
  | { readonly kind: 'looking up'; readonly units: number }
  | { readonly kind: 'waiting'; readonly ms: number; readonly reason: string };

export interface BatchRegistrarOptions {
  readonly journal: Journal;
  readonly backend: BatchBackend;
  readonly clock: Clock;
  /** A unit that a look-up does not find is believed to be absent only this long after its request, in ms. Default 10 000. */
  readonly settleMs?: number;
  readonly onActivity?: (activity: BatchActivity) => void;
}

export interface Waiting {
  readonly signal: AbortSignal;
}

/**
 * Registers what is owed in as few requests as can be. A batch is on disk before its request leaves, its job before anybody
 * asks for it; what a job does not say of a unit is looked up, and nothing is sent again that was not looked for.
 */
export class BatchRegistrar {
  readonly #journal: Journal;
  readonly #backend: BatchBackend;
  readonly #clock: Clock;
  readonly #settleMs: number;
  readonly #onActivity: (activity: BatchActivity) => void;
  /** Units that were sent and not found afterwards, once in this life: a backend that swallows a unit is not fed it for ever. */
  readonly #swallowed = new Set<DeviceId>();

  constructor({ journal, backend, clock, settleMs = 10_000, onActivity = () => undefined }: BatchRegistrarOptions) {
    this.#journal = journal;
    this.#backend = backend;
    this.#clock = clock;
    this.#settleMs = settleMs;
    this.#onActivity = onActivity;
  }

  /**
   * Brings everything of this product to its end, as far as it goes: what is under way first, then what is owed. Ends when
   * nothing is left to do, or when only what the backend swallowed is left.
   * @throws PaclineError of the backend where nothing can be sent or seen, and of the journal; the signal's reason
   */
  async settleAll(debt: Omit<Debt, 'units'>, options: Waiting): Promise<void> {
    do await this.settleUnderWay(options);
    while (await this.#sendSome(debt, options));
  }

  /** What was sent before, in this life or an earlier one, is brought to its end; nothing new is sent. */
  async settleUnderWay(options: Waiting): Promise<void> {
    for (const batch of await this.#journal.batches(['submitted'])) await this.#follow(batch, options);
    await this.#lookUpUnknown(options);
  }

  /** Sends one request after another; false when nothing is owed that may be sent. */
  async #sendSome(product: Omit<Debt, 'units'>, options: Waiting): Promise<boolean> {
    let units = await this.#nextOwed(product);
    const some = units.length > 0;
    for (let sent = 0; units.length > 0 && sent < maxJobs; sent += 1) units = await this.#send(product, units, options);
    return some;
  }

  /** Sends one request, and reads meanwhile what the next one is to hold. */
  async #send({ deviceTypeId, certificate }: Omit<Debt, 'units'>, units: readonly OwedUnit[], options: Waiting): Promise<readonly OwedUnit[]> {
    const batch = crypto.randomUUID();
    await this.#journal.append([{ kind: 'batch intended', batch, deviceTypeId, certificate, deviceIds: units.map(({ deviceId }) => deviceId) }]);
    this.#onActivity({ kind: 'sending', units: units.length });
    const request = this.#backend.createBatch({ deviceTypeId, certification: certificationOf(certificate), units }, options).catch(async (error: unknown) => {
      // Thrown is only what kept it from being sent: most often Ctrl-C while it waits for the backend's limits
      await this.#journal.append([{ kind: 'batch postponed', batch, code: PaclineError.is(error) ? error.code : 'interrupted', reason: 'it was stopped before it was sent' }]);
      throw error;
    });
    const [start, next] = await Promise.all([request, this.#nextOwed({ deviceTypeId, certificate })]);
    await this.#afterStart(batch, start, options);
    return next;
  }

  /** As many as one request may hold, by their encoded bytes. */
  async #nextOwed({ deviceTypeId, certificate }: Omit<Debt, 'units'>): Promise<readonly OwedUnit[]> {
    const limit = maxUnits + this.#swallowed.size;
    const owed = (await this.#journal.owedUnits({ deviceTypeId, certificate }, { limit })).filter(({ deviceId }) => !this.#swallowed.has(deviceId));
    let bytes = 0;
    const end = owed.findIndex((unit) => (bytes += this.#backend.encodedLength(unit)) > this.#backend.maxBatchBytes);
    return end < 0 ? owed : owed.slice(0, end);
  }

  async #afterStart(batch: string, start: BatchStart, { signal }: Waiting): Promise<void> {
    switch (start.kind) {
      case 'started':
        await this.#journal.append([{ kind: 'batch submitted', batch, jobId: start.jobId }]);
        return this.#turnDown(start.rejected.map(({ deviceId, words }) => ({ deviceId, words, system: false })), { signal });
      case 'settled':
        await this.#journal.append([{ kind: 'batch unknown', batch, reason: 'the backend answered without a job' }]);
        return this.#turnDown(start.rejected.map(({ deviceId, words }) => ({ deviceId, words, system: false })), { signal });
      case 'refused':
        await this.#journal.append([{ kind: 'batch postponed', batch, code: start.code, reason: start.words }]);
        throw new PaclineError(start.code, `The backend does not take the whole request: ${start.words}`);
      case 'postponed':
        await this.#journal.append([{ kind: 'batch postponed', batch, code: start.code, reason: start.reason }]);
        if (start.code !== 'backend throttled') throw new PaclineError(start.code, start.reason);
        return this.#wait(start.retryAfterMs ?? 60_000, 'the backend asks to slow down', signal);
      case 'unknown':
        return void (await this.#journal.append([{ kind: 'batch unknown', batch, reason: start.reason }]));
    }
  }

  /** Asks for a job until it is done, ever more slowly, and settles what it says. */
  async #follow(batch: BatchRecord, options: Waiting): Promise<void> {
    const { jobId, deviceTypeId } = batch;
    if (jobId === null) throw new PaclineError('internal fault', `The batch ${batch.batch} was submitted without a job.`);
    const status = await followJob(() => this.#backend.job({ jobId, deviceTypeId }, options), {
      clock: this.#clock,
      signal: options.signal,
      onStatus: ({ total, success, failures }) => this.#onActivity({ kind: 'job', jobId, total, settled: success + failures.length }),
      onLater: (wait) => this.#onActivity({ kind: 'waiting', ...wait }),
    });
    if (status !== null) return this.#finish(batch, status, options);
    await this.#journal.append([{ kind: 'batch unknown', batch: batch.batch, reason: 'the backend no longer knows the job' }]);
  }

  async #finish({ batch, units }: BatchRecord, { success, total, failures }: JobStatus, options: Waiting): Promise<void> {
    await this.#turnDown(failures, options);
    const whole = failures.length === 0 && success === total && total === units;
    await this.#journal.append([{ kind: 'batch done', batch, rest: whole ? 'confirmed' : 'unknown' }]);
  }

  /** Units that the backend names as failed: seen there all the same, or refused in its own words. */
  async #turnDown(failures: readonly Failure[], options: Waiting): Promise<void> {
    const words = new Map<DeviceId, string>();
    for (const { deviceId, words: why, system } of failures) if (deviceId !== null && !system) words.set(deviceId, why);
    await this.#lookUpEach([...words.keys()], options, (deviceId) => ({ kind: 'registration refused', deviceId, code: 'backend refused', reason: words.get(deviceId) ?? '' }));
  }

  /** Looks for every unit whose request may have been carried out; what is not there long after it is owed again. */
  async #lookUpUnknown(options: Waiting): Promise<void> {
    for (;;) {
      const unknown = await this.#journal.registrations(['unknown'], { limit: maxUnknown });
      const youngest = Math.max(...unknown.map(({ changedAt }) => changedAt));
      if (unknown.length === 0) return;
      const young = youngest + this.#settleMs - this.#clock.now();
      if (young > 0) await this.#wait(Math.min(young, this.#settleMs), 'a lost answer is looked for', options.signal);
      await this.#lookUpEach(unknown.map(({ deviceId }) => deviceId), options, (deviceId) => {
        this.#swallowed.add(deviceId);
        return { kind: 'registration found absent', deviceId };
      });
    }
  }

  async #lookUpEach(deviceIds: readonly DeviceId[], options: Waiting, absent: (deviceId: DeviceId) => RegistrationEvent): Promise<void> {
    for (let from = 0; from < deviceIds.length; from += pageLength) {
      const page = deviceIds.slice(from, from + pageLength);
      this.#onActivity({ kind: 'looking up', units: deviceIds.length - from });
      const found = await this.#backend.find(page, { ...options, effort: 'thorough' });
      await this.#journal.append(await Promise.all(page.map(async (deviceId) => this.#conclusion(deviceId, found.get(deviceId), absent))));
    }
  }

  async #conclusion(deviceId: DeviceId, found: RegisteredDevice | undefined, absent: (deviceId: DeviceId) => RegistrationEvent): Promise<RegistrationEvent> {
    if (found === undefined) return absent(deviceId);
    const record = await this.#journal.registration(deviceId);
    if (record === null) throw new PaclineError('internal fault', `The journal lost the registration of ${deviceId}.`);
    const comparison = compareDevice(record, found);
    if (!comparison.same) return { kind: 'registration refused', deviceId, code: comparison.code, reason: comparison.reason };
    return { kind: 'registration confirmed', deviceId, code: record.state === 'unknown' ? 'registered' : 'already done' };
  }

  async #wait(ms: number, reason: string, signal: AbortSignal): Promise<void> {
    this.#onActivity({ kind: 'waiting', ms, reason });
    await this.#clock.sleep(ms, { signal });
  }
}
