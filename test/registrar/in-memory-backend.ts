import type {
  BatchStart,
  CallOptions,
  CreateResult,
  FindOptions,
  JobStatus,
  RegisteredDevice,
  RegistrationBatch,
  RegistrationRequest,
} from '../../src/backend/backend.ts';
import type { Clock } from '../../src/domain/clock.ts';
import type { DeviceId } from '../../src/domain/device-id.ts';
import type { Certification } from '../../src/domain/product.ts';
import type { HiddenField } from '../../src/registrar/lookup/compare-device.ts';
import type { RegistrationBackend } from '../../src/registrar/registrar-options.ts';

/** How a request that changes something ends: it is answered, or the answer gets lost before or after it was carried out. */
export type Fate = 'answered' | 'lost before' | 'lost after';

export interface InMemoryOptions {
  /** Left out: nothing is ever late. */
  readonly clock?: Pick<Clock, 'uptime'>;
  readonly singles?: RegistrationBackend['singles'];
  readonly identity?: RegistrationBackend['identity'];
  /** How long after its creation a unit is listed, in ms. */
  readonly listDelayMs?: (deviceId: DeviceId) => number;
  /** How long a job works before it carries out all of it at once, in ms. */
  readonly jobMs?: number;
  /** Of the requests that change something, in their order. */
  readonly fateOf?: (request: number) => Fate;
  readonly hides?: readonly HiddenField[];
  /** Units that it will not have, and what it says of them. */
  readonly refuses?: (deviceId: DeviceId) => string | null;
  /** What a job that has ended says, instead of the truth; null: it is not known any more. */
  readonly jobSays?: (status: JobStatus, jobId: string) => JobStatus | null;
  readonly maxBatchBytes?: number;
}

interface Job {
  readonly batch: RegistrationBatch;
  readonly doneAt: number;
  status: JobStatus | null;
}

/** A backend without a socket, for time that stands still. It registers what it is asked to, unless it is told otherwise. */
export class InMemoryBackend implements RegistrationBackend {
  readonly identity: RegistrationBackend['identity'];
  readonly singles: RegistrationBackend['singles'];
  readonly maxBatchBytes: number;
  readonly devices = new Map<DeviceId, RegisteredDevice>();
  /** The IDs of all that was asked to be created, singly or in a batch, in order. */
  readonly created: DeviceId[] = [];
  /** What the next creates of single units lead to instead, one after another; nothing is registered then. */
  readonly instead: CreateResult[] = [];
  /** What the next look-ups fail with, one after another. */
  readonly failingLooks: Error[] = [];
  /** The IDs and the effort of every look-up. */
  readonly looks: { readonly deviceIds: readonly DeviceId[]; readonly effort: FindOptions['effort'] }[] = [];
  /** How often each job was asked for. */
  readonly polls = new Map<string, number>();
  readonly #options: InMemoryOptions;
  readonly #jobs = new Map<string, Job>();
  /** When each unit that was created here is listed. */
  readonly #listedAt = new Map<DeviceId, number>();
  #requests = 0;

  constructor(options: InMemoryOptions = {}) {
    this.#options = options;
    this.identity = options.identity ?? { backend: 'backend.example', apiUser: 'station' };
    this.singles = options.singles ?? 'at once';
    this.maxBatchBytes = options.maxBatchBytes ?? 1_000_000;
  }

  async create(request: RegistrationRequest, { signal }: CallOptions): Promise<CreateResult> {
    signal.throwIfAborted();
    if (this.singles === 'as a job')
      return { kind: 'refused', code: 'not in this api', words: 'units are created in jobs' };
    const { deviceId } = request;
    this.created.push(deviceId);
    const instead = this.instead.shift();
    if (instead !== undefined) return instead;
    const fate = this.#fate();
    if (fate === 'lost before') return lost;
    const result = this.#createNow(request);
    return fate === 'lost after' ? lost : result;
  }

  async createBatch(batch: RegistrationBatch, { signal }: CallOptions): Promise<BatchStart> {
    signal.throwIfAborted();
    this.created.push(...batch.units.map(({ deviceId }) => deviceId));
    const fate = this.#fate();
    if (fate === 'lost before') return lost;
    const jobId = `job-${this.#jobs.size + 1}`;
    this.#jobs.set(jobId, { batch, doneAt: this.#now() + (this.#options.jobMs ?? 0), status: null });
    this.#work();
    return fate === 'lost after' ? lost : { kind: 'started', jobId, total: batch.units.length, rejected: [] };
  }

