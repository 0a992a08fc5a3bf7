import type { z } from 'zod';
import type { Pac } from '../../domain/pac.ts';
import { backendWords, hidePacs } from './backend-words.ts';
import type { EditResult, NotDone, Refused, Unknown } from '../backend.ts';
import type { HttpRequest } from '../http/http-client.ts';
import { isPage, type AnswerBody, type HttpAnswered } from '../http/http-result.ts';
import type { PacedHttp } from './paced-http.ts';
import type { RequestKind } from '../limits/rate-budget.ts';

/** The answer was 2xx: the backend took the request, if it was the backend that answered. */
export interface RequestTaken {
  readonly kind: 'taken';
  readonly status: number;
  readonly body: AnswerBody;
}

/** `conflict`: 409. `gone`: 404 of the API itself. What they mean depends on what was asked. */
export type WriteOutcome =
  | RequestTaken
  | { readonly kind: 'conflict'; readonly words: string }
  | { readonly kind: 'gone'; readonly words: string }
  | NotDone;

interface WriteOptions {
  readonly kind: RequestKind;
  readonly request: HttpRequest;
  /** Secrets in the request, which the answer may repeat. */
  readonly pacs?: Iterable<Pac>;
  readonly signal: AbortSignal;
}

/** Refusals that are final for what was sent. @source API response codes; 422 by its meaning in HTTP */
const refusals: ReadonlySet<number> = new Set([400, 403, 404, 405, 412, 422]);

/**
 * Requests that change something. Whatever is not clearly one of the documented ends is `unknown`, for a proxy may answer
 * in the backend's place after the backend did its work, and a look-up costs less than doing a thing twice.
 */
export class Writer {
  readonly paced: PacedHttp;

  constructor(paced: PacedHttp) {
    this.paced = paced;
  }

  /** Throws only the signal's reason, if it aborts before anything was sent. */
  async send({ kind, request, pacs = [], signal }: WriteOptions): Promise<WriteOutcome> {
    const result = await this.paced.ask(kind, request, { signal });
    if (result.kind === 'not sent')
      return { kind: 'postponed', code: result.code, reason: `nothing was sent: ${result.reason}`, retryAfterMs: null };
    if (result.kind === 'lost') return { kind: 'unknown', reason: `the answer got lost: ${result.reason}` };
    const { status, body } = result;
    if (status >= 200 && status < 300) return { kind: 'taken', status, body };
    if (status === 404 && (await this.#isWrongAddress(signal))) {
      return {
        kind: 'postponed',
        code: 'wrong address',
        reason: `nothing was done: ${this.paced.http.baseUrl.wrongHere}`,
        retryAfterMs: null,
      };
    }
    const hide = hidePacs(pacs);
    return turnedDown(result, backendWords(body, { hide: (text) => hide(this.paced.http.credentials.hide(text)) }));
  }

  /** Stopped meanwhile: in doubt, no. */
  #isWrongAddress(signal: AbortSignal): Promise<boolean> {
    return this.paced.isWrongAddress({ signal }).catch(() => false);
  }
}

const turnedDown = ({ status, body, retryAfterMs, redirectHost }: HttpAnswered, words: string): WriteOutcome => {
  if (status === 409) return { kind: 'conflict', words };
  if (status === 413)
    return {
      kind: 'postponed',
      code: 'request too large',
      reason: `nothing was done, for the request is too large (413): ${words}`,
      retryAfterMs: null,
    };
  // A page is of something in between, which may have let the request through all the same
  if (isPage(body) && status !== 401 && status !== 429)
    return { kind: 'unknown', reason: `the backend answered ${status}, but with ${words}` };
  if (status === 404 && isOwn(body)) return { kind: 'gone', words };
  if (refusals.has(status)) return { kind: 'refused', code: status === 403 ? 'no rights' : 'backend refused', words };
  if (status === 401)
    return {
      kind: 'postponed',
      code: 'bad credentials',
      reason: `the backend answered 401: ${words}`,
      retryAfterMs: null,
    };
  if (status === 429)
    return { kind: 'postponed', code: 'backend throttled', reason: `the backend answered 429: ${words}`, retryAfterMs };
  if (redirectHost !== null)
    return {
      kind: 'unknown',
      reason: `the backend answered ${status}, a redirect to ${redirectHost}, which was not followed`,
    };
  return { kind: 'unknown', reason: `the backend answered ${status}: ${words}` };
};

/** The API answers with JSON or with nothing. */
const isOwn = (body: AnswerBody): boolean => body.kind === 'json' || body.is === 'empty';

/** 404 and 409 as what they are for most requests: a refusal. */
export const asRefusal = ({ words }: { readonly words: string }): Refused => ({
  kind: 'refused',
  code: 'backend refused',
  words,
});

/** What a 2xx answer says; `unknown` where it does not say what is documented. */
export const decodeRequestTaken = <T>(
  { status, body }: RequestTaken,
  reply: z.ZodType<T>,
  expected: string,
): { readonly kind: 'decoded'; readonly value: T } | Unknown => {
  const decoded = body.kind === 'json' ? reply.safeParse(body.value) : null;
  if (decoded?.success) return { kind: 'decoded', value: decoded.data };
  return {
    kind: 'unknown',
    reason: `the backend answered ${status}, but with ${body.kind === 'text' ? body.looksLike : `JSON that ${expected}`}`,
  };
};

/** The end of a request for one device whose answer has no body. An HTML page is no such answer, whatever its status. */
export const oneDeviceResult = (written: WriteOutcome): EditResult => {
  if (written.kind === 'gone') return { kind: 'absent' };
  if (written.kind === 'conflict') return asRefusal(written);
  if (written.kind !== 'taken') return written;
  const { status, body } = written;
  if (isOwn(body) && (status === 200 || status === 204)) return { kind: 'done' };
  return {
    kind: 'unknown',
    reason: `the backend answered ${status}${body.kind === 'text' ? `, but with ${body.looksLike}` : ''}`,
  };
};
