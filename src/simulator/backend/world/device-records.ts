import { drawDelay, type ListDelay } from './delay.ts';
import { ShownDevices } from './shown-devices.ts';
import { DueQueue } from './due-queue.ts';
import { deviceNumber, type Device } from './entities.ts';

interface Change {
  readonly id: string;
  /** null: it is gone. */
  readonly device: Device | null;
}

/**
 * What is registered, and what of it shows by now. A change holds at once; whoever looks sees it later, each device after a
 * delay of its own, and its changes one after the other.
 */
export class DeviceRecords {
  /** As lists and look-ups show them. */
  readonly shown: ShownDevices;
  readonly #devices = new Map<number, Device>();
  #lateness: { readonly delay: ListDelay; readonly seed: number } = { delay: 0, seed: 0 };
  readonly #changes = new DueQueue<Change>();
  /** When the last change of a device shows that has not shown yet. */
  readonly #lastDue = new Map<number, number>();

  /** `groupOf`: who owns a device type. */
  constructor(groupOf: (deviceTypeId: string) => string | undefined) {
    this.shown = new ShownDevices(groupOf);
  }

  get(id: string): Device | undefined {
    return this.#devices.get(deviceNumber(id));
  }

  all(): Iterable<Device> {
    return this.#devices.values();
  }

  /** From now on changes show so late; those that wait are not hastened. */
  showAfter(delay: ListDelay, seed: number): void {
    this.#lateness = { delay, seed };
  }

  /** Adds the device, or puts it in the place of the one with its ID. */
  put(device: Device, at: number): void {
    this.#devices.set(deviceNumber(device.id), device);
    this.#show({ id: device.id, device }, at);
  }

  remove(id: string, at: number): void {
    this.#devices.delete(deviceNumber(id));
    this.#show({ id, device: null }, at);
  }

  /** Shows the changes that have fallen due. */
  advance(now: number): void {
    for (const change of this.#changes.due(now)) {
      this.#apply(change);
      const number = deviceNumber(change.id);
      if ((this.#lastDue.get(number) ?? now) <= now) this.#lastDue.delete(number);
    }
  }

  #show(change: Change, at: number): void {
    const number = deviceNumber(change.id);
    const { delay, seed } = this.#lateness;
    const waitMs = drawDelay(typeof delay === 'function' ? delay(change.id) : delay, { key: number, seed });
    const lastDue = this.#lastDue.get(number);
    if (waitMs === 0 && lastDue === undefined) return this.#apply(change);
    const dueAt = Math.max(at + waitMs, lastDue ?? 0);
    this.#lastDue.set(number, dueAt);
    this.#changes.add(change, dueAt);
  }

  #apply({ id, device }: Change): void {
    if (device === null) this.shown.remove(id);
    else this.shown.put(device);
  }
}
