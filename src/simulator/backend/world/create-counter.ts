import { deviceNumber } from './entities.ts';

/** `arrived`: a create of this device reached the backend, whatever became of it; `committed`: the device exists since then. */
export interface LedgerEntry {
  readonly kind: 'arrived' | 'committed';
  /** Without leading zeros. */
  readonly deviceId: string;
  readonly at: number;
}

export interface CreateCount {
  readonly attempts: number;
  readonly committed: number;
}

/** Attempts and commits of one device share a number, so that hundreds of thousands of devices stay small. */
const oneAttempt = 1;
const oneCommit = 2 ** 16;

/**
 * Every create that arrived and every one that was carried out, singly or by bulk, for tests and for the demo's final table.
 * Attempts count also what was refused, throttled, or lost to a fault: a second one without a look-up between is what the
 * ledger is there to show.
 */
export class CreateCounter {
  readonly #counts = new Map<number, number>();
  /** Columns of the entries. */
  readonly #devices: number[] = [];
  readonly #times: number[] = [];
  readonly #commits: boolean[] = [];

  record(kind: LedgerEntry['kind'], deviceId: string, at: number): void {
    const device = deviceNumber(deviceId);
    this.#devices.push(device);
    this.#times.push(at);
    this.#commits.push(kind === 'committed');
    this.#counts.set(device, (this.#counts.get(device) ?? 0) + (kind === 'committed' ? oneCommit : oneAttempt));
  }

  /** In the order in which it happened. */
  entries(): readonly LedgerEntry[] {
    return this.#devices.map((device, index) => ({
      kind: this.#commits[index] === true ? 'committed' : 'arrived',
      deviceId: device.toString(16).toUpperCase(),
      at: this.#times[index] ?? 0,
    }));
  }

  /** Devices of which more than one create arrived, or was carried out; without leading zeros. A shift that went well has none. */
  repeated(kind: LedgerEntry['kind']): readonly string[] {
    const isRepeated = (count: number): boolean =>
      (kind === 'arrived' ? count % oneCommit : Math.floor(count / oneCommit)) > 1;
    return [...this.#counts]
      .filter(([, count]) => isRepeated(count))
      .map(([device]) => device.toString(16).toUpperCase());
  }

  /** Of one device; the ID in any width and case. Takes the same time however many creates there were. */
  count(deviceId: string): CreateCount {
    const count = this.#counts.get(deviceNumber(deviceId)) ?? 0;
    return { attempts: count % oneCommit, committed: Math.floor(count / oneCommit) };
  }
}
