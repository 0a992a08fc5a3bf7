import type { Clock } from '../domain/clock.ts';
import type { ApiOptions } from './api-options.ts';
import type { HttpClient, HttpRequest } from './http-client.ts';
import type { HttpResult } from './http-result.ts';
import type { RateBudget, RequestKind } from './rate-budget.ts';

/** HTTP inside the rate budget: waits before it sends, and lets the budget know what the backend thought of it. */
export class PacedHttp {
  readonly http: HttpClient;
  readonly #budget: RateBudget;
  readonly #clock: Clock;
  /** The date of the last answer, and our own clock when it came. */
  #lastDate: { readonly serverMs: number; readonly uptime: number } | null = null;
  readonly #closing = new AbortController();

  constructor({ http, budget, clock }: ApiOptions) {
    this.http = http;
    this.#budget = budget;
    this.#clock = clock;
  }

  /**
   * Throws the signal's reason if it aborts before anything was sent, and nothing else. After `close` every
   * new request is `not sent`. The `retryAfterMs` of a 429 is how long the budget will really wait.
   */
  async ask(kind: RequestKind, request: HttpRequest, { signal }: { readonly signal: AbortSignal }): Promise<HttpResult> {
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    try {
      await this.#budget.acquire(kind, { signal: stop });
    } catch (error) {
      signal.throwIfAborted();
      if (this.#closing.signal.aborted) return { kind: 'not sent', reason: 'the client was closed' };
      throw error;
    }
    const result = await this.http.send(request, { signal: stop });
    if (result.kind === 'not sent') signal.throwIfAborted();
    if (result.kind !== 'answered') return result;
    if (result.serverDateMs !== null) this.#lastDate = { serverMs: result.serverDateMs, uptime: this.#clock.uptime() };
    if (result.status === 429) return { ...result, retryAfterMs: this.#budget.throttled(result) };
    if (result.status >= 200 && result.status < 300) this.#budget.succeeded();
    return result;
  }

  /** What time it is for the backend, by the date of its last answer; null: no answer with a date has come. In ms since the epoch. */
  serverNow(): number | null {
    return this.#lastDate && Math.floor(this.#lastDate.serverMs + this.#clock.uptime() - this.#lastDate.uptime);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.http.close();
  }
}
