import { Client, Pool, type Dispatcher } from 'undici';
import type { BaseUrl } from './base-url.ts';
import type { Credentials } from './credentials.ts';
import { exchange, type Headers } from './http-exchange.ts';
import { parseBody, parseDate, parseRetryAfter, type HttpResult } from './http-result.ts';

import { describeNetworkFailure } from '../domain/network-failure.ts';
/** One for each slot of the largest bench: with fewer, units that are seated together wait for each other's answers. */
const mostConnections = 32;

/** Bytes from which a request gets a connection of its own. */
const largeBody = 64 * 1024;

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Relative to the base, beginning with a slash, query included. */
  readonly path: string;
  /** Sent as JSON, which bytes are already; left out = no body. */
  readonly body?: object;
}

export interface HttpClientOptions {
  readonly baseUrl: BaseUrl;
  readonly credentials: Credentials;
  /** From the hand-over of a request to the last byte of its answer, and a second more for every 32 kB that are sent. Default 30 s. */
  readonly deadlineMs?: number;
  /** Default 10 s. */
  readonly connectTimeoutMs?: number;
  /** Default 64 MB: a job tells every one of its failures, of which there may be 200,000. */
  readonly maxAnswerBytes?: number;
}

/** A batch of 10 MB has to pass a slow line and be read at the other end: it gets five minutes. */
const bytesASecond = 32 * 1024;

/**
 * HTTP to one backend and to no other host: redirects are not followed, nothing is ever sent twice. It tells apart what
 * the registrar must know: answered, certainly not sent, or lost on the way.
 */
export class HttpClient {
  readonly baseUrl: BaseUrl;
  readonly credentials: Credentials;
  readonly #deadlineMs: number;
  readonly #pool: Pool;
  readonly #connectionOptions: Pool.Options;
  /** Connections of single large requests. */
  readonly #own = new Set<Dispatcher>();

  constructor(options: HttpClientOptions) {
    this.baseUrl = options.baseUrl;
    this.credentials = options.credentials;
    this.#deadlineMs = options.deadlineMs ?? 30_000;
    this.#connectionOptions = {
      // HTTP/1.1 only: one request a connection, so that a broken connection speaks of one request
      allowH2: false,
      pipelining: 1,
      connectTimeout: options.connectTimeoutMs ?? 10_000,
      maxResponseSize: options.maxAnswerBytes ?? 64 * 1024 * 1024,
      // The deadline covers both, and finer: undici's own timers are coarse
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    this.#pool = new Pool(this.baseUrl.origin, { connections: mostConnections, ...this.#connectionOptions });
  }

  /** Never throws: an abort, too, is a result (`not sent` or `lost`). */
  async send(request: HttpRequest, { signal }: { readonly signal: AbortSignal }): Promise<HttpResult> {
    const body = encodeBody(request);
    const deadlineMs = this.#deadlineMs + Math.floor((body?.length ?? 0) / bytesASecond) * 1000;
    const deadline = AbortSignal.timeout(deadlineMs);
    // A kept connection may have been closed by the other side unnoticed while a large body was made ready: half of it would be lost.
    const dispatcher = body !== null && body.length > largeBody ? new Client(this.baseUrl.origin, this.#connectionOptions) : this.#pool;
    if (dispatcher !== this.#pool) this.#own.add(dispatcher);
    const outcome = await exchange(
      dispatcher,
      {
        method: request.method,
        path: this.baseUrl.requestTarget(request.path),
        headers: {
          accept: 'application/json',
          authorization: this.credentials.authorization(),
          'user-agent': 'pacline',
          ...(body === null ? {} : { 'content-type': 'application/json' }),
        },
        body,
      },
      { signal: AbortSignal.any([signal, deadline]) },
    );
    if (dispatcher !== this.#pool) {
      this.#own.delete(dispatcher);
      void dispatcher.destroy();
    }

    if (outcome.kind === 'failed') {
      const kind = outcome.started ? 'lost' : 'not sent';
      if (signal.aborted) return { kind, reason: 'stopped by us' };
      if (deadline.aborted) return { kind, reason: `no whole answer within ${deadlineMs} ms` };
      return { kind, reason: describeNetworkFailure(outcome.error) };
    }
    const location = header(outcome.headers, 'location');
    return {
      kind: 'answered',
      status: outcome.status,
      body: parseBody(outcome.bytes),
      retryAfterMs: parseRetryAfter({ retryAfter: header(outcome.headers, 'retry-after'), date: header(outcome.headers, 'date') }),
      serverDateMs: parseDate(header(outcome.headers, 'date')),
      redirectHost: location !== null && outcome.status >= 300 && outcome.status < 400 ? this.baseUrl.hostOf(location) : null,
    };
  }

  /** Breaks every connection; pending requests settle as `lost` or `not sent`. */
  async close(): Promise<void> {
    await Promise.all([this.#pool, ...this.#own].map((dispatcher) => dispatcher.destroy()));
  }
}

const encodeBody = ({ body }: HttpRequest): Buffer | null => {
  if (body === undefined) return null;
  return Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
};

const header = (headers: Headers, name: string): string | null => {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
};
