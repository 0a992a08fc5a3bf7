import type { Clock } from '../../domain/clock.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { Product } from '../../domain/product.ts';
import type { ApiOptions } from '../shared/api-options.ts';
import type { DeviceFilter } from '../backend-records.ts';
import type {
  Action,
  Backend,
  BatchUnit,
  CallOptions,
  DeviceChanges,
  DeviceEdit,
  FindOptions,
  Refused,
  RegistrationBatch,
  Replacement,
} from '../backend.ts';
import { identityOf } from '../shared/identity.ts';
import { encodedLength, maxBatchBytes } from '../shared/batch-size.ts';
import { notInApi, refuseInApi } from '../shared/not-in-api.ts';
import { PacedHttp } from '../shared/paced-http.ts';
import { runPreflight, type Lookups } from '../preflight.ts';
import { Reader, valueOrNull } from '../shared/reader.ts';
import { oneDeviceResult, Writer } from '../shared/writer.ts';
import { readJob, startBatch } from './batch.ts';
import { DeviceFinder } from './device-finder.ts';
import { listDevices } from './device-list.ts';
import { listDeviceTypes } from './device-types.ts';
import { editMany, editOne, replaceMany } from './edits.ts';
import { lookupsOf } from './lookups.ts';
import { createItem, deleteDeviceRequest, disengageDevice, editItem } from './requests.ts';

/** The Sigfox API before it had versions. It registers, edits and lists; of the life of a device it can do little. */
export class ApiV1 implements Backend {
  readonly singles = 'as a job';
  readonly maxBatchBytes = maxBatchBytes;
  readonly identity: Backend['identity'];
  readonly #paced: PacedHttp;
  readonly #reader: Reader;
  readonly #writer: Writer;
  readonly #finder: DeviceFinder;
  readonly #lookups: Lookups;
  readonly #clock: Clock;

  constructor(options: ApiOptions) {
    this.identity = identityOf(options.http);
    this.#paced = new PacedHttp(options);
    this.#reader = new Reader(this.#paced);
    this.#writer = new Writer(this.#paced);
    this.#finder = new DeviceFinder({ reader: this.#reader, clock: options.clock });
    this.#lookups = lookupsOf(this.#reader);
    this.#clock = options.clock;
  }

  async preflight(product: Product, { signal }: CallOptions) {
    return runPreflight(this.#lookups, product, { signal, now: this.#clock.now() });
  }

  async create(): Promise<Refused> {
    return refuseInApi('API v1 registers units by jobs only; register one as a batch of one, or use API v2');
  }

  async createBatch(batch: RegistrationBatch, options: CallOptions) {
    return startBatch(this.#writer, batch, options);
  }

  async job(job: { readonly jobId: string; readonly deviceTypeId: string }, options: CallOptions) {
    return readJob(this.#reader, job, options);
  }

  encodedLength(part: BatchUnit | DeviceEdit): number {
    return encodedLength('changes' in part ? editItem(part) : createItem(part));
  }

  async find(deviceIds: readonly DeviceId[], options: FindOptions) {
    return this.#finder.find(deviceIds, options);
  }

  list(filter: DeviceFilter, options: CallOptions) {
    return listDevices(this.#reader, filter, options);
  }

  async edit(deviceId: DeviceId, changes: DeviceChanges, options: CallOptions) {
    return editOne(this.#writer, { deviceId, changes }, options);
  }

  async editBatch(edits: readonly DeviceEdit[], options: CallOptions) {
    return editMany(this.#writer, edits, options);
  }

  async transfer(): Promise<Refused> {
    return refuseInApi('API v1 has no transfer; give the units their new device type by an edit, or use API v2');
  }

  async replace(pairs: readonly Replacement[], options: CallOptions) {
    return replaceMany(this.#writer, pairs, options);
  }

  async act(action: Action): Promise<Refused> {
    return refuseInApi(`API v1 cannot ${action} units; use API v2`);
  }

  async unsubscribe(): Promise<Refused> {
    return refuseInApi('API v1 cannot unsubscribe units; use API v2');
  }

  async actionJob(action: Action | 'unsubscribe', jobId: string): Promise<never> {
    throw notInApi(`API v1 has no ${action} jobs, so ${jobId} is none of its own; use API v2`);
  }

  async disengage(deviceId: DeviceId, { signal }: CallOptions) {
    return oneDeviceResult(await this.#writer.send({ kind: 'other', request: disengageDevice(deviceId), signal }));
  }

  async unsubscribeOne(): Promise<Refused> {
    return refuseInApi('API v1 cannot unsubscribe a unit; use API v2');
  }

  /** It deletes only devices that never spoke and hold no token. */
  async remove(deviceId: DeviceId, { signal }: CallOptions) {
    return oneDeviceResult(await this.#writer.send({ kind: 'other', request: deleteDeviceRequest(deviceId), signal }));
  }

  async deviceType(id: string, options: CallOptions) {
    return valueOrNull(await this.#lookups.deviceType(id, options));
  }

  deviceTypes(filter: { readonly name?: string }, options: CallOptions) {
    return listDeviceTypes(this.#reader, filter, options);
  }

  async callbacks(): Promise<never> {
    throw notInApi('API v1 is not known to show the callbacks of a device type; use API v2');
  }

  async undeliveredCallbacks(): Promise<never> {
    throw notInApi('API v1 is not known to show which callbacks failed; use API v2');
  }

  async prototypeQuota(): Promise<never> {
    throw notInApi('API v1 does not show the prototype quota of a group; use API v2');
  }

  async productCertificateOf(): Promise<never> {
    throw notInApi('API v1 cannot look up a pair of ID and PAC before it is registered; use API v2');
  }

  async certificateStatus(): Promise<never> {
    throw notInApi('API v1 does not show certificates; use API v2');
  }

  async close(): Promise<void> {
    await this.#paced.close();
  }
}
