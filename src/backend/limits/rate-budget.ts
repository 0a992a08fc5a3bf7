import { Backoff } from '../../async/backoff.ts';
import { Mutex } from '../../async/mutex.ts';
import type { Clock } from '../../domain/clock.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import { PerDeviceLimit } from './per-device-limit.ts';
import { SlidingWindow, type RateLimit } from './sliding-window.ts';

/**
 * `device list`: GET /devices/; `bulk`: /devices/bulk and /devices/bulk/transfer; `undelivered callbacks`: GET
 * /device-types/{id}/callbacks-not-delivered; `other`: everything without a limit of its own.
 * The limit of bulk requests was published without a method and later for POST only; here PUT counts as well (assumed).
 */
export type RequestKind = 'device list' | 'bulk' | 'undelivered callbacks' | 'other';

export interface RateLimits {
  readonly deviceList: RateLimit;
  readonly bulk: RateLimit;
  readonly undeliveredCallbacks: RateLimit;
  /** PUT of one device, and DELETE of one device: one request each. */
  readonly oneDevice: { readonly windowMs: number };
  /** Over all kinds together. */
  readonly overall: RateLimit;
}

/** @source the backend's published limits, as of July 2025; it changes them from time to time */
const publishedLimits: RateLimits = {
  deviceList: { requests: 50, windowMs: 10_000 },
  bulk: { requests: 5, windowMs: 600_000 },
  undeliveredCallbacks: { requests: 10, windowMs: 10_000 },
  oneDevice: { windowMs: 3_600_000 },
  overall: { requests: 6_000, windowMs: 60_000 },
};

interface Lane {
  readonly window: SlidingWindow | null;
  /** First come, first served. */
  readonly turn: Mutex;
}

/** A request of this kind has to wait so long for the backend's limits, in ms. */
export interface BudgetWait {
  readonly kind: RequestKind;
  readonly ms: number;
}

export interface RateBudgetOptions {
  readonly clock: Clock;
  readonly limits?: RateLimits;
  /** Told before each wait, for whoever watches. */
  readonly onWait?: (wait: BudgetWait) => void;
}

/** Keeps one backend's callers inside its limits: first come, first served within a kind; kinds do not wait for each other. */
export class RateBudget {
  readonly #clock: Clock;
  readonly #overall: SlidingWindow;
  readonly #lanes: Readonly<Record<RequestKind, Lane>>;
  /** Whether PUT and DELETE share one limit is not documented; kept apart here (assumed). */
  readonly #turns: Readonly<Record<'PUT' | 'DELETE', PerDeviceLimit>>;
  /** After a 429. */
  readonly #backoff: Backoff<'throttled'>;
  readonly #onWait: (wait: BudgetWait) => void;

  constructor(options: RateBudgetOptions) {
    const limits = options.limits ?? publishedLimits;
    this.#clock = options.clock;
    this.#backoff = new Backoff(options.clock);
    this.#onWait = options.onWait ?? (() => undefined);
    this.#overall = new SlidingWindow(withSlack(limits.overall));
    this.#lanes = {
      'device list': openLane(new SlidingWindow(withSlack(limits.deviceList))),
      bulk: openLane(new SlidingWindow(limits.bulk)),
      'undelivered callbacks': openLane(new SlidingWindow(limits.undeliveredCallbacks)),
      other: openLane(null),
    };
    this.#turns = { PUT: new PerDeviceLimit(limits.oneDevice), DELETE: new PerDeviceLimit(limits.oneDevice) };
  }

  /** Resolves when one request of this kind may leave, which must then leave at once; rejects with the signal's reason. */
  async acquire(kind: RequestKind, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const lane = this.#lanes[kind];
    await lane.turn.run(
      async () => {
        for (let waitMs = this.#waitMs(lane); waitMs > 0; waitMs = this.#waitMs(lane)) {
          this.#onWait({ kind, ms: waitMs });
          await this.#clock.sleep(waitMs, { signal });
        }
        const now = this.#clock.uptime();
        lane.window?.record(now);
        this.#overall.record(now);
      },
      { signal },
    );
  }

  /** 0: this device may be edited or deleted now, once. Else how long until it may, in ms: nobody waits an hour here. */
  takeTurn(method: 'PUT' | 'DELETE', deviceId: DeviceId): number {
    return this.#turns[method].take(deviceId, this.#clock.uptime());
  }

  /** The turn was not used: the request never left, or the backend said 429. */
  giveBackTurn(method: 'PUT' | 'DELETE', deviceId: DeviceId): void {
    this.#turns[method].giveBack(deviceId);
  }

  /** The backend said 429: nobody sends for a while. Returns for how long, in ms. */
  throttled({ retryAfterMs }: { readonly retryAfterMs: number | null }): number {
    return this.#backoff.failed('throttled', retryAfterMs);
  }

  /** The backend took a request: the next 429 starts with a short wait again. */
  succeeded(): void {
    this.#backoff.succeeded();
  }

  #waitMs(lane: Lane): number {
    const now = this.#clock.uptime();
    return Math.max(this.#backoff.leftMs, this.#overall.waitMs(now), lane.window?.waitMs(now) ?? 0);
  }
}

/** Requests do not arrive as evenly as they leave: one that was slow and one that was quick are nearer to each other there than here. */
const slackMs = 500;

const withSlack = ({ requests, windowMs }: RateLimit): RateLimit => ({
  requests,
  windowMs: windowMs + Math.min(slackMs, windowMs / 20),
});

const openLane = (window: SlidingWindow | null): Lane => ({ window, turn: new Mutex() });
