import type { Clock } from '../../domain/clock.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { Pac } from '../../domain/pac.ts';
import type { Product } from '../../domain/product.ts';
import type { ApiOptions } from '../shared/api-options.ts';
import type { DeviceFilter } from '../backend-records.ts';
import { identityOf } from '../shared/identity.ts';
import type {
  Action,
  Backend,
  BatchUnit,
  CallOptions,
  DeviceChanges,
  DeviceEdit,
  FindOptions,
  RegisteredDevice,
  RegistrationBatch,
  RegistrationRequest,
  Replacement,
  TransferUnit,
  Unsubscription,
} from '../backend.ts';
import { encodedLength, maxBatchBytes } from '../shared/batch-size.ts';
import { PacedHttp } from '../shared/paced-http.ts';
import { runPreflight, type Lookups } from '../preflight.ts';
import type { RateBudget } from '../limits/rate-budget.ts';
import { Reader, valueOrNull } from '../shared/reader.ts';
import { WireForms } from '../shared/wire-forms.ts';
import { Writer } from '../shared/writer.ts';
import { act, disengage, replace, transfer, unsubscribe, unsubscribeOne } from './actions.ts';
import { checkPair, readCertificate } from './certificates.ts';
import { createOne } from './create.ts';
import { findDevices } from './device-finder.ts';
import { listDevices } from './device-list.ts';
import { listDeviceTypes, readCallbacks, readUndelivered } from './device-types.ts';
import { DevicePages } from './device-pages.ts';
import { editMany, editOne, removeOne } from './edits.ts';
import { readActionJob, readJob, startJob } from './jobs.ts';
import { lookupsOf } from './lookups.ts';
import { toRegisteredDevice } from './registered-device.ts';
import { createDevices, createItem, editItem } from './requests.ts';

/** The Sigfox API, version 2. */
export class ApiV2 implements Backend {
  readonly singles = 'at once';
  readonly maxBatchBytes = maxBatchBytes;
  readonly identity: Backend['identity'];
  readonly #paced: PacedHttp;
  readonly #reader: Reader;
  readonly #pages: DevicePages;
  readonly #forms = new WireForms();
  readonly #writer: Writer;
  readonly #budget: RateBudget;
  readonly #lookups: Required<Lookups>;
  readonly #clock: Clock;

  constructor(options: ApiOptions) {
    this.identity = identityOf(options.http);
    this.#paced = new PacedHttp(options);
    this.#reader = new Reader(this.#paced);
    this.#pages = new DevicePages(this.#reader);
    this.#writer = new Writer(this.#paced);
    this.#budget = options.budget;
    this.#lookups = lookupsOf({ reader: this.#reader, pages: this.#pages });
    this.#clock = options.clock;
  }

  async preflight(product: Product, { signal }: CallOptions) {
    return runPreflight(this.#lookups, product, { signal, now: this.#clock.now() });
  }

  async create(request: RegistrationRequest, options: CallOptions) {
    return createOne(this.#writer, request, options);
  }

  /** What 409 means here is not documented (a job under way, or units that exist): a look-up tells which units are left. */
  async createBatch(batch: RegistrationBatch, { signal }: CallOptions) {
    const pacs = batch.units.map(({ pac }) => pac);
    return startJob(this.#writer, {
      kind: 'bulk',
      request: createDevices(batch),
      total: pacs.length,
      pacs,
      conflict: 'unknown',
      signal,
    });
  }

  async job({ jobId }: { readonly jobId: string; readonly deviceTypeId: string }, options: CallOptions) {
    return readJob(this.#reader, jobId, options);
  }

  encodedLength(part: BatchUnit | DeviceEdit): number {
    return encodedLength('changes' in part ? editItem(part) : createItem(part));
  }

  async find(deviceIds: readonly DeviceId[], options: FindOptions) {
    return findDevices({ pages: this.#pages, forms: this.#forms }, deviceIds, options);
  }

  async *list(filter: DeviceFilter, options: CallOptions): AsyncGenerator<RegisteredDevice, void, undefined> {
    for await (const reply of listDevices(this.#pages, filter, options)) {
      const device = toRegisteredDevice(reply);
      if (device !== null) yield device;
    }
  }

  async edit(deviceId: DeviceId, changes: DeviceChanges, options: CallOptions) {
    return editOne({ writer: this.#writer, budget: this.#budget }, { deviceId, changes }, options);
  }

  async editBatch(edits: readonly DeviceEdit[], options: CallOptions) {
    return editMany(this.#writer, edits, options);
  }

  async transfer(deviceTypeId: string, units: readonly TransferUnit[], options: CallOptions) {
    return transfer(this.#writer, deviceTypeId, units, options);
  }

  async replace(pairs: readonly Replacement[], options: CallOptions) {
    return replace(this.#writer, pairs, options);
  }

  async act(action: Action, deviceIds: readonly DeviceId[], options: CallOptions) {
    return act(this.#writer, action, deviceIds, options);
  }

  async unsubscribe(units: readonly Unsubscription[], options: CallOptions) {
    return unsubscribe(this.#writer, units, { ...options, clock: this.#clock });
  }

  async actionJob(action: Action | 'unsubscribe', jobId: string, options: CallOptions) {
    return readActionJob(this.#reader, action, jobId, options);
  }

  async disengage(deviceId: DeviceId, options: CallOptions) {
    return disengage(this.#writer, deviceId, options);
  }

  async unsubscribeOne(unit: Unsubscription, options: CallOptions) {
    return unsubscribeOne(this.#writer, unit, { ...options, clock: this.#clock });
  }

  async remove(deviceId: DeviceId, options: CallOptions) {
    return removeOne({ writer: this.#writer, budget: this.#budget }, deviceId, options);
  }

  async deviceType(id: string, options: CallOptions) {
    return valueOrNull(await this.#lookups.deviceType(id, options));
  }

  deviceTypes(filter: { readonly name?: string }, options: CallOptions) {
    return listDeviceTypes(this.#reader, filter, options);
  }

  async callbacks(deviceTypeId: string, options: CallOptions) {
    return readCallbacks(this.#reader, deviceTypeId, options);
  }

  async undeliveredCallbacks(deviceTypeId: string, { since }: { readonly since: number }, { signal }: CallOptions) {
    return readUndelivered(this.#reader, deviceTypeId, { since, signal });
  }

  async prototypeQuota(groupId: string, options: CallOptions) {
    return valueOrNull(await this.#lookups.prototypeQuota(groupId, options));
  }

  async productCertificateOf(unit: { readonly deviceId: DeviceId; readonly pac: Pac }, options: CallOptions) {
    return checkPair(this.#reader, unit, options);
  }

  async certificateStatus(sibling: DeviceId, options: CallOptions) {
    return readCertificate(this.#reader, sibling, options);
  }

  async close(): Promise<void> {
    await this.#paced.close();
  }
}
