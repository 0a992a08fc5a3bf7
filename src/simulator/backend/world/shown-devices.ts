import { SortedIndex, type SortOrder } from './sorted-index.ts';
import { deviceNumber, wireId, type Device } from './entities.ts';

export type DeviceSort = 'id' | '-id' | 'name' | '-name' | 'lastCom' | '-lastCom';

/** Which devices a list shows, in which order, and from where on. */
export interface Listing {
  /** The id of a device type, or of the group that owns it. */
  readonly scope: string;
  readonly sort: DeviceSort;
  /** Both included; only in the order of IDs. */
  readonly minId?: string | undefined;
  readonly maxId?: string | undefined;
  /** IDs, their order and their bounds are texts and not numbers. */
  readonly idsAsText?: boolean | undefined;
  /** So many of those that fit are left out at the beginning. */
  readonly skip?: number | undefined;
}

type OrderName = 'id' | 'id as text' | 'name' | 'lastCom';

/**
 * The devices that lists show. An order of a device type or a group is worked out when a list first asks for it and kept up to
 * date from then on, so that a page out of 300,000 devices costs no more than the page.
 */
export class ShownDevices {
  readonly #groupOf: (deviceTypeId: string) => string | undefined;
  readonly #devices = new Map<number, Device>();
  /** By scope. */
  readonly #indexes = new Map<string, Map<OrderName, SortedIndex<Device>>>();

  constructor(groupOf: (deviceTypeId: string) => string | undefined) {
    this.#groupOf = groupOf;
  }

  get(id: string): Device | undefined {
    return this.#devices.get(deviceNumber(id));
  }

  /** Adds the device, or puts it in the place of the one with its ID. */
  put(device: Device): void {
    const number = deviceNumber(device.id);
    const before = this.#devices.get(number);
    this.#devices.set(number, device);
    if (before !== undefined)
      this.#eachIndex(before, (index, order) =>
        isSamePlace(before, device, order) ? undefined : index.remove(before),
      );
    this.#eachIndex(device, (index) => index.put(device));
  }

  remove(id: string): void {
    const device = this.get(id);
    if (device === undefined) return;
    this.#devices.delete(deviceNumber(id));
    this.#eachIndex(device, (index) => index.remove(device));
  }

  /** One by one; nothing may be put or removed while they are read. */
  *list({ scope, sort, minId = '', maxId, idsAsText = false, skip = 0 }: Listing): Generator<Device> {
    const name = sort.replace('-', '') as 'id' | 'name' | 'lastCom';
    const index = this.#index(scope, name === 'id' && idsAsText ? 'id as text' : name);
    const [first, end] = name === 'id' ? idRange(index, { minId, maxId, idsAsText }) : [0, index.size];
    let left = end - first - skip;
    if (left <= 0) return;
    for (const device of sort.startsWith('-') ? index.backFrom(end - 1 - skip) : index.from(first + skip)) {
      yield device;
      left -= 1;
      if (left === 0) return;
    }
  }

  #eachIndex(device: Device, act: (index: SortedIndex<Device>, order: OrderName) => void): void {
    for (const scope of this.#scopesOf(device))
      for (const [order, index] of this.#indexes.get(scope) ?? []) act(index, order);
  }

  #index(scope: string, order: OrderName): SortedIndex<Device> {
    const ofScope = this.#indexes.get(scope) ?? new Map<OrderName, SortedIndex<Device>>();
    const index =
      ofScope.get(order) ??
      new SortedIndex(
        orders[order],
        [...this.#devices.values()].filter((device) => this.#scopesOf(device).includes(scope)),
      );
    this.#indexes.set(scope, ofScope.set(order, index));
    return index;
  }

  #scopesOf({ deviceTypeId }: Device): readonly string[] {
    return [deviceTypeId, this.#groupOf(deviceTypeId) ?? ''];
  }
}

interface Range {
  readonly minId: string;
  readonly maxId: string | undefined;
  readonly idsAsText: boolean;
}

/** Ranks of the first device of the range and of the first one behind it. */
const idRange = (index: SortedIndex<Device>, range: Range): readonly [number, number] => {
  const compare = range.idsAsText ? byText : byId;
  const [min, max] = boundsOf(range);
  return [
    index.rank(({ id }) => compare(id, min) < 0),
    max === undefined ? index.size : index.rank(({ id }) => compare(id, max) <= 0),
  ];
};

/** The same bounds for IDs that were found in another way. */
export const isInRange = ({
  minId = '',
  maxId,
  idsAsText = false,
}: Pick<Listing, 'minId' | 'maxId' | 'idsAsText'>): ((id: string) => boolean) => {
  const compare = idsAsText ? byText : byId;
  const [min, max] = boundsOf({ minId, maxId, idsAsText });
  return (id) => compare(id, min) >= 0 && (max === undefined || compare(id, max) <= 0);
};

const boundsOf = ({ minId, maxId, idsAsText }: Range): readonly [string, string | undefined] =>
  idsAsText ? [minId, maxId] : [minId === '' ? '0' : wireId(minId), maxId === undefined ? undefined : wireId(maxId)];

const byText: SortOrder<string> = (a, b) => (a === b ? 0 : a < b ? -1 : 1);
/** IDs without leading zeros, in one case, go by their lengths first: as their numbers go, without working these out. */
const byId: SortOrder<string> = (a, b) => a.length - b.length || byText(a, b);

const orders: Readonly<Record<OrderName, SortOrder<Device>>> = {
  id: (a, b) => byId(a.id, b.id),
  'id as text': (a, b) => byText(a.id, b.id),
  name: (a, b) => byText(a.name, b.name) || byId(a.id, b.id),
  lastCom: (a, b) => (a.radio?.lastCom ?? 0) - (b.radio?.lastCom ?? 0) || byId(a.id, b.id),
};

const isSamePlace = (before: Device, after: Device, order: OrderName): boolean =>
  before.deviceTypeId === after.deviceTypeId && orders[order](before, after) === 0;
