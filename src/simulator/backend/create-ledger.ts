import { wireId } from './wire-id.ts';

/** `arrived`: a create request reached the backend, whatever became of it; `committed`: the device exists since then. */
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

/**
 * Every create that arrived and every one that was carried out, for tests and for the demo's final table. Attempts count
 * also what was refused, throttled, or lost to a fault: a second one without a look-up between is what the ledger is there to show.
 */
export class CreateLedger {
  readonly #entries: LedgerEntry[] = [];

  record(kind: LedgerEntry['kind'], deviceId: string, at: number): void {
    this.#entries.push({ kind, deviceId: wireId(deviceId), at });
  }

  /** In the order in which it happened. */
  entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  /** Of one device; the ID with or without leading zeros. */
  count(deviceId: string): CreateCount {
    const own = this.#entries.filter((entry) => entry.deviceId === wireId(deviceId));
    return {
      attempts: own.filter((entry) => entry.kind === 'arrived').length,
      committed: own.filter((entry) => entry.kind === 'committed').length,
    };
  }
}
