import type { DeviceId } from '../domain/device-id.ts';
import type { ErrorCode } from '../domain/errors/error-table.ts';
import type { Pac } from '../domain/pac.ts';
import type { ProductCertificate } from '../domain/product-certificate.ts';
import type { Certification, Product } from '../domain/product.ts';
import type {
  Callback,
  CertificateStatus,
  ComState,
  DeviceFilter,
  DeviceState,
  DeviceType,
  PairCheck,
  PrototypeQuota,
  TokenState,
  UndeliveredCallbacks,
} from './backend-records.ts';

/** The request may not wait longer than its caller wants. */
export interface CallOptions {
  readonly signal: AbortSignal;
}

/** The backend does not want this, and will not want it in a minute; nothing was done. `not in this api`: it was not even asked. */
export interface Refused {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  readonly words: string;
}

/** Nothing was done and nothing is wrong with what was asked (not reached, throttled, credentials). */
export interface Postponed {
  readonly kind: 'postponed';
  readonly code: ErrorCode;
  readonly reason: string;
  readonly retryAfterMs: number | null;
}

/** The request may have been carried out; only a look-up tells. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: string;
}

/** The three ways in which a request that changes something does not succeed. */
export type NotDone = Refused | Postponed | Unknown;

/** What a batch needs to know of one unit. */
export interface BatchUnit {
  readonly deviceId: DeviceId;
  readonly pac: Pac;
  /** At most 100 characters. On API v1: one prefix for all units of a request, followed by the device ID. */
  readonly name: string;
}

/** Everything a create call needs to know of one unit. */
export interface RegistrationRequest extends BatchUnit {
  readonly deviceTypeId: string;
  readonly certification: Certification;
}

/** Units that are registered by one request: it has one device type and one certificate for all of them. */
export interface RegistrationBatch {
  readonly deviceTypeId: string;
  readonly certification: Certification;
  readonly units: readonly BatchUnit[];
}

/** What a create call led to. `exists`: the backend has this ID already, ours or not (409): look it up. */
export type CreateResult = { readonly kind: 'created' } | { readonly kind: 'exists' } | NotDone;

/** A job was begun; how it ends is asked by its ID. */
interface JobStarted {
  readonly kind: 'started';
  readonly jobId: string;
  /** Units in the job, as the backend counts them. */
  readonly total: number;
  /** Units that it turned down at once; they are not in the job. The backend may name some that were not in the batch. */
  readonly rejected: readonly Rejected[];
}

interface Rejected {
  readonly deviceId: DeviceId;
  readonly words: string;
}

export type JobStart = JobStarted | NotDone;

/** `answered` (API v1): answered without a job. What is not rejected was done at once, or was not: look it up. */
export type BatchStart =
  | JobStart
  | { readonly kind: 'answered'; readonly total: number; readonly rejected: readonly Rejected[] };

export interface JobFailure {
  /** Not always one of the batch. null: it speaks of no unit, or of one that cannot be told. */
  readonly deviceId: DeviceId | null;
  /** For people only. */
  readonly words: string;
  /** A fault on the backend's side, not this unit's. */
  readonly system: boolean;
  /** API v1: the place in the request that the backend names. Whether it counts from 0 or from 1 is not documented. */
  readonly index?: number;
}

/**
 * How far a job is. Done is not succeeded, and neither `success` nor the absence of a failure says of one unit that it
 * went well: look it up.
 */
export interface JobStatus {
  readonly done: boolean;
  readonly total: number;
  readonly success: number;
  readonly failures: readonly JobFailure[];
}

/** What is not named stays as it is. */
export interface DeviceChanges {
  readonly name?: string;
  readonly certification?: Certification;
  /** Degrees. */
  readonly lat?: number;
  readonly lng?: number;
  readonly automaticRenewal?: boolean;
  /** Whether the unit may take a token; API v2 only. */
  readonly activable?: boolean;
  /** API v1 only; API v2 has `transfer`. */
  readonly deviceTypeId?: string;
}

export interface DeviceEdit {
  readonly deviceId: DeviceId;
  readonly changes: DeviceChanges;
}

/** `absent`: the backend shows us no such device. */
export type EditResult = { readonly kind: 'done' } | { readonly kind: 'absent' } | NotDone;

