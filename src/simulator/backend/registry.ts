import { CreateLedger, type CreateCount } from './create-ledger.ts';
import type { CreateOutcome, Refusal } from './create-outcome.ts';
import type { ApiUser, Contract, Device, DeviceOrder, DeviceType, Group, WorldSeed } from './entities.ts';
import { contractChoice, nextPac } from './invented.ts';
import { deviceNumber, wireId } from './wire-id.ts';

interface IssuedCredential {
  readonly pac: string;
  readonly spent: boolean;
}

const productCertificateShape = /^P_[0-9A-F]{4}_[0-9A-F]{4}_[0-9A-F]{2}$/;

/**
 * The simulated world: who may ask, what was issued, what is registered. No clock, no chance, no input or output: the same
 * calls lead to the same world. An order is carried out whole or not at all.
 * ```
 * issued ──create──▶ registered (no token, never seen) ──first frame──▶ on contract | off contract
 *                    └ not activable: a frame changes nothing
 * ```
 */
export class Registry {
  readonly ledger = new CreateLedger();
  readonly #users: ReadonlyMap<string, ApiUser>;
  readonly #groups: Map<string, Group>;
  readonly #contracts: Map<string, Contract>;
  readonly #deviceTypes: ReadonlyMap<string, DeviceType>;
  readonly #certificates: ReadonlySet<string> | 'any';
  readonly #credentials: ReadonlyMap<number, IssuedCredential> | 'any';
  readonly #devices = new Map<number, Device>();

  constructor(seed: WorldSeed) {
    this.#users = byId(seed.apiUsers);
    this.#groups = byId(seed.groups);
    this.#contracts = byId(seed.contracts);
    this.#deviceTypes = byId(seed.deviceTypes);
    this.#certificates = seed.productCertificates === 'any' ? 'any' : new Set(seed.productCertificates);
    this.#credentials =
      seed.credentials === 'any'
        ? 'any'
        : new Map(seed.credentials.map(({ id, pac, spent = false }) => [deviceNumber(id), { pac: pac.toUpperCase(), spent }]));
    for (const before of seed.devices ?? []) {
      this.#devices.set(deviceNumber(before.id), {
        ...before,
        id: wireId(before.id),
        prototype: before.productCertificate === null,
        lat: 0,
        lng: 0,
        automaticRenewal: true,
        activable: true,
        createdBy: null,
        state: 0,
        firstFrame: null,
      });
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
    return this.#groups.get(id);
  }

  contract(id: string): Contract | undefined {
    return this.#contracts.get(id);
  }

  deviceType(id: string): DeviceType | undefined {
    return this.#deviceTypes.get(id);
  }

  deviceTypes(groupId: string): readonly DeviceType[] {
    return [...this.#deviceTypes.values()].filter((type) => type.groupId === groupId);
  }

  /** Any group's device; the ID in any width and case. */
  device(id: string): Device | undefined {
    return this.#devices.get(deviceNumber(id));
  }

  /** The devices that a group owns, in the order of their registration. */
  devices(groupId: string): readonly Device[] {
    return [...this.#devices.values()].filter((device) => this.owner(device) === groupId);
  }

  owner(device: Device): string | undefined {
    return this.#deviceTypes.get(device.deviceTypeId)?.groupId;
  }

  /** Creates of one device that arrived and that were carried out. */
  creates(deviceId: string): CreateCount {
    return this.ledger.count(deviceId);
  }

  /** Registers a device for the user, who has the right to; takes no token. */
  create(order: DeviceOrder, { by, at }: { readonly by: ApiUser; readonly at: number }): CreateOutcome {
    const deviceType = this.#deviceTypes.get(order.deviceTypeId);
    if (deviceType === undefined) return { kind: 'refused', refusal: 'unknown device type' };
    if (deviceType.groupId !== by.groupId) return { kind: 'foreign device type' };
    if (this.device(order.id) !== undefined) return { kind: 'exists' };
    const refusal = this.#certificationRefusal(order, deviceType.groupId) ?? this.#credentialRefusal(order);
    if (refusal !== null) return { kind: 'refused', refusal };

    const device: Device = {
      ...order,
      id: wireId(order.id),
      pac: nextPac(order.pac),
      creationTime: at,
      createdBy: by.id,
      state: order.activable ? 0 : 7,
      firstFrame: null,
    };
    this.#devices.set(deviceNumber(order.id), device);
    if (order.prototype) this.#countPrototype(deviceType.groupId);
    this.ledger.record('committed', device.id, at);
    return { kind: 'created', device };
  }

  /** The device speaks for the first time and takes a token, if its contract has one. Later frames, and unknown IDs, change nothing. */
  receiveFirstFrame(deviceId: string, { at }: { readonly at: number }): void {
    const device = this.device(deviceId);
    if (device === undefined || device.firstFrame !== null || !device.activable) return;
    const contracts = (this.#deviceTypes.get(device.deviceTypeId)?.contractIds ?? []).flatMap((id) => this.#contracts.get(id) ?? []);
    const contract = contractChoice(contracts, (candidate) => hasFreeToken(candidate, at));
    if (contract !== null) this.#contracts.set(contract.id, { ...contract, tokensInUse: contract.tokensInUse + 1 });
    this.#devices.set(deviceNumber(deviceId), {
      ...device,
      state: contract === null ? 2 : 0,
      firstFrame: { at, token: contract === null ? null : { contractId: contract.id, end: tokenEnd(contract, at) } },
    });
  }

  #certificationRefusal(order: DeviceOrder, groupId: string): Refusal | null {
    const key = order.productCertificate;
    if (key !== null && order.prototype) return 'certificate and prototype';
    if (key !== null) {
      const known = this.#certificates === 'any' ? productCertificateShape.test(key) : this.#certificates.has(key);
      return known ? null : 'unknown certificate';
    }
    if (!order.prototype) return 'neither certificate nor prototype';
    const group = this.#groups.get(groupId);
    return group !== undefined && group.currentPrototypeCount >= group.maxPrototypeAllowed ? 'prototype quota reached' : null;
  }

  #credentialRefusal(order: DeviceOrder): Refusal | null {
    if (this.#credentials === 'any') return null;
    const issued = this.#credentials.get(deviceNumber(order.id));
    if (issued === undefined) return 'unknown credentials';
    if (issued.pac !== order.pac.toUpperCase()) return 'wrong pac';
    return issued.spent ? 'spent pac' : null;
  }

  #countPrototype(groupId: string): void {
    const group = this.#groups.get(groupId);
    if (group !== undefined) this.#groups.set(groupId, { ...group, currentPrototypeCount: group.currentPrototypeCount + 1 });
  }
}

const byId = <T extends { readonly id: string }>(entities: readonly T[]): Map<string, T> =>
  new Map(entities.map((entity) => [entity.id, entity]));

/** @source the rule by which a large platform counts free slots */
const hasFreeToken = (contract: Contract, at: number): boolean =>
  (contract.activationEndTime === 0 || contract.activationEndTime > at) &&
  (contract.maxTokens === 0 || contract.maxTokens > contract.tokensInUse);

/** null: the token has no end. */
const tokenEnd = (contract: Contract, at: number): number | null => {
  if (contract.tokenDurationMonths === 0) return null;
  const end = new Date(at);
  end.setUTCMonth(end.getUTCMonth() + contract.tokenDurationMonths);
  return end.getTime();
};
