import type { DeviceRecords } from './device-records.ts';
import type { ContractEntity, Device, Token } from './entities.ts';
import { contractChoice } from '../invented.ts';
import type { Refusal } from './refusal.ts';

/**
 * Contracts, and the tokens that devices take from them. What changes a device records it.
 * ```
 * no token ──first frame──▶ token held ──suspend──▶ suspended ──resume──▶ token held
 *    ▲  └──no free token──▶ off contract ◀──unsubscription falls due, or replaced──┘
 *    └───────restart────────────┘
 * ```
 */
export class Subscriptions {
  readonly #records: DeviceRecords;
  readonly #contracts: Map<string, ContractEntity>;
  /** Devices whose unsubscription is still to come, and the earliest of those times. */
  readonly #leaving = new Map<string, number>();
  #nextLeaving = Number.POSITIVE_INFINITY;

  constructor({
    records,
    contracts,
  }: {
    readonly records: DeviceRecords;
    readonly contracts: readonly ContractEntity[];
  }) {
    this.#records = records;
    this.#contracts = new Map(contracts.map((contract) => [contract.id, contract]));
  }

  contract(id: string): ContractEntity | undefined {
    return this.#contracts.get(id);
  }

  contracts(groupId: string): readonly ContractEntity[] {
    return [...this.#contracts.values()].filter((contract) => contract.groupId === groupId);
  }

  /** Carries out the unsubscriptions that have fallen due. */
  advance(now: number): void {
    if (now < this.#nextLeaving) return;
    this.#nextLeaving = Number.POSITIVE_INFINITY;
    for (const [id, time] of this.#leaving) {
      const device = this.#records.get(id);
      if (time > now) this.#nextLeaving = Math.min(this.#nextLeaving, time);
      else if (device !== undefined) this.#records.put({ ...this.release(device), state: 2 }, time);
    }
  }

  /** The device speaks without a token: it takes one of these contracts', or is off contract from now on. */
  takeToken(device: Device, contractIds: readonly string[], at: number): Device {
    const contracts = contractIds.flatMap((id) => this.#contracts.get(id) ?? []);
    const contract = contractChoice(contracts, (candidate) => hasFreeToken(candidate, at));
    if (contract === null) return { ...device, state: 2 };
    this.#contracts.set(contract.id, { ...contract, tokensInUse: contract.tokensInUse + 1 });
    const token: Token = { contractId: contract.id, since: at, end: tokenEnd(contract, at) };
    return { ...device, state: 0, token };
  }

  /** The device without its token, which counts as used from now on. Does not record it. */
  release(device: Device): Device {
    const contract = device.token === null ? undefined : this.#contracts.get(device.token.contractId);
    if (contract !== undefined) {
      this.#contracts.set(contract.id, {
        ...contract,
        tokensInUse: contract.tokensInUse - 1,
        tokensUsed: contract.tokensUsed + 1,
      });
    }
    this.#leaving.delete(device.id);
    return { ...device, token: null, unsubscriptionTime: null, state: device.activable ? 0 : 7 };
  }

  /** A time that has passed takes the token at the next request. */
  unsubscribe(device: Device, { time, at }: { readonly time: number; readonly at: number }): Refusal | null {
    if (device.token === null) return 'no token';
    this.#records.put({ ...device, unsubscriptionTime: time }, at);
    this.#leaving.set(device.id, time);
    this.#nextLeaving = Math.min(this.#nextLeaving, time);
    return null;
  }

  restart(device: Device, at: number): Refusal | null {
    if (device.state !== 2) return 'not off contract';
    this.#records.put({ ...device, state: 0 }, at);
    return null;
  }

  suspend(device: Device, at: number): Refusal | null {
    if (device.state === 6) return 'already suspended';
    if (device.token === null) return 'no token';
    this.#records.put({ ...device, state: 6 }, at);
    return null;
  }

  resume(device: Device, at: number): Refusal | null {
    if (device.state !== 6) return 'not suspended';
    this.#records.put({ ...device, state: 0 }, at);
    return null;
  }

  /** Moves the token of one device to another, which must not have taken one. */
  replace(device: Device, { target, at }: { readonly target: Device; readonly at: number }): Refusal | null {
    if (device.token === null) return 'no token';
    if (target.token !== null) return 'token held';
    this.#leaving.delete(device.id);
    this.#records.put({ ...device, token: null, unsubscriptionTime: null, state: 2 }, at);
    this.#records.put({ ...target, token: device.token, state: 0 }, at);
    return null;
  }
}

/** @source the rule by which a large platform counts free slots */
const hasFreeToken = (contract: ContractEntity, at: number): boolean =>
  (contract.activationEndTime === 0 || contract.activationEndTime > at) &&
  (contract.maxTokens === 0 || contract.maxTokens > contract.tokensInUse);

/** null: the token has no end. */
const tokenEnd = (contract: ContractEntity, at: number): number | null => {
  if (contract.tokenDurationMonths === 0) return null;
  const end = new Date(at);
  end.setUTCMonth(end.getUTCMonth() + contract.tokenDurationMonths);
  return end.getTime();
};
