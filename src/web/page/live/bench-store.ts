import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';

import type { BenchSummary, LiveFrame, TileSlot } from '../../bench-state.ts';
import { Connection } from './connection.ts';
import { ageOf, isStale, momentNow, type Moment } from './freshness.ts';

/** Between two looks at the clock where nothing is painted, in ms; where something is, every frame looks. */
const lookEveryMs = 200;

/** What the page knows of the bench, kept by the live connection. */
export class BenchStore {
  readonly summary = signal<BenchSummary | null>(null);
  /** By name. */
  readonly slots = signal<ReadonlyMap<string, TileSlot>>(new Map());
  /** Whether what is shown may no longer be believed. */
  readonly isStale = signal(true);
  /** When the station said something last; null: never. */
  readonly trueAsOf = signal<Moment | null>(null);
  /** The station's time, in ms since the epoch, to a fifth of a second. */
  readonly now: ReadonlySignal<number>;
  readonly #page = signal(momentNow());
  /** The station's time at a moment of the page. */
  readonly #offset = signal<{ readonly at: number; readonly moment: Moment } | null>(null);
  readonly #listeners = new Set<(slots: readonly TileSlot[]) => void>();
  #sequence: number | null = null;

  constructor() {
    this.now = computed(() => {
      const known = this.#offset.value;
      const page = this.#page.value;
      return known === null ? page.wall : known.at + Math.max(0, page.steady - known.moment.steady);
    });
  }

  /** Connects, for as long as the page is open. */
  open(url: string): void {
    const connection = new Connection({
      url,
      after: () => this.#sequence,
      onFrame: (frame) => this.#show(frame),
      onTrueAsOf: (moment) => {
        this.trueAsOf.value = moment;
        this.#look();
      },
    });
    connection.start();
    setInterval(() => this.#tick(), lookEveryMs);
    // Before every paint: a tab that slept must not paint what it showed before it slept
    const beforePaint = (): void => {
      this.#look();
      requestAnimationFrame(beforePaint);
    };
    requestAnimationFrame(beforePaint);
  }

  /** Told of the slots of each frame, behind the change. */
  onSlots(listener: (slots: readonly TileSlot[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** How long ago the picture was certainly true, in ms; null: it never was. */
  get ageMs(): number | null {
    return this.trueAsOf.value === null ? null : ageOf(this.trueAsOf.value, this.#page.value);
  }

  #show({ sequence, at, slots, bench }: LiveFrame): void {
    batch(() => {
      this.#sequence = sequence;
      this.#offset.value = { at: at, moment: momentNow() };
      this.#page.value = momentNow();
      if (bench !== undefined) this.summary.value = bench;
      if (slots.length > 0)
        this.slots.value = new Map([...this.slots.value, ...slots.map((slot) => [slot.slot, slot] as const)]);
    });
    if (slots.length > 0) for (const listener of this.#listeners) listener(slots);
  }

  #tick(): void {
    this.#page.value = momentNow();
    this.#look();
  }

  #look(): void {
    this.isStale.value = isStale(this.trueAsOf.value, momentNow());
  }
}
