import { Pool } from 'undici';

import { describeNetworkFailure } from '../machine/network-failure.ts';

/** How one request ended. `reason`: for a person; never what was sent. */
export type PostOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface JsonPosterOptions {
  readonly url: URL;
  /** From the hand-over to the last byte of the answer. */
  readonly timeoutMs: number;
  /** `kept`: the next request uses the same one; `new`: nothing is left open, nor can a connection have died in between. */
  readonly connections: 'kept' | 'new';
}

/** Nobody has to say more than that. */
const longestAnswer = 64 * 1024;

/** JSON to one address. Redirects are not followed: what is sent goes to nobody whom the settings do not name. */
export class JsonPoster {
  readonly #url: URL;
  readonly #timeoutMs: number;
  readonly #pool: Pool;

  constructor({ url, timeoutMs, connections }: JsonPosterOptions) {
    this.#url = url;
    this.#timeoutMs = timeoutMs;
    this.#pool = new Pool(url.origin, {
      allowH2: false,
      pipelining: connections === 'kept' ? 1 : 0,
      // Said out loud, so that NODE_TLS_REJECT_UNAUTHORIZED cannot take it back
      connect: { rejectUnauthorized: true, timeout: timeoutMs },
      maxResponseSize: longestAnswer,
      // The deadline covers both
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Without the path, which may hold a key. */
  get host(): string {
    return this.#url.host;
  }

  /** @throws the signal's reason, and nothing else */
  async post(
    body: string,
    headers: Readonly<Record<string, string>>,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<PostOutcome> {
    const deadline = AbortSignal.timeout(this.#timeoutMs);
    try {
      const answer = await this.#pool.request({
        method: 'POST',
        path: `${this.#url.pathname}${this.#url.search}`,
        headers: { 'content-type': 'application/json', 'user-agent': 'pacline', ...headers },
        body,
        signal: AbortSignal.any([signal, deadline]),
      });
      return { kind: 'answered', status: answer.statusCode, text: await answer.body.text() };
    } catch (error) {
      signal.throwIfAborted();
      return {
        kind: 'failed',
        reason: deadline.aborted ? `no whole answer within ${this.#timeoutMs} ms` : describeNetworkFailure(error),
      };
    }
  }

  /** Breaks every connection. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
