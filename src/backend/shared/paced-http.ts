import type { Clock } from '../../domain/clock.ts';
import type { ApiOptions } from './api-options.ts';
import type { HttpClient, HttpRequest } from '../http/http-client.ts';
import { isPage, type HttpResult } from '../http/http-result.ts';
import type { RateBudget, RequestKind } from '../limits/rate-budget.ts';

/** Answers of the API and of many a gateway before it, so that they tell nothing of the address. */
const inDoubt: ReadonlySet<number> = new Set([401, 403, 429]);

/** HTTP inside the rate budget: waits before it sends, and lets the budget know what the backend thought of it. */
export class PacedHttp {
  readonly http: HttpClient;
  readonly #budget: RateBudget;
  readonly #clock: Clock;
  /** The date of the last answer, and our own clock when it came. */
  #lastDate: { readonly serverMs: number; readonly uptime: number } | null = null;
  readonly #closing = new AbortController();
  /** Something was found where it had to be: the base address is right. */
  #isApi = false;

  constructor({ http, budget, clock }: ApiOptions) {
    this.http = http;
    this.#budget = budget;
    this.#clock = clock;
  }

  /**
   * Throws the signal's reason if it aborts before anything was sent, and nothing else. After `close` every
   * new request is `not sent`. The `retryAfterMs` of a 429 is how long the budget will really wait.
   */
  async ask(
    kind: RequestKind,
    request: HttpRequest,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<HttpResult> {
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    try {
      await this.#budget.acquire(kind, { signal: stop });
    } catch (error) {
      signal.throwIfAborted();
      if (this.#closing.signal.aborted)
        return { kind: 'not sent', code: 'backend unreachable', reason: 'the client was closed' };
      throw error;
    }
    const result = await this.http.send(request, { signal: stop });
    if (result.kind === 'not sent') signal.throwIfAborted();
    if (result.kind !== 'answered') return result;
    if (result.serverDateMs !== null) this.#lastDate = { serverMs: result.serverDateMs, uptime: this.#clock.uptime() };
    if (result.status === 429) return { ...result, retryAfterMs: this.#budget.throttled(result) };
    if (result.status >= 200 && result.status < 300) {
      this.#budget.succeeded();
      this.#isApi ||= result.body.kind === 'json';
    }
    return result;
  }

  /** What time it is for the backend, by the date of its last answer; null: no answer with a date has come. In ms since the epoch. */
  serverNow(): number | null {
    return this.#lastDate && Math.floor(this.#lastDate.serverMs + this.#clock.uptime() - this.#lastDate.uptime);
  }

  /**
   * Whether something that is not there is really a base address that leads nowhere: while nothing was ever found under it, a
   * thing that every API has is asked for. False in doubt. @throws the signal's reason
   */
  async isWrongAddress({ signal }: { readonly signal: AbortSignal }): Promise<boolean> {
    const { probePath } = this.http;
    if (this.#isApi || probePath === null) return false;
    const probed = await this.ask('other', { method: 'GET', path: probePath }, { signal });
    if (probed.kind !== 'answered' || probed.status >= 500 || inDoubt.has(probed.status)) return false;
    return probed.status === 404 || probed.redirectHost !== null || isPage(probed.body);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.http.close();
  }
}
