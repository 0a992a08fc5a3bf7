import type { Clock } from '../../../domain/clock.ts';

/** So many requests in any window of that length, counted for each caller and, where a route is named, for that route alone. */
export interface RouteLimit {
  /** null: all requests of one address together. */
  readonly route: { readonly method: string; readonly path: string } | null;
  readonly requests: number;
  readonly windowMs: number;
  /** Counted for each device that the path names; default: for all together. */
  readonly perDevice?: true;
}

const minuteMs = 60_000;

/**
 * What is published and concerns the routes that exist here.
 * @source support pages on rate limits, revision of July 2025; 6,000 a minute for an address from the notice of 2019
 */
export const publishedLimits: readonly RouteLimit[] = [
  { route: { method: 'GET', path: '/v2/devices/' }, requests: 50, windowMs: 10_000 },
  { route: { method: 'GET', path: '/v2/devices/{id}/messages' }, requests: 15, windowMs: 1_000 },
  { route: { method: 'GET', path: '/v2/device-types/{id}/callbacks-not-delivered' }, requests: 10, windowMs: 10_000 },
  { route: { method: 'PUT', path: '/v2/devices/{id}' }, requests: 1, windowMs: 60 * minuteMs, perDevice: true },
  { route: { method: 'DELETE', path: '/v2/devices/{id}' }, requests: 1, windowMs: 60 * minuteMs, perDevice: true },
  { route: { method: 'POST', path: '/v2/devices/bulk' }, requests: 5, windowMs: 10 * minuteMs },
  { route: { method: 'POST', path: '/v2/devices/bulk/transfer' }, requests: 5, windowMs: 10 * minuteMs },
  { route: null, requests: 6_000, windowMs: minuteMs },
];

interface GatedRequest {
  readonly address: string;
  /** null: the path has none. */
  readonly route: { readonly method: string; readonly path: string } | null;
  /** Parts of the path. */
  readonly params: Readonly<Record<string, string>>;
}

/** Remembers when each caller was let in. Windows slide; a refused request does not count. */
export class RateGate {
  readonly #clock: Clock;
  readonly #limits: readonly RouteLimit[];
  readonly #admitted = new Map<string, number[]>();

  /** `timeFactor`: how many times faster than the published windows time passes, so that a demo need not wait. */
  constructor({
    clock,
    limits,
    timeFactor,
  }: {
    readonly clock: Clock;
    readonly limits: readonly RouteLimit[];
    readonly timeFactor: number;
  }) {
    this.#clock = clock;
    this.#limits = limits.map((limit) => ({ ...limit, windowMs: limit.windowMs / timeFactor }));
  }

  /** Lets the request in and counts it, or refuses it. */
  admits(request: GatedRequest): boolean {
    const now = this.#clock.now();
    const windows = this.#limits.flatMap((limit, index) => {
      if (
        limit.route !== null &&
        (limit.route.method !== request.route?.method || limit.route.path !== request.route.path)
      )
        return [];
      const key = `${index} ${request.address} ${limit.perDevice ? Number.parseInt(request.params['id'] ?? '', 16) : ''}`;
      const recent = this.#admitted.get(key) ?? [];
      while (recent.length > 0 && (recent[0] ?? 0) <= now - limit.windowMs) recent.shift();
      return [{ key, recent, full: recent.length >= limit.requests }];
    });
    if (windows.some(({ full }) => full)) return false;
    for (const { key, recent } of windows) {
      recent.push(now);
      this.#admitted.set(key, recent);
    }
    return true;
  }
}
