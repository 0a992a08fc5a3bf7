import type { Clock } from '../domain/clock.ts';
import { SlidingWindow, type RateLimit } from './sliding-window.ts';
import { ThrottleGate } from './throttle-gate.ts';

/** `device list`: GET /devices/; `bulk`: POST /devices/bulk; `other`: everything without a limit of its own. */
export type RequestKind = 'device list' | 'bulk' | 'other';

export interface RateLimits {
  readonly deviceList: RateLimit;
  readonly bulk: RateLimit;
  /** Over all kinds together. */
  readonly overall: RateLimit;
}

/** @source the backend's published limits, as of July 2025; it changes them from time to time */
const publishedLimits: RateLimits = {
  deviceList: { requests: 50, windowMs: 10_000 },
  bulk: { requests: 5, windowMs: 600_000 },
  overall: { requests: 6_000, windowMs: 60_000 },
};

interface Lane {
  readonly window: SlidingWindow | null;
  /** Settles when everyone who came before has had their turn. */
  tail: Promise<void>;
}

/** Keeps one backend's callers inside its limits: first come, first served within a kind; kinds do not wait for each other. */
export class RateBudget {
  readonly #clock: Clock;
  readonly #overall: SlidingWindow;
  readonly #lanes: Readonly<Record<RequestKind, Lane>>;
  readonly #gate = new ThrottleGate();

  constructor(options: { readonly clock: Clock; readonly limits?: RateLimits }) {
    const limits = options.limits ?? publishedLimits;
    this.#clock = options.clock;
    this.#overall = new SlidingWindow(limits.overall);
    this.#lanes = {
      'device list': openLane(new SlidingWindow(limits.deviceList)),
      bulk: openLane(new SlidingWindow(limits.bulk)),
      other: openLane(null),
    };
  }

  /** Resolves when one request of this kind may leave, which must then leave at once; rejects with the signal's reason. */
  async acquire(kind: RequestKind, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    signal.throwIfAborted();
    const lane = this.#lanes[kind];
    const before = lane.tail;
    const turn = Promise.withResolvers<void>();
    lane.tail = before.then(() => turn.promise);
    try {
      await settledOrAborted(before, signal);
      for (let waitMs = this.#waitMs(lane); waitMs > 0; waitMs = this.#waitMs(lane)) {
        await this.#clock.sleep(waitMs, { signal });
      }
      const now = this.#clock.uptime();
      lane.window?.record(now);
      this.#overall.record(now);
    } finally {
      turn.resolve();
    }
  }

  /** The backend said 429: nobody sends for a while. Returns for how long, in ms. */
  throttled({ retryAfterMs }: { readonly retryAfterMs: number | null }): number {
    return this.#gate.close({ now: this.#clock.uptime(), retryAfterMs });
  }

  /** The backend took a request: the next 429 starts with a short wait again. */
  succeeded(): void {
    this.#gate.succeeded();
  }

  #waitMs(lane: Lane): number {
    const now = this.#clock.uptime();
    return Math.max(this.#gate.waitMs(now), this.#overall.waitMs(now), lane.window?.waitMs(now) ?? 0);
  }
}

const openLane = (window: SlidingWindow | null): Lane => ({ window, tail: Promise.resolve() });

const settledOrAborted = async (promise: Promise<void>, signal: AbortSignal): Promise<void> => {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  try {
    await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};
