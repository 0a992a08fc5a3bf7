export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

/** At most `requests` in any stretch of `windowMs`. Times are of one clock that never jumps. */
export class SlidingWindow {
  readonly #limit: RateLimit;
  readonly #sentAt: number[] = [];

  constructor(limit: RateLimit) {
    this.#limit = limit;
  }

  /** How long until one more fits. */
  waitMs(now: number): number {
    while (now - (this.#sentAt[0] ?? now) >= this.#limit.windowMs) this.#sentAt.shift();
    const oldest = this.#sentAt[this.#sentAt.length - this.#limit.requests];
    return oldest === undefined ? 0 : oldest + this.#limit.windowMs - now;
  }

  record(now: number): void {
    this.#sentAt.push(now);
  }
}
