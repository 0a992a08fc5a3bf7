import type { Clock } from '../domain/clock.ts';
import type { ErrorCode } from '../domain/error-table.ts';

const firstMs = 1000;
const longestMs = 60_000;

/**
 * While the backend is out of reach or asks to slow down, units are not made to wait for it one by one: this remembers the
 * reason and until when, for twice as long after each failure, up to a minute.
 */
export class Backoff {
  readonly #clock: Clock;
  #untilMs = 0;
  #nextMs = firstMs;
  #why: { readonly code: ErrorCode; readonly message: string } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `retryAfterMs`: what the backend asked for, if it did. Failures of requests that were under way together count once. */
  begin(code: ErrorCode, message: string, retryAfterMs: number | null): void {
    const leftMs = this.leftMs();
    const askedMs = retryAfterMs ?? (leftMs > 0 ? leftMs : this.#nextMs);
    if (retryAfterMs === null && leftMs === 0) this.#nextMs = Math.min(this.#nextMs * 2, longestMs);
    this.#untilMs = this.#clock.uptime() + Math.max(askedMs, leftMs);
    this.#why = { code, message };
  }

  clear(): void {
    this.#untilMs = 0;
    this.#nextMs = firstMs;
    this.#why = null;
  }

  /** The backend answers: the next failure begins with a short pause again. What it asked for meanwhile is kept. */
  succeeded(): void {
    if (this.leftMs() === 0) this.clear();
  }

  leftMs(): number {
    return Math.max(0, this.#untilMs - this.#clock.uptime());
  }

  /** Null when the backend may be tried. */
  reason(): { readonly code: ErrorCode; readonly message: string } | null {
    return this.leftMs() > 0 ? this.#why : null;
  }
}
