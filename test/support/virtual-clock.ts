import type { Clock } from '../../src/domain/clock.ts';

interface Sleeper {
  readonly wakeAt: number;
  wake(): void;
}

/** Time that stands still until a test moves it. Begins at an arbitrary fixed instant. */
export class VirtualClock implements Clock {
  #now: number;
  #setByMs = 0;
  readonly #sleepers = new Set<Sleeper>();
  readonly #watchers = new Set<{ readonly count: number; notice(): void }>();

  constructor(start = Date.UTC(2026, 10, 2, 8)) {
    this.#now = start;
  }

  now(): number {
    return this.#now + this.#setByMs;
  }

  uptime(): number {
    return this.#now;
  }

  /** Somebody sets the wall clock forward, or back; what has passed is not touched by that. */
  set(byMs: number): void {
    this.#setByMs += byMs;
  }

  /** How many sleeps are pending: 0 shows that nothing is left behind. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  /** How long until the next sleeper wakes, in ms; null: nobody sleeps. */
  get untilNextMs(): number | null {
    const wakes = [...this.#sleepers].map(({ wakeAt }) => wakeAt);
    return wakes.length === 0 ? null : Math.max(0, Math.min(...wakes) - this.#now);
  }

  sleep(ms: number, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (signal.aborted) {
      reject(signal.reason);
      return promise;
    }
    const settle = (): void => {
      this.#sleepers.delete(sleeper);
      signal.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      settle();
      reject(signal.reason);
    };
    const sleeper: Sleeper = {
      wakeAt: this.#now + ms,
      wake: () => {
        settle();
        resolve();
      },
    };
    this.#sleepers.add(sleeper);
    signal.addEventListener('abort', abort);
    for (const watcher of this.#watchers) if (this.#sleepers.size >= watcher.count) watcher.notice();
    return promise;
  }

  /** Resolves as soon as `count` sleeps are pending, so that a test moves time only when the code under test waits for it. */
  async untilSleeping(count = 1): Promise<void> {
    if (this.#sleepers.size >= count) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const watcher = { count, notice: resolve };
    this.#watchers.add(watcher);
    await promise;
    this.#watchers.delete(watcher);
  }

  /** Moves time on and wakes sleepers in their order; one woken may sleep again and is woken again when that is due. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (let next = this.#nextDue(end); next !== undefined; next = this.#nextDue(end)) {
      this.#now = next.wakeAt;
      next.wake();
      await new Promise((resume) => setImmediate(resume));
    }
    this.#now = end;
  }

  #nextDue(end: number): Sleeper | undefined {
    return [...this.#sleepers].filter((sleeper) => sleeper.wakeAt <= end).toSorted((a, b) => a.wakeAt - b.wakeAt)[0];
  }
}
