import type { HttpClient, HttpRequest } from './http-client.ts';
import type { HttpResult } from './http-result.ts';
import type { RateBudget, RequestKind } from './rate-budget.ts';

/** HTTP inside the rate budget: waits before it sends, and lets the budget know what the backend thought of it. */
export class PacedHttp {
  readonly http: HttpClient;
  readonly #budget: RateBudget;
  readonly #closing = new AbortController();

  constructor(options: { readonly http: HttpClient; readonly budget: RateBudget }) {
    this.http = options.http;
    this.#budget = options.budget;
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
    if (result.status === 429) return { ...result, retryAfterMs: this.#budget.throttled(result) };
    if (result.status >= 200 && result.status < 300) this.#budget.succeeded();
    return result;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.http.close();
  }
}
