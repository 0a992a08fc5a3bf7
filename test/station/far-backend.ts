import type {
  BatchStart,
  CreateResult,
  JobStatus,
  RegisteredDevice,
  RegistrationBatch,
  RegistrationRequest,
} from '../../src/backend/backend.ts';
import type { Clock } from '../../src/domain/clock.ts';
import type { DeviceId } from '../../src/domain/device-id.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import type { RegistrationBackend } from '../../src/registrar/registrar-options.ts';

interface Waiting {
  readonly signal: AbortSignal;
}

export interface FarBackendOptions {
  /** What lateness is counted by; without it nothing is late. */
  readonly clock?: Clock;
  /** So long after it was taken a unit is listed, in ms. */
  readonly listAfterMs?: number;
  /** So long a job takes, in ms. */
  readonly jobMs?: number;
  readonly singles?: RegistrationBackend['singles'];
  readonly identity?: RegistrationBackend['identity'];
}

interface Job {
  readonly units: number;
  readonly endsAt: number;
  readonly failures: JobStatus['failures'];
}

/** A backend without a socket, for time that stands still: one that can be cut off, that can be slow, and whose list and jobs can be late. */
export class FarBackend implements RegistrationBackend {
  readonly identity: RegistrationBackend['identity'];
  readonly singles: RegistrationBackend['singles'];
  readonly maxBatchBytes = 1_000_000;
  /** What it holds, listed or not. */
  readonly devices = new Map<DeviceId, RegisteredDevice>();
  readonly #listedAt = new Map<DeviceId, number>();
  readonly #jobs = new Map<string, Job>();
  readonly #options: FarBackendOptions;
  /** The IDs of all requests to create, in order, whatever became of them. */
  readonly created: DeviceId[] = [];
  /** What the next creates lead to instead, one after another; nothing is registered then. */
  readonly instead: CreateResult[] = [];
  /** The answers to the next creates get lost, and the units are taken all the same. */
  lostAnswers = 0;
  isReachable = true;
  /** What a create waits for before it is answered. */
  answers: Promise<void> = Promise.resolve();
  /** What a look-up waits for before it is answered. */
  looks: Promise<void> = Promise.resolve();

  constructor(options: FarBackendOptions = {}) {
    const { singles = 'at once', identity = { backend: 'backend.test', apiUser: 'line' } } = options;
    this.#options = options;
    this.singles = singles;
    this.identity = identity;
  }

  async create(request: RegistrationRequest, { signal }: Waiting): Promise<CreateResult> {
    if (!this.isReachable) return unreachable;
    signal.throwIfAborted();
    const { deviceId, deviceTypeId, certification, name } = request;
    this.created.push(deviceId);
    const result = this.instead.shift() ?? this.#take({ deviceId, name }, { deviceTypeId, certification });
    await this.answers;
    if (this.#losesAnswer()) return { kind: 'unknown', reason: 'the answer got lost' };
    return signal.aborted ? { kind: 'unknown', reason: 'stopped by us' } : result;
  }

  async createBatch({ units, ...product }: RegistrationBatch, { signal }: Waiting): Promise<BatchStart> {
    if (!this.isReachable) return unreachable;
    signal.throwIfAborted();
    for (const { deviceId } of units) this.created.push(deviceId);
    const known = units.filter((unit) => this.#take(unit, product).kind === 'exists');
    const jobId = `job-${this.#jobs.size + 1}`;
    this.beginJob(
      jobId,
      units.length,
      known.map(({ deviceId }) => deviceId),
    );
    if (this.#losesAnswer()) return { kind: 'unknown', reason: 'the answer got lost' };
    return { kind: 'started', jobId, total: units.length, rejected: [] };
  }

  async job({ jobId }: { readonly jobId: string }, { signal }: Waiting): Promise<JobStatus | null> {
    this.#orUnreachable(signal);
    const job = this.#jobs.get(jobId);
    if (job === undefined) return null;
    const done = this.#uptime() >= job.endsAt;
    return {
      done,
      total: job.units,
      success: done ? job.units - job.failures.length : 0,
      failures: done ? job.failures : [],
    };
  }

  encodedLength(): number {
    return 100;
  }

  async find(deviceIds: readonly DeviceId[], { signal }: Waiting): Promise<ReadonlyMap<DeviceId, RegisteredDevice>> {
    this.#orUnreachable(signal);
    await this.looks;
    this.#orUnreachable(signal);
    return new Map(
      [...this.devices].filter(
        ([deviceId]) => deviceIds.includes(deviceId) && this.#uptime() >= (this.#listedAt.get(deviceId) ?? 0),
      ),
    );
  }

  /** A job that works from now on. */
  beginJob(jobId: string, units: number, refused: readonly DeviceId[] = []): void {
    const failures = refused.map((deviceId) => ({
      deviceId,
      words: 'The device has been created before',
      system: false,
    }));
    this.#jobs.set(jobId, { units, endsAt: this.#uptime() + (this.#options.jobMs ?? 0), failures });
  }

  #losesAnswer(): boolean {
    if (this.lostAnswers === 0) return false;
    this.lostAnswers -= 1;
    return true;
  }

  #take(
    { deviceId, name }: Pick<RegistrationRequest, 'deviceId' | 'name'>,
    { deviceTypeId, certification }: Pick<RegistrationRequest, 'deviceTypeId' | 'certification'>,
  ): CreateResult {
    if (this.devices.has(deviceId)) return { kind: 'exists' };
    const certificate = certification.kind === 'certificate' ? certification.certificate : null;
    this.devices.set(deviceId, { deviceId, name, deviceTypeId, certificate, prototype: certificate === null });
    this.#listedAt.set(deviceId, this.#uptime() + (this.#options.listAfterMs ?? 0));
    return { kind: 'created' };
  }

  #uptime(): number {
    return this.#options.clock?.uptime() ?? 0;
  }

  #orUnreachable(signal: AbortSignal): void {
    signal.throwIfAborted();
    if (!this.isReachable) throw new PaclineError('backend unreachable', 'Nobody there.');
  }
}

const unreachable = {
  kind: 'postponed',
  code: 'backend unreachable',
  reason: 'nothing was sent',
  retryAfterMs: null,
} as const;
