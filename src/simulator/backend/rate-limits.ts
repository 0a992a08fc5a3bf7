import type { Clock } from '../../domain/clock.ts';

/** So many requests in any window of that length, counted for each caller and, where a route is named, for that route alone. */
export interface RateLimit {
  /** null: all requests of one address together. */
  readonly route: { readonly method: string; readonly path: string } | null;
  readonly requests: number;
  readonly windowMs: number;
}

/**
 * What is published and concerns the routes that exist here.
 * @source support pages on rate limits, revision of July 2025; 6,000 a minute for an address from the notice of 2019
 */
export const publishedLimits: readonly RateLimit[] = [
  { route: { method: 'GET', path: '/v2/devices/' }, requests: 50, windowMs: 10_000 },
  { route: null, requests: 6_000, windowMs: 60_000 },
];

/** Remembers when each caller was let in. Windows slide; a refused request does not count. */
export class RateGate {
  readonly #clock: Clock;
  readonly #limits: readonly RateLimit[];
  readonly #admitted = new Map<string, readonly number[]>();

  /** `timeFactor`: how many times faster than the published windows time passes, so that a demo need not wait. */
  constructor({ clock, limits, timeFactor }: { readonly clock: Clock; readonly limits: readonly RateLimit[]; readonly timeFactor: number }) {
    this.#clock = clock;
    this.#limits = limits.map((limit) => ({ ...limit, windowMs: limit.windowMs / timeFactor }));
  }

  /** Lets the request in and counts it, or refuses it. `route`: null when the path has none. */
  admits(request: { readonly address: string; readonly route: { readonly method: string; readonly path: string } | null }): boolean {
    const now = this.#clock.now();
    const windows = this.#limits.flatMap((limit, index) => {
      if (limit.route !== null && (limit.route.method !== request.route?.method || limit.route.path !== request.route.path)) return [];
      const key = `${index} ${request.address}`;
      const recent = (this.#admitted.get(key) ?? []).filter((at) => at > now - limit.windowMs);
      return [{ key, recent, full: recent.length >= limit.requests }];
    });
    if (windows.some(({ full }) => full)) return false;
    for (const { key, recent } of windows) this.#admitted.set(key, [...recent, now]);
    return true;
  }
}