/** A batch that was carried out while we waited. `total`: what the request held. */
export interface CarriedOut<Kind extends string> {
  readonly kind: Kind;
  readonly total: number;
  readonly failures: readonly JobFailure[];
}

export type EditBatchResult = JobStart | CarriedOut<'edited'>;
export type ReplaceResult = CarriedOut<'replaced'> | NotDone;

/** Both flags are always sent: what they are when left out has changed over the years. */
export interface TransferUnit {
  readonly deviceId: DeviceId;
  readonly keepHistory: boolean;
  readonly activable: boolean;
}

/** The token of the first moves to the second, which must not have taken one. */
export interface Replacement {
  readonly deviceId: DeviceId;
  readonly targetDeviceId: DeviceId;
}

/** A suspended unit still counts as subscribed; `restart` gives a new token to a unit off contract. */
export type Action = 'suspend' | 'resume' | 'restart';

export interface Unsubscription {
  readonly deviceId: DeviceId;
  /** Milliseconds since the epoch; `now` is told by the backend's clock, for that of a bench may be wrong. */
  readonly at: number | 'now';
}

/**
 * A device as the backend shows it. What it does not tell, or tells in a way that is not documented, is left out, or null
 * where that must not be overlooked: what is not shown is not different. Times in ms since the epoch, within JavaScript's dates.
 */
export interface RegisteredDevice {
  readonly deviceId: DeviceId;
  readonly name: string;
  /** null: not shown to this API user. */
  readonly deviceTypeId: string | null;
  /** null: none, or not shown. A unit has a certificate or is a prototype, so where both are missing they are not shown. */
  readonly certificate: ProductCertificate | null;
  /** null: not shown. Some answers of the backend have a certificate and the flag together: both are passed on. */
  readonly prototype: boolean | null;
  /** The PAC that the backend has now: the one in the module is spent. Absent: not shown to this API user. */
  readonly pac?: Pac;
  readonly state?: DeviceState;
  readonly comState?: ComState;
  readonly tokenState?: TokenState;
  readonly lastSeenAt?: number;
  /** When it took its token, by its first frame. */
  readonly activationAt?: number;
  readonly createdAt?: number;
}

export interface FindOptions extends CallOptions {
  /**
   * `quick`: an ID without an entry was not seen. `thorough`: what the cheap way did not bring was asked for alone, in both
   * forms of the ID, so that an ID without an entry is not there for us.
   */
  readonly effort: 'quick' | 'thorough';
  /** Where the devices are thought to be; it makes the search cheaper. Devices elsewhere are found by `thorough`. */
  readonly deviceTypeId?: string;
  readonly onProgress?: (progress: FindProgress) => void;
}

/** Of the IDs asked for: how many were found so far, and how many are still to be settled. */
export interface FindProgress {
  readonly seen: number;
  readonly left: number;
}

export interface PreflightFinding {
  readonly code: ErrorCode;
  /** `block`: units would be refused; `warn`: worth knowing. */
  readonly severity: 'block' | 'warn';
  readonly message: string;
}

export interface Preflight {
  readonly deviceTypeName: string;
  /** Free tokens over all contracts of the device type; null = unlimited or unknown. */
  readonly tokensLeft: number | null;
  readonly findings: readonly PreflightFinding[];
}

/**
 * The Sigfox backend in our own types. Every call takes a signal and has a deadline of its own; none of them repeats a
 * request that changes something. Waiting for the rate budget happens inside and counts against the signal, not the deadline.
 *
 * Calls that change something return what they led to; they throw only the signal's reason, if it aborts before anything
 * was sent (afterwards an abort is `unknown`), and `internal fault` for a batch larger than `maxBatchBytes`.
 *
 * Calls that read throw PaclineError: backend unreachable | bad credentials | no rights | backend throttled | backend fault;
 * of what the API cannot do: not in this api; and the signal's reason.
 */
