import { Client, Pool, type Dispatcher } from 'undici';

import { describeNetworkFailure } from '../../machine/network-failure.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { BaseUrl } from './base-url.ts';
import { createConnector } from './connector.ts';
import type { Credentials } from './credentials.ts';
import { decodeContent } from './decode-content.ts';
import { exchange, type ExchangeOutcome, type Headers } from './http-exchange.ts';
import {
  parseBody,
  parseDate,
  parseRetryAfter,
  unreadableBody,
  type AnswerBody,
  type HttpResult,
} from './http-result.ts';
import { directAccess, type NetworkAccess } from './network-access.ts';

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
  /** Default: directly, with the authorities of this computer. */
  readonly network?: NetworkAccess;
  /**
   * A GET that every API user gets an answer to, relative to the base: asked to tell a wrong base address from a thing that is
   * not there. Default: none, and then the two are not told apart.
   */
  readonly probePath?: string;
  /** From the hand-over of a request to the last byte of its answer, and a second more for every 32 kB that are sent. Default 30 s. */
  readonly deadlineMs?: number;
  /** Default 10 s. */
  readonly connectTimeoutMs?: number;
  /** Default 64 MB: a job tells every one of its failures, of which there may be 200,000. */
  readonly maxAnswerBytes?: number;
}

const defaultAnswerBytes = 64 * 1024 * 1024;

/** A batch of 10 MB has to pass a slow line and be read at the other end: it gets five minutes. */
const bytesASecond = 32 * 1024;

/**
 * HTTP to one backend and to no other host: redirects are not followed, nothing is ever sent twice. It tells apart what
 * the registrar must know: answered, certainly not sent, or lost on the way.
 */
export class HttpClient {
  readonly baseUrl: BaseUrl;
  readonly credentials: Credentials;
  readonly probePath: string | null;
  readonly #deadlineMs: number;
  readonly #maxAnswerBytes: number;
  readonly #closing = new AbortController();
  readonly #pool: Pool;
  readonly #connectionOptions: Pool.Options;
  /** Connections of single large requests. */
  readonly #own = new Set<Dispatcher>();

  constructor(options: HttpClientOptions) {
    this.baseUrl = options.baseUrl;
    this.credentials = options.credentials;
    this.probePath = options.probePath ?? null;
    this.#deadlineMs = options.deadlineMs ?? 30_000;
    this.#maxAnswerBytes = options.maxAnswerBytes ?? defaultAnswerBytes;
    const { baseUrl: base, network = directAccess, connectTimeoutMs: timeoutMs = 10_000 } = options;
    this.#connectionOptions = {
      // HTTP/1.1 only: one request a connection, so that a broken connection speaks of one request
      allowH2: false,
      pipelining: 1,
      connect: createConnector({ base, network, timeoutMs, signal: this.#closing.signal }),
      maxResponseSize: this.#maxAnswerBytes,
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
    const dispatcher =
      body !== null && body.length > largeBody ? new Client(this.baseUrl.origin, this.#connectionOptions) : this.#pool;
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

    if (outcome.kind === 'answered') return this.#read(outcome);
    const stopped = signal.aborted
      ? 'stopped by us'
      : deadline.aborted
        ? `no whole answer within ${deadlineMs} ms`
        : null;
    if (outcome.started) return { kind: 'lost', reason: stopped ?? describeNetworkFailure(outcome.error) };
    if (stopped === null && PaclineError.is(outcome.error))
      return { kind: 'not sent', code: outcome.error.code, reason: outcome.error.sentence };
    return { kind: 'not sent', code: 'backend unreachable', reason: stopped ?? describeNetworkFailure(outcome.error) };
  }

  async #read({
    status,
    headers,
    bytes,
  }: Extract<ExchangeOutcome, { readonly kind: 'answered' }>): Promise<HttpResult> {
    const location = header(headers, 'location');
    const body = await this.#readBody(bytes, headers);
    if (body === 'too large') return { kind: 'lost', reason: 'the answer is larger than allowed' };
    return {
      kind: 'answered',
      status,
      body,
      retryAfterMs: parseRetryAfter({ retryAfter: header(headers, 'retry-after'), date: header(headers, 'date') }),
      serverDateMs: parseDate(header(headers, 'date')),
      redirectHost: location !== null && status >= 300 && status < 400 ? this.baseUrl.hostOf(location) : null,
    };
  }

  async #readBody(bytes: Uint8Array, { 'content-encoding': encoding }: Headers): Promise<AnswerBody | 'too large'> {
    const decoded = await decodeContent(bytes, Array.isArray(encoding) ? encoding.join(',') : (encoding ?? null), {
      maxBytes: this.#maxAnswerBytes,
    });
    if (decoded.kind === 'too large') return 'too large';
    return decoded.kind === 'decoded' ? parseBody(decoded.bytes) : unreadableBody(decoded.why);
  }

  /** Breaks every connection; pending requests settle as `lost` or `not sent`. */
  async close(): Promise<void> {
    this.#closing.abort();
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
