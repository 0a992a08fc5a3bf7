import { RegistrationAuthority } from './registration-authority.ts';
import { CreateCounter, type CreateCount } from './create-counter.ts';
import type { ListDelay } from './delay.ts';
import { DeviceRecords } from './device-records.ts';
import type { Listing } from './shown-devices.ts';
import { contractsOfType } from '../invented.ts';
import { afterFrame, createdDevice, editedDevice, freshDevice, withActivable, type Frame } from './device-life.ts';
import { JobBoard } from './job-board.ts';
import { MessageLog } from './message-log.ts';
import type { Refusal } from './refusal.ts';
import { Subscriptions } from './subscriptions.ts';
import {
  wireId,
  type ApiUser,
  type ContractEntity,
  type Device,
  type DeviceEdition,
  type DeviceOrder,
  type DeviceTypeEntity,
  type Group,
  type WorldSeed,
} from './entities.ts';

/** Who has something done, and when it takes effect. */
export interface Act {
  readonly by: ApiUser;
  readonly at: number;
}

export type CreateOutcome =
  | { readonly kind: 'created'; readonly device: Device }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

interface DeviceQuery extends Omit<Listing, 'scope'> {
  readonly groupId: string;
  readonly deviceTypeId?: string | undefined;
}

/** @source official API description: names of devices */
const longestName = 100;

/**
 * The simulated world: who may ask, what was issued, what is registered, which jobs run. Both versions of the API speak of this
 * one world. No clock, no chance, no input or output: the same calls lead to the same world. An order for one device is
 * carried out whole or not at all.
 * ```
 * issued ──create──▶ registered (no token, never seen) ──first frame──▶ on contract | off contract
 *   ▲                └ not activable: a frame changes nothing
 *   └───delete, without a token; its last PAC registers it again
 * ```
 */
export class Registry {
  readonly createCounter = new CreateCounter();
  readonly jobs = new JobBoard();
  readonly messages = new MessageLog();
  readonly authority: RegistrationAuthority;
  readonly subscriptions: Subscriptions;
  /** The certificate of the modem in every unit; null: not known. */
  readonly modemCertificate: string | null;
  readonly #users: ReadonlyMap<string, ApiUser>;
  readonly #deviceTypes: ReadonlyMap<string, DeviceTypeEntity>;
  readonly #records: DeviceRecords;

