const firstCloseMs = 1_000;
const longestBackoffMs = 60_000;
/** A server that asks for more is asked again after this. */
const longestCloseMs = 3_600_000;

/** Shut for a while by each "too many requests", longer every time, until something succeeds. Times are of one clock that never jumps. */
export class ThrottleGate {
  #opensAt = 0;
  #backoffMs = firstCloseMs;

  /**
   * Closes for what the server asked, else for 1 s, doubling up to 60 s. Answers of requests that were under way
   * together count once. Returns how long the gate is now closed, in ms.
   */
  close(options: { readonly now: number; readonly retryAfterMs: number | null }): number {
    const closedMs = this.waitMs(options.now);
    if (options.retryAfterMs === null && closedMs > 0) return closedMs;
    const askedMs = Math.min(options.retryAfterMs ?? this.#backoffMs, longestCloseMs);
    if (options.retryAfterMs === null) this.#backoffMs = Math.min(this.#backoffMs * 2, longestBackoffMs);
    this.#opensAt = options.now + Math.max(askedMs, closedMs);
    return this.waitMs(options.now);
  }

  waitMs(now: number): number {
    return Math.max(0, Math.ceil(this.#opensAt - now));
  }

  succeeded(): void {
    this.#backoffMs = firstCloseMs;
  }
}
