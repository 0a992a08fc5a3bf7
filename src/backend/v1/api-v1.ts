import type { Clock } from '../../domain/clock.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { Pac } from '../../domain/pac.ts';
import type { Product } from '../../domain/product.ts';
import type { ApiOptions } from '../api-options.ts';
import type { DeviceFilter } from '../backend-records.ts';
import type { Action, Backend, BatchUnit, CallOptions, DeviceChanges, DeviceEdit, Refused, RegistrationBatch, RegistrationRequest, Replacement } from '../backend.ts';
import { encodedLength, maxBatchBytes } from '../batch-size.ts';
import { notInApi, refuseInApi } from '../not-in-api.ts';
import { PacedHttp } from '../paced-http.ts';
import { runPreflight, type Lookups } from '../preflight.ts';
import { Reader, valueOrNull } from '../reader.ts';
import { oneDeviceResult, Writer } from '../writer.ts';
import { readJob, startBatch } from './batch.ts';
import { createOne } from './create.ts';
import { findDevices } from './device-finder.ts';
import { listDevices } from './device-list.ts';
import { readMessages, readPacs, readToken } from './device-lookups.ts';
import { editMany, editOne, replaceMany } from './edits.ts';
import { lookupsOf } from './lookups.ts';
import { createItem, deleteDevice, disengageDevice, editItem } from './requests.ts';

/** The Sigfox API before it had versions. It registers, edits and lists; of the life of a device it can do little. */
export class ApiV1 implements Backend {
  readonly maxBatchBytes = maxBatchBytes;
  readonly #paced: PacedHttp;
  readonly #reader: Reader;
  readonly #writer: Writer;
  readonly #lookups: Lookups;
  readonly #clock: Clock;

  constructor(options: ApiOptions) {
    this.#paced = new PacedHttp(options);
    this.#reader = new Reader(this.#paced);
    this.#writer = new Writer(this.#paced);
    this.#lookups = lookupsOf(this.#reader);
    this.#clock = options.clock;
  }

  async preflight(product: Product, { signal }: CallOptions) {
    return runPreflight(this.#lookups, product, { signal, now: this.#clock.now() });
  }

  async create(request: RegistrationRequest, options: CallOptions) {
    return createOne({ writer: this.#writer, reader: this.#reader, clock: this.#clock }, request, options);
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

  async find(deviceIds: readonly DeviceId[], options: CallOptions) {
    return findDevices(this.#reader, deviceIds, options);
  }

  list(filter: DeviceFilter, options: CallOptions) {
    return listDevices(this.#reader, filter, options);
  }

  async currentPacs(deviceTypeId: string, options: CallOptions): Promise<ReadonlyMap<DeviceId, Pac>> {
    return readPacs(this.#reader, deviceTypeId, options);
  }

  async tokenStatus(deviceId: DeviceId, options: CallOptions) {
    return readToken(this.#reader, deviceId, options);
  }

  async messages(deviceId: DeviceId, query: { readonly since: number; readonly limit: number }, { signal }: CallOptions) {
    return readMessages(this.#reader, deviceId, { ...query, signal });
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
    return oneDeviceResult(await this.#writer.send({ kind: 'other', request: deleteDevice(deviceId), signal }));
  }

  async deviceType(id: string, options: CallOptions) {
    return valueOrNull(await this.#lookups.deviceType(id, options));
  }

  async contract(id: string, options: CallOptions) {
    return valueOrNull(await this.#lookups.contract(id, options));
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
