import type { BenchSummary, TileSlot } from '../../../src/web/bench-state.ts';
import type { BenchSource } from '../../../src/web/server/live-feed.ts';

/** An empty slot, but for what is changed. */
export const tile = (slot: string, changes: Partial<TileSlot> = {}): TileSlot => ({
  slot,
  state: 'empty',
  colour: 'none',
  code: null,
  deviceId: null,
  phase: null,
  wanted: null,
  goldenUnit: null,
  isGolden: false,
  isTakenOut: false,
  keptSerialNumber: null,
  isHeld: false,
  message: null,
  actor: null,
  steps: [],
  since: 0,
  elapsedMs: null,
  picture: null,
  ...changes,
});

/** A bench on which nothing has happened. */
export const emptySummary: BenchSummary = {
  station: 'bench 1',
  version: '1.0.0',
  isLive: true,
  product: 'Sensor',
  certificate: null,
  order: null,
  done: 0,
  owed: 0,
  red: 0,
  owedSince: null,
  isDebtPressing: false,
  person: null,
  lastScan: null,
  nextScan: null,
  fixture: { rows: 1, columns: 2, places: [] },
  unknownPorts: [],
  language: 'en',
};

/** A bench whose picture the test draws. */
export class DrawnBench implements BenchSource {
  readonly #tiles = new Map<string, TileSlot>();
  readonly #listeners = new Set<() => void>();
  #summary: BenchSummary;
  #sequence = 0;

  constructor(tiles: readonly TileSlot[], summary: Partial<BenchSummary> = {}) {
    for (const one of tiles) this.#tiles.set(one.slot, one);
    this.#summary = { ...emptySummary, ...summary };
  }

  /** As the journal has it: written first, then shown. */
  change(sequence: number, ...tiles: readonly TileSlot[]): void {
    this.#sequence = sequence;
    for (const one of tiles) this.#tiles.set(one.slot, one);
    for (const listener of this.#listeners) listener();
  }

  /** Another bench altogether. */
  draw(tiles: readonly TileSlot[], summary: Partial<BenchSummary>): void {
    this.#tiles.clear();
    this.summarise(summary);
    this.change(this.#sequence + 1, ...tiles);
  }

  summarise(changes: Partial<BenchSummary>): void {
    this.#summary = { ...this.#summary, ...changes };
  }

  slots = (): readonly TileSlot[] => [...this.#tiles.values()];
  summary = (): BenchSummary => this.#summary;
  sequence = async (): Promise<number> => this.#sequence;
  onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
