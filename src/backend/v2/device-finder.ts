import type { DeviceId } from '../../domain/device-id.ts';
import type { FindOptions, RegisteredDevice } from '../backend.ts';
import { deviceOf } from '../shared/job-failures.ts';
import type { ListPage } from '../shared/pages.ts';
import type { WireForms } from '../shared/wire-forms.ts';
import type { DevicePages } from './device-pages.ts';
import { toRegisteredDevice } from './registered-device.ts';
import type { DeviceReply } from './replies.ts';

/** The list has an end at offset 40,000. @source API v2, GET /devices/ */
const mostPages = 401;

/** Looks devices up in the list, one by its ID and several by leaps. */
export const findDevices = async (
  tools: Tools,
  deviceIds: readonly DeviceId[],
  options: FindOptions,
): Promise<ReadonlyMap<DeviceId, RegisteredDevice>> => {
  const search = new Search(tools, deviceIds, options);
  await search.leap();
  await search.askAlone();
  return search.found;
};

interface Tools {
  readonly pages: DevicePages;
  readonly forms: WireForms;
}

/** From so many on, a sample of what the list has not shown is asked for alone; all of it only if the list has passed one of these over. */
const mostAlone = 100;

const sampleOf = (deviceIds: readonly DeviceId[], size: number): readonly DeviceId[] =>
  Array.from({ length: size }, (_, index) => deviceIds[Math.floor((index * deviceIds.length) / size)]).filter(
    (deviceId) => deviceId !== undefined,
  );

class Search {
  readonly found = new Map<DeviceId, RegisteredDevice>();
  readonly #pages: DevicePages;
  readonly #forms: WireForms;
  readonly #options: FindOptions;
  /** Ascending, each once: eight digits each, so that the order of text is the order of numbers. */
  readonly #wanted: readonly DeviceId[];
  readonly #isWanted: ReadonlySet<DeviceId>;
  /** How many of the wanted, from the front, the list has shown or passed over. */
  #passed = 0;

  constructor({ pages, forms }: Tools, deviceIds: readonly DeviceId[], options: FindOptions) {
    this.#pages = pages;
    this.#forms = forms;
    this.#options = options;
    this.#isWanted = new Set(deviceIds);
    this.#wanted = [...this.#isWanted].toSorted();
  }

  /**
   * The list sorted by ID shows every device of a stretch, so a page of it settles all wanted IDs up to its last device; the
   * next request begins at the next wanted ID, however many devices of others lie between. Each settles one ID at least:
   * that is never more than one request an ID, and never more than the whole list.
   */
  async leap(): Promise<void> {
    while (this.#wanted.length - this.#passed > 1) if (!(await this.#takeStretch())) return;
  }

  /** False: the list is not in the order that was asked for, and too long to be read whole. */
  async #takeStretch(): Promise<boolean> {
    const { deviceTypeId, signal } = this.#options;
    const [first, last] = [this.#wanted[this.#passed], this.#wanted.at(-1)];
    if (first === undefined || last === undefined) return false;
    // Whether the ends belong to a range is not documented
    const range = { sort: 'id', minId: neighbour(first, -1), maxId: neighbour(last, 1), deviceTypeId } as const;
    const order = new Order();
    let pages = 0;
    for await (const page of this.#pages.read(range, { mostPages, signal })) {
      pages += 1;
      this.#collect(page);
      order.add(page.entries);
      // A range that was read to its end has shown all it has, in whatever order
      const passed = page.isLast ? this.#wanted.length : this.#passedBy(order.end);
      if (passed > this.#passed) {
        this.#passed = passed;
        this.#tellProgress();
        return true;
      }
      if (pages === mostPages - 1) return false;
    }
    return false;
  }

  #passedBy(end: number): number {
    let passed = this.#passed;
    for (let next = this.#wanted[passed]; next !== undefined && numberOf(next) <= end; next = this.#wanted[passed])
      passed += 1;
    return passed;
  }

  /** What no page has shown; in a quick search only what no page has passed over either. */
  async askAlone(): Promise<void> {
    const isThorough = this.#options.effort === 'thorough';
    const open = this.#wanted.filter(
      (deviceId, index) => !this.found.has(deviceId) && (isThorough || index >= this.#passed),
    );
    if (isThorough && open.length > mostAlone && !(await this.#anyShownAlone(sampleOf(open, mostAlone)))) return;
    for (const [index, deviceId] of open.entries()) {
      if (this.found.has(deviceId)) continue;
      await this.#askFor(deviceId);
      this.#tell(open.length - index - 1);
    }
  }

  /** How the list means its range, and in which form it knows an ID, is the same for all: a sample tells whether it passed anything over. */
  async #anyShownAlone(sample: readonly DeviceId[]): Promise<boolean> {
    for (const [index, deviceId] of sample.entries()) {
      if (await this.#askFor(deviceId)) return true;
      this.#tell(sample.length - index - 1);
    }
    return false;
  }

  async #askFor(deviceId: DeviceId): Promise<boolean> {
    for (const form of this.#forms.of(deviceId, this.#options)) {
      if (!(await this.#isShownAlone(form, deviceId))) continue;
      this.#forms.knownAs(form, { deviceId });
      return true;
    }
    return false;
  }

  async #isShownAlone(form: string, deviceId: DeviceId): Promise<boolean> {
    for await (const page of this.#pages.read({ id: form }, { mostPages, signal: this.#options.signal })) {
      this.#collect(page);
      if (this.found.has(deviceId)) return true;
    }
    return false;
  }

  #collect({ entries }: ListPage<DeviceReply>): void {
    for (const entry of entries) {
      const deviceId = deviceOf(entry.id);
      const device = deviceId !== null && this.#isWanted.has(deviceId) ? toRegisteredDevice(entry) : null;
      if (device !== null) this.found.set(device.deviceId, device);
    }
  }

  #tellProgress(): void {
    const absent = this.#options.effort === 'quick' ? 0 : this.#passed - this.found.size;
    this.#tell(this.#wanted.length - this.#passed + Math.max(0, absent));
  }

  #tell(left: number): void {
    this.#options.onProgress?.({ seen: this.found.size, left });
  }
}

/** Holds a list against the order that was asked for: a page that breaks it says nothing of what it does not show. */
class Order {
  #end = -1;
  #isKept = true;

  /** The highest ID so far; below all, once the order is broken. */
  get end(): number {
    return this.#isKept ? this.#end : -1;
  }

  add(entries: readonly DeviceReply[]): void {
    for (const { id } of entries) {
      const number = numberOf(id);
      // Also of what is no number
      if (!(number > this.#end)) this.#isKept = false;
      this.#end = number;
    }
  }
}

const numberOf = (id: string): number => (/^[0-9a-f]{1,8}$/i.test(id) ? Number.parseInt(id, 16) : Number.NaN);

const neighbour = (deviceId: DeviceId, step: 1 | -1): string =>
  Math.min(Math.max(numberOf(deviceId) + step, 0), 0xffffffff)
    .toString(16)
    .toUpperCase()
    .padStart(8, '0');