  async job({ jobId }: { readonly jobId: string }, { signal }: CallOptions): Promise<JobStatus | null> {
    signal.throwIfAborted();
    this.#work();
    this.polls.set(jobId, (this.polls.get(jobId) ?? 0) + 1);
    const job = this.#jobs.get(jobId);
    if (job === undefined) return null;
    if (job.status === null) return { done: false, total: job.batch.units.length, success: 0, failures: [] };
    return this.#options.jobSays === undefined ? job.status : this.#options.jobSays(job.status, jobId);
  }

  async find(
    deviceIds: readonly DeviceId[],
    { signal, effort }: Pick<FindOptions, 'signal' | 'effort'>,
  ): Promise<ReadonlyMap<DeviceId, RegisteredDevice>> {
    signal.throwIfAborted();
    this.#work();
    this.looks.push({ deviceIds, effort });
    const failure = this.failingLooks.shift();
    if (failure !== undefined) throw failure;
    const found = new Map<DeviceId, RegisteredDevice>();
    for (const deviceId of deviceIds) {
      const device = this.devices.get(deviceId);
      if (device !== undefined && (this.#listedAt.get(deviceId) ?? 0) <= this.#now())
        found.set(deviceId, this.#asShown(device));
    }
    return found;
  }

  encodedLength(): number {
    return 60;
  }

  /** How often each unit was asked to be created. */
  attempts(deviceId: DeviceId): number {
    return this.created.filter((created) => created === deviceId).length;
  }

  #now(): number {
    return this.#options.clock?.uptime() ?? 0;
  }

  #fate(): Fate {
    this.#requests += 1;
    return this.#options.fateOf?.(this.#requests) ?? 'answered';
  }

  #createNow(
    {
      deviceId,
      name,
      deviceTypeId,
      certification,
    }: Pick<RegistrationRequest, 'deviceId' | 'name' | 'deviceTypeId' | 'certification'>,
    at = this.#now(),
  ): CreateResult {
    const words = this.#options.refuses?.(deviceId) ?? null;
    if (words !== null) return { kind: 'refused', code: 'backend refused', words };
    if (this.devices.has(deviceId)) return { kind: 'exists' };
    this.devices.set(deviceId, shelved({ deviceId, name, deviceTypeId, certification }));
    this.#listedAt.set(deviceId, at + (this.#options.listDelayMs?.(deviceId) ?? 0));
    return { kind: 'created' };
  }

  /** Carries out the jobs whose time has come. API v1 names no unit in the failures of its jobs. */
  #work(): void {
    for (const job of this.#jobs.values()) {
      if (job.status !== null || job.doneAt > this.#now()) continue;
      const { batch, doneAt } = job;
      const failures = batch.units.flatMap((unit) => {
        const result = this.#createNow({ ...unit, ...batch }, doneAt);
        const deviceId = this.singles === 'as a job' ? null : unit.deviceId;
        return result.kind === 'created'
          ? []
          : [{ deviceId, words: result.kind === 'refused' ? result.words : 'it exists already', system: false }];
      });
      job.status = { done: true, total: batch.units.length, success: batch.units.length - failures.length, failures };
    }
  }

  #asShown(device: RegisteredDevice): RegisteredDevice {
    const hides = this.#options.hides ?? [];
    return {
      ...device,
      ...(hides.includes('certificate') && { certificate: null, prototype: null }),
      ...(hides.includes('device type') && { deviceTypeId: null }),
    };
  }
}

const lost = { kind: 'unknown', reason: 'the answer got lost' } as const;

/** A device as it is after its registration. */
export const shelved = ({
  deviceId,
  name = '',
  deviceTypeId,
  certification,
}: Pick<RegistrationRequest, 'deviceId' | 'deviceTypeId'> & {
  readonly name?: string;
  readonly certification: Certification;
}): RegisteredDevice => {
  const certificate = certification.kind === 'certificate' ? certification.certificate : null;
  return { deviceId, name, deviceTypeId, certificate, prototype: certificate === null };
};
