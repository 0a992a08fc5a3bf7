import type { Clock } from '../../src/domain/clock.ts';

/** Limits in `over` pass at once, all others never: so a test says which wait ends, however long the sockets take. */
export class LimitClock implements Clock {
  readonly over = new Set<number>();
  #waiting = 0;

  /** 0 shows that nothing is left behind. */
  get waiting(): number {
    return this.#waiting;
  }

  now(): number {
    return 0;
  }

  uptime(): number {
    return 0;
  }

  sleep(ms: number, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    if (this.over.has(ms)) return Promise.resolve();
    this.#waiting += 1;
    return new Promise((_, reject) => {
      signal.addEventListener(
        'abort',
        () => {
          this.#waiting -= 1;
          reject(signal.reason as Error);
        },
        { once: true },
      );
    });
  }
}
