import type { Device } from './entities.ts';
import { deviceNumber } from './wire-id.ts';

export type DeviceSort = 'id' | '-id' | 'name' | '-name' | 'lastCom' | '-lastCom';

interface IdRange {
  /** As numbers, both included. */
  readonly minId: number;
  readonly maxId: number;
}

/**
 * Every registered device of every group. Orders are worked out when a list asks for them and kept until something moves, so
 * that a window of IDs out of 300,000 costs no more than the window.
 */
export class DeviceShelf {
  readonly #devices = new Map<number, Device>();
  #numbers: number[] = [];
  #numbersAscend = true;
  /** Still among the numbers, so that removing many takes no longer than removing each. */
  readonly #removed = new Set<number>();
  readonly #orders = new Map<'name' | 'lastCom', readonly Device[]>();

  get(id: string): Device | undefined {
    return this.#devices.get(deviceNumber(id));
  }

  /** Adds the device, or puts it in the place of the one with its ID. */
  put(device: Device): void {
    const number = deviceNumber(device.id);
    if (!this.#devices.has(number) && !this.#removed.delete(number)) {
      this.#numbersAscend &&= this.#numbers.length === 0 || number > (this.#numbers.at(-1) ?? 0);
      this.#numbers.push(number);
    }
    this.#devices.set(number, device);
    this.#orders.clear();
  }

  remove(id: string): void {
    const number = deviceNumber(id);
    if (!this.#devices.delete(number)) return;
    this.#removed.add(number);
    this.#orders.clear();
  }

  /** The devices of a range in the order asked for; nothing may be put or removed while it is walked. */
  *inOrder(sort: DeviceSort, range: IdRange): Generator<Device> {
    if (sort === 'id' || sort === '-id') return yield* this.#byId(sort, range);
    const isAscending = sort === 'name' || sort === 'lastCom';
    const order = this.#order(sort === 'name' || sort === '-name' ? 'name' : 'lastCom');
    for (let step = 0; step < order.length; step += 1) {
      const device = order[isAscending ? step : order.length - 1 - step];
      if (device !== undefined && isWithin(deviceNumber(device.id), range)) yield device;
    }
  }

  *#byId(sort: 'id' | '-id', { minId, maxId }: IdRange): Generator<Device> {
    const numbers = this.#ascending();
    const first = firstAtLeast(numbers, minId);
    const end = firstAtLeast(numbers, maxId + 1);
    for (let step = 0; step < end - first; step += 1) {
      const device = this.#devices.get(numbers[sort === 'id' ? first + step : end - 1 - step] ?? -1);
      if (device !== undefined) yield device;
    }
  }

  #ascending(): readonly number[] {
    if (!this.#numbersAscend) this.#numbers = [...Uint32Array.from(this.#numbers).toSorted()];
    this.#numbersAscend = true;
    return this.#numbers;
  }

  #order(key: 'name' | 'lastCom'): readonly Device[] {
    const known = this.#orders.get(key);
    if (known !== undefined) return known;
    const order = [...this.#devices.values()].toSorted(key === 'name' ? byName : byLastCom);
    this.#orders.set(key, order);
    return order;
  }
}

const isWithin = (number: number, { minId, maxId }: IdRange): boolean => number >= minId && number <= maxId;

/** The index of the first number that is not below the bound, by halving. */
const firstAtLeast = (ascending: readonly number[], bound: number): number => {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
};

const byNumber = (a: Device, b: Device): number => deviceNumber(a.id) - deviceNumber(b.id);
const byName = (a: Device, b: Device): number => (a.name === b.name ? byNumber(a, b) : a.name < b.name ? -1 : 1);
const byLastCom = (a: Device, b: Device): number => (a.radio?.lastCom ?? 0) - (b.radio?.lastCom ?? 0) || byNumber(a, b);