  constructor(seed: WorldSeed) {
    this.authority = new RegistrationAuthority(seed);
    this.modemCertificate = seed.modemCertificate ?? null;
    this.#users = new Map(seed.apiUsers.map((user) => [user.id, user]));
    this.#deviceTypes = new Map(seed.deviceTypes.map((type) => [type.id, type]));
    this.#records = new DeviceRecords((id) => this.#deviceTypes.get(id)?.groupId);
    this.subscriptions = new Subscriptions({ records: this.#records, contracts: seed.contracts });
    for (const before of seed.devices ?? []) {
      const prototype = before.productCertificate === null;
      this.#records.put(
        { ...freshDevice, ...before, id: wireId(before.id), prototype, createdBy: null },
        before.creationTime,
      );
    }
  }

  /** null: login and password do not belong together. */
  authenticate(login: string, password: string): ApiUser | null {
    const user = this.#users.get(login);
    return user?.password === password ? user : null;
  }

  apiUsers(groupId: string): readonly ApiUser[] {
    return [...this.#users.values()].filter((user) => user.groupId === groupId);
  }

  group(id: string): Group | undefined {
    return this.authority.group(id);
  }

  contract(id: string): ContractEntity | undefined {
    return this.subscriptions.contract(id);
  }

  deviceType(id: string): DeviceTypeEntity | undefined {
    return this.#deviceTypes.get(id);
  }

  deviceTypes(groupId: string): readonly DeviceTypeEntity[] {
    return [...this.#deviceTypes.values()].filter((type) => type.groupId === groupId);
  }

  /** Any group's device as it is, whether or not it shows; the ID in any width and case. */
  device(id: string): Device | undefined {
    return this.#records.get(id);
  }

  /** All devices of all groups as they are, in no order. */
  devices(): Iterable<Device> {
    return this.#records.all();
  }

  /** Any group's device as a look-up shows it. */
  shownDevice(id: string): Device | undefined {
    return this.#records.shown.get(id);
  }

  /** A group's devices as lists show them, one by one, so that a page costs no more than the page. */
  shownDevices({ groupId, deviceTypeId, ...listing }: DeviceQuery): Iterable<Device> {
    const isOurs = deviceTypeId === undefined || this.#deviceTypes.get(deviceTypeId)?.groupId === groupId;
    return isOurs ? this.#records.shown.list({ ...listing, scope: deviceTypeId ?? groupId }) : [];
  }

  /** Look-ups and lists show changes so late from now on, each device after a delay of its own that its ID and the seed draw. */
  showAfter(delay: ListDelay, seed: number): void {
    this.#records.showAfter(delay, seed);
  }

  owner(device: Device): string | undefined {
    return this.#deviceTypes.get(device.deviceTypeId)?.groupId;
  }

  /** Creates of one device that arrived and that were carried out. */
  creates(deviceId: string): CreateCount {
    return this.createCounter.count(deviceId);
  }

  /** Does what has fallen due by now: units of jobs, unsubscriptions, changes that show. Every request does so first. */
  advance(now: number): void {
    this.jobs.advance(now);
    this.subscriptions.advance(now);
    this.#records.advance(now);
  }

  /** Why this user cannot register anything at all into this device type, if so. */
  deviceTypeRefusal(deviceTypeId: string, by: ApiUser): Refusal | null {
    const deviceType = this.#deviceTypes.get(deviceTypeId);
    if (deviceType === undefined) return 'unknown device type';
    return deviceType.groupId === by.groupId ? null : 'foreign device type';
  }

  /**
   * Registers a device for the user, who has the right to; takes no token.
   * `foreign`: what becomes of a device of another group whose current PAC is given.
   */
  create(
    order: DeviceOrder,
    { by, at, foreign = 'refused' }: Act & { readonly foreign?: 'refused' | 'taken over' },
  ): CreateOutcome {
    const refusal = this.#createRefusal(order, by, foreign);
    if (refusal !== null) return { kind: 'refused', refusal };
    const before = this.device(order.id);
    if (before !== undefined) this.#discard(before);
    const device = createdDevice(order, by, at);
    this.#records.put(device, at);
    if (device.prototype) this.authority.countPrototypes(by.groupId, 1);
    this.createCounter.record('committed', device.id, at);
    return { kind: 'created', device };
  }

  /** Whether the PAC is one that registers this device, whoever has it now; null: it is. */
  pacRefusal({ id, pac }: Pick<DeviceOrder, 'id' | 'pac'>, by: ApiUser): Refusal | null {
    const device = this.device(id);
    if (device === undefined) return this.authority.credentialRefusal({ id, pac });
    if (this.owner(device) === by.groupId) return 'exists';
    return device.pac === pac?.toUpperCase() ? null : 'owned elsewhere';
  }

  edit(device: Device, edition: DeviceEdition, { by, at }: Act): Refusal | null {
    if ((edition.name ?? '').length > longestName) return 'name too long';
    const edited = editedDevice(device, edition, { by, at });
    const { productCertificate, prototype } = edited;
    const isCertifiedAnew = productCertificate !== device.productCertificate || prototype !== device.prototype;
    const refusal = isCertifiedAnew ? this.authority.certificationRefusal(edited) : null;
    const quota = prototype && !device.prototype ? this.authority.quotaRefusal(by.groupId) : null;
    if (refusal !== null || quota !== null) return refusal ?? quota;
    if (prototype !== device.prototype) this.authority.countPrototypes(by.groupId, prototype ? 1 : -1);
    this.#records.put(edited, at);
    return null;
  }

  /** Moves the device into another device type of its group, of which the caller made sure. */
  transfer(
    device: Device,
    to: { readonly deviceTypeId: string; readonly keepHistory: boolean; readonly activable: boolean },
    { by, at }: Act,
  ): void {
    const contractIds = this.#contractIds(to.deviceTypeId);
    const keepsToken = device.token !== null && contractIds.includes(device.token.contractId);
    const moved = { ...device, deviceTypeId: to.deviceTypeId, lastEdition: { at, by: by.id } };
    if (!to.keepHistory) this.messages.forget(device.id);
    this.#records.put(
      keepsToken ? moved : withActivable({ ...this.subscriptions.release(moved), state: 0 }, to.activable),
      at,
    );
  }

  /** A device that holds a token cannot be removed. */
  remove(device: Device, at: number): Refusal | null {
    if (device.token !== null) return 'token held';
    this.#discard(device);
    this.#records.remove(device.id, at);
    this.authority.forget(device);
    return null;
  }

  /**
   * The device speaks. Its first frame takes a token, if its contract has one free; with a token the message gets through,
   * unless its sequence number does not follow. Unknown, suspended and not activable devices are not heard.
   */
  receiveFrame(deviceId: string, frame: Frame): void {
    const silent = this.device(deviceId);
    if (silent === undefined || silent.state === 6 || (silent.token === null && !silent.activable)) return;
    const takesToken = silent.token === null && silent.state === 0;
    const heard = takesToken
      ? this.subscriptions.takeToken(silent, this.#contractIds(silent.deviceTypeId), frame.at)
      : silent;
    const { radio, isTaken } = afterFrame(heard.radio, frame);
    this.#records.put({ ...heard, radio }, frame.at);
    const { at, payload = '' } = frame;
    if (isTaken && heard.token !== null)
      this.messages.add(deviceId, { at, payload, sequenceNumber: radio.sequenceNumber });
  }

  /** The next frame is taken whatever its sequence number. */
  disengage(device: Device, at: number): void {
    if (device.radio !== null) this.#records.put({ ...device, radio: { ...device.radio, disengaged: true } }, at);
  }

  /** The contracts whose tokens a device type's devices take. */
  #contractIds(deviceTypeId: string): readonly string[] {
    const deviceType = this.#deviceTypes.get(deviceTypeId);
    return deviceType === undefined
      ? []
      : contractsOfType(deviceType, this.subscriptions.contracts(deviceType.groupId));
  }

  #createRefusal(order: DeviceOrder, by: ApiUser, foreign: 'refused' | 'taken over'): Refusal | null {
    const device = this.device(order.id);
    const terms = this.deviceTypeRefusal(order.deviceTypeId, by);
    if (terms !== null) return terms;
    if (device !== undefined && this.owner(device) === by.groupId) return 'exists';
    if (device !== undefined && foreign === 'refused') return 'owned elsewhere';
    if (order.name.length > longestName) return 'name too long';
    const certification =
      this.authority.certificationRefusal(order) ?? (order.prototype ? this.authority.quotaRefusal(by.groupId) : null);
    return certification ?? this.pacRefusal(order, by);
  }

  /** Gives back what the device takes up, before it goes or belongs to somebody else. */
  #discard(device: Device): void {
    const owner = this.owner(device);
    this.subscriptions.release(device);
    this.messages.forget(device.id);
    if (device.prototype && owner !== undefined) this.authority.countPrototypes(owner, -1);
  }
}
