import type { BenchSummary, LiveFrame, TileSlot } from '../../bench-state.ts';
import { Value } from '../shared/value.ts';
import { Connection } from './connection.ts';
import { ageOf, isStale, momentNow, type Moment } from './freshness.ts';

/** Between two looks at the clock where nothing is painted, in ms; where something is, every frame looks. */
const lookEveryMs = 200;

/** What the page knows of the bench, kept by the live connection. */
export class BenchStore {
  readonly summary = new Value<BenchSummary | null>(null);
  /** By name. */
  readonly slots = new Value<ReadonlyMap<string, TileSlot>>(new Map());
  /** Whether what is shown may no longer be believed. */
  readonly isStale = new Value(true);
  /** Counts on with the page's time, every fifth of a second. */
  readonly tick = new Value(0);
  readonly #listeners = new Set<(slots: readonly TileSlot[]) => void>();
  /** The station's time at a moment of the page; null: nothing was heard. */
  #heard: { readonly at: number; readonly moment: Moment } | null = null;
  #trueAsOf: Moment | null = null;
  #sequence: number | null = null;

  /** When the picture was certainly true, by the page's clock; null: never. */
  get trueAsOf(): Moment | null {
    return this.#trueAsOf;
  }

  /** How long ago that was, in ms; null: it never was. */
  get ageMs(): number | null {
    return this.#trueAsOf === null ? null : ageOf(this.#trueAsOf, momentNow());
  }

  /** The station's time, in ms since 1970. */
  get now(): number {
    const { steady, wall } = momentNow();
    return this.#heard === null ? wall : this.#heard.at + Math.max(0, steady - this.#heard.moment.steady);
  }

  /** Connects, for as long as the page is open. */
  open(url: string): void {
    const connection = new Connection({
      url,
      after: () => this.#sequence,
      onFrame: (frame) => this.#show(frame),
      onTrueAsOf: (moment) => {
        this.#trueAsOf = moment;
        this.#look();
      },
    });
    connection.start();
    setInterval(() => {
      this.tick.value += 1;
      this.#look();
    }, lookEveryMs);
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

  #show({ sequence, at, slots, bench }: LiveFrame): void {
    this.#sequence = sequence;
    this.#heard = { at, moment: momentNow() };
    if (bench !== undefined) this.summary.value = bench;
    if (slots.length === 0) return;
    this.slots.value = new Map([...this.slots.value, ...slots.map((slot) => [slot.slot, slot] as const)]);
    for (const listener of this.#listeners) listener(slots);
  }

  #look(): void {
    this.isStale.value = isStale(this.#trueAsOf, momentNow());
  }
}
