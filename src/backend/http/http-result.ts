import type { ErrorCode } from '../../domain/errors/error-table.ts';

/** The body of an answer: what it says, or, where it is not JSON, what it looks like, as half a sentence. */
export type AnswerBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text'; readonly is: 'empty' | 'page' | 'other'; readonly looksLike: string };

export interface HttpAnswered {
  readonly kind: 'answered';
  readonly status: number;
  readonly body: AnswerBody;
  /** From `Retry-After`; null where the header is absent or cannot be understood. */
  readonly retryAfterMs: number | null;
  /** What the server's clock said, from `Date`, in ms since the epoch; whole seconds. null where it said nothing. */
  readonly serverDateMs: number | null;
  /** Of a 3xx: the host it points to. It is never followed. */
  readonly redirectHost: string | null;
}

/** Not one byte of the request has left. */
interface NotSent {
  readonly kind: 'not sent';
  /** `backend unreachable`, or what is in the way: `proxy refused`, `backend not trusted`. */
  readonly code: ErrorCode;
  /** Half a sentence, that says whose fault it is and, where it is not the network, what to do. */
  readonly reason: string;
}

/** The request was sent, or may have been, and no whole answer came: it may have been carried out. */
interface AnswerLost {
  readonly kind: 'lost';
  readonly reason: string;
}

export type HttpResult = HttpAnswered | NotSent | AnswerLost;

export const parseBody = (bytes: Uint8Array): AnswerBody => {
  const text = new TextDecoder().decode(bytes);
  try {
    return { kind: 'json', value: JSON.parse(text) as unknown };
  } catch {
    return textBody(text.trimStart());
  }
};

/** The API answers with JSON or with nothing; what stands in its place answers with a page. */
export const isPage = (body: AnswerBody): boolean => body.kind === 'text' && body.is === 'page';

const textBody = (text: string): AnswerBody => {
  if (text === '') return { kind: 'text', is: 'empty', looksLike: 'an empty body' };
  if (text.startsWith('<')) return { kind: 'text', is: 'page', looksLike: 'an HTML page; is a proxy in between?' };
  return {
    kind: 'text',
    is: 'other',
    looksLike: text.startsWith('{') || text.startsWith('[') ? 'JSON that breaks off' : 'text that is not JSON',
  };
};

/** One that came whole and compressed in a way that cannot be undone. */
export const unreadableBody = (why: string): AnswerBody => ({
  kind: 'text',
  is: 'other',
  looksLike: `a body that cannot be read: ${why}`,
});

/**
 * `Retry-After` as milliseconds: seconds, or a date, which is held against the server's own `Date`, for the clock of a
 * bench may be wrong. @source RFC 9110, 10.2.3. The backend documents no such header; a gateway may send it.
 */
export const parseRetryAfter = (headers: {
  readonly retryAfter: string | null;
  readonly date: string | null;
}): number | null => {
  if (headers.retryAfter === null) return null;
  if (/^\d{1,9}$/.test(headers.retryAfter)) return Number(headers.retryAfter) * 1000;
  const waitMs = Date.parse(headers.retryAfter) - Date.parse(headers.date ?? '');
  return Number.isNaN(waitMs) ? null : Math.max(0, waitMs);
};

/** @source RFC 9110, 6.6.1 */
export const parseDate = (date: string | null): number | null => {
  const at = Date.parse(date ?? '');
  return Number.isNaN(at) ? null : at;
};