export interface Backend {
  /**
   * Where registrations go, the same for both versions of the official API: confirmations are bound to it. `backend`: host
   * and port, where it is not the scheme's own. `apiUser`: the login.
   */
  readonly identity: { readonly backend: string; readonly apiUser: string };
  /** `at once`: `create` answers for the unit. `as a job` (API v1): one unit is a batch of one, by `createBatch`. */
  readonly singles: 'at once' | 'as a job';
  /** Can units of this product be registered at all? @throws PaclineError as above, and unknown device type */
  preflight(product: Product, options: CallOptions): Promise<Preflight>;
  /** One unit, synchronously; refused (`not in this api`) where `singles` are jobs. */
  create(request: RegistrationRequest, options: CallOptions): Promise<CreateResult>;
  createBatch(batch: RegistrationBatch, options: CallOptions): Promise<BatchStart>;
  /** A job of `createBatch`, `editBatch` or `transfer`; null: there is no such job, or none any more. */
  job(job: { readonly jobId: string; readonly deviceTypeId: string }, options: CallOptions): Promise<JobStatus | null>;
  /** What the encoded lengths of the parts of one batch may come to together. */
  readonly maxBatchBytes: number;
  /** Bytes by which one unit or one edit lengthens the request of its batch. */
  encodedLength(part: BatchUnit | DeviceEdit): number;

  /** Looks devices up in the cheapest way, in whatever device type the API user can see them. */
  find(deviceIds: readonly DeviceId[], options: FindOptions): Promise<ReadonlyMap<DeviceId, RegisteredDevice>>;
  /** All devices that the API user can see and the filter lets through, page by page. */
  list(filter: DeviceFilter, options: CallOptions): AsyncIterable<RegisteredDevice>;

  /** One device. On API v2 once an hour: a second edit is postponed here, without asking the backend. */
  edit(deviceId: DeviceId, changes: DeviceChanges, options: CallOptions): Promise<EditResult>;
  editBatch(edits: readonly DeviceEdit[], options: CallOptions): Promise<EditBatchResult>;
  /** To a device type under a contract of another order a unit comes without its token. */
  transfer(deviceTypeId: string, units: readonly TransferUnit[], options: CallOptions): Promise<JobStart>;
  replace(pairs: readonly Replacement[], options: CallOptions): Promise<ReplaceResult>;
  act(action: Action, deviceIds: readonly DeviceId[], options: CallOptions): Promise<JobStart>;
  unsubscribe(units: readonly Unsubscription[], options: CallOptions): Promise<JobStart>;
  /** A job of `act` or `unsubscribe`; null as of `job`. */
  actionJob(action: Action | 'unsubscribe', jobId: string, options: CallOptions): Promise<JobStatus | null>;
  /** Forgets the sequence number, so that the next frame is taken whatever its own is. */
  disengage(deviceId: DeviceId, options: CallOptions): Promise<EditResult>;
  unsubscribeOne(unit: Unsubscription, options: CallOptions): Promise<EditResult>;
  /** Deletes the device: its old PAC will not register it again. On API v2 once an hour for each device. */
  remove(deviceId: DeviceId, options: CallOptions): Promise<EditResult>;

  /** null: no such device type for us. */
  deviceType(id: string, options: CallOptions): Promise<DeviceType | null>;
  /** All that the API user can see, page by page. `name`: a part of the name. */
  deviceTypes(filter: { readonly name?: string }, options: CallOptions): AsyncIterable<DeviceType>;
  /** Where the messages of a device type's units go; null: no such device type for us. API v2 only. */
  callbacks(deviceTypeId: string, options: CallOptions): Promise<readonly Callback[] | null>;
  /** Callbacks that failed, at most 100 of them; null: no such device type for us. `since` in ms since the epoch. API v2 only. */
  undeliveredCallbacks(
    deviceTypeId: string,
    query: { readonly since: number },
    options: CallOptions,
  ): Promise<UndeliveredCallbacks | null>;
  /** null: no such group for us, or one of a kind that has no quota. */
  prototypeQuota(groupId: string, options: CallOptions): Promise<PrototypeQuota | null>;
  /** Does the registration authority know this pair of ID and PAC? To be asked before the unit is registered. */
  productCertificateOf(
    unit: { readonly deviceId: DeviceId; readonly pac: Pac },
    options: CallOptions,
  ): Promise<PairCheck>;
  /** The certificate of a registered unit, a sibling of the same model; null: no such device for us, or it has none. */
  certificateStatus(sibling: DeviceId, options: CallOptions): Promise<CertificateStatus | null>;

  /** Closes connections; pending calls settle. */
  close(): Promise<void>;
}
