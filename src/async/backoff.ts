import type { Clock } from '../domain/clock.ts';
import { pause } from './pause.ts';

const firstMs = 1000;
const longestMs = 60_000;
/** Another side that asks for more is asked again after this. */
const longestAskedMs = 3_600_000;

/** How long to leave somebody alone who fails or asks for it, and why: twice as long after each failure, up to a minute, until something succeeds. */
export class Backoff<Why> {
  readonly #clock: Clock;
  #until = 0;
  #nextMs = firstMs;
  #why: Why | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How much of the wait is left, in whole ms; 0: now is the time. */
  get leftMs(): number {
    return Math.max(0, Math.ceil(this.#until - this.#clock.uptime()));
  }

  /** The reason of the last failure, as long as the wait for it lasts; null: now is the time. */
  get why(): Why | null {
    return this.leftMs > 0 ? this.#why : null;
  }

  /**
   * Begins a wait, and returns how long it is now, in ms. Failures of requests that were in flight together count once.
   * `retryAfterMs`: what the other side asked for, if it did; an earlier wait is never made shorter by it.
   */
  failed(why: Why, retryAfterMs: number | null = null): number {
    const leftMs = this.leftMs;
    this.#why = why;
    if (retryAfterMs === null && leftMs > 0) return leftMs;
    const askedMs = Math.min(retryAfterMs ?? this.#nextMs, longestAskedMs);
    if (retryAfterMs === null) this.#nextMs = Math.min(this.#nextMs * 2, longestMs);
    this.#until = this.#clock.uptime() + Math.max(askedMs, leftMs);
    return this.leftMs;
  }

  /** The next failure begins with a short wait again. One that has begun is kept. */
  succeeded(): void {
    this.#nextMs = firstMs;
  }

  /** Resolves when the wait is over, or the signal aborts. */
  async wait({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    await pause(this.leftMs, { clock: this.#clock, signal });
  }
}
