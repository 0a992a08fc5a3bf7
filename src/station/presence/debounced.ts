/** A level that bounces, smoothed: what has not stood still for `holdMs` does not count. Begins low. */
export class Debounced {
  readonly #holdMs: number;
  #level = false;
  #other: { readonly since: number } | null = null;

  constructor(holdMs: number) {
    this.#holdMs = holdMs;
  }

  /** One look, at a time that never goes back, in ms; what counts after it. */
  look(level: boolean, at: number): boolean {
    if (level === this.#level) this.#other = null;
    else {
      this.#other ??= { since: at };
      if (at - this.#other.since >= this.#holdMs) {
        this.#level = level;
        this.#other = null;
      }
    }
    return this.#level;
  }
}
