import type { z } from 'zod';
import type { ErrorCode } from '../../domain/errors/error-table.ts';
import type { Pac } from '../../domain/pac.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { backendWords, hidePacs } from './backend-words.ts';
import { isPage, type HttpAnswered } from '../http/http-result.ts';
import type { PacedHttp } from './paced-http.ts';
import type { RequestKind } from '../limits/rate-budget.ts';

/** What a GET brought: the decoded answer, or an error with the status it came from. */
export type ReadResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly error: PaclineError };

export const mapResult = <T, U>(result: ReadResult<T>, change: (value: T) => U): ReadResult<U> =>
  result.ok ? { ok: true, value: change(result.value) } : result;

/** The value, or null for what is not there or not for us (400, 404). @throws PaclineError no rights */
export const valueOrNull = <T>(result: ReadResult<T>): T | null => {
  if (result.ok) return result.value;
  if (result.status === 403) throw result.error;
  return null;
};

interface ReadOptions<T> {
  readonly kind: RequestKind;
  /** Relative to the base address. */
  readonly path: string;
  readonly reply: z.ZodType<T>;
  /** Secrets in the path, which the answer may repeat. */
  readonly pacs?: readonly Pac[];
  readonly signal: AbortSignal;
}

/** GET requests: an answer as documented, or an error that says what came instead. */
export class Reader {
  readonly paced: PacedHttp;

  constructor(paced: PacedHttp) {
    this.paced = paced;
  }

  /** As `tryRead`, but every error is thrown. */
  async read<T>(options: ReadOptions<T>): Promise<T> {
    const result = await this.tryRead(options);
    if (!result.ok) throw result.error;
    return result.value;
  }

  /** As `read`, but null where there is no such thing (404). */
  async readIfThere<T>(options: ReadOptions<T>): Promise<T | null> {
    const result = await this.tryRead(options);
    if (result.ok) return result.value;
    if (result.status === 404) return null;
    throw result.error;
  }

  /**
   * Refusals of this one request (400, 403, 404) come back as values; what would meet any request is thrown.
   * @throws PaclineError backend unreachable | proxy refused | backend not trusted | wrong address | bad credentials | backend throttled | backend fault; the signal's reason
   */
  async tryRead<T>({ kind, path, reply, pacs = [], signal }: ReadOptions<T>): Promise<ReadResult<T>> {
    const request = `GET ${path.split('?')[0]}`;
    const result = await this.paced.ask(kind, { method: 'GET', path }, { signal });
    const { host } = this.paced.http.baseUrl;
    if (result.kind === 'not sent') {
      throw new PaclineError(result.code, `The backend ${host} could not be reached: ${result.reason}`, {
        context: { host, request },
      });
    }
    if (result.kind === 'lost') {
      signal.throwIfAborted();
      throw new PaclineError(
        'backend fault',
        `The backend ${host} did not answer ${request} to the end: ${result.reason}`,
        { context: { host, request } },
      );
    }
    if (result.status !== 200) {
      const error = this.#refusal(result, { request, pacs });
      if (result.status === 404 || result.redirectHost !== null || (isPage(result.body) && result.status < 500))
        await this.#checkAddress(request, signal);
      // What API v1 shows of a thing that is not there is not documented: it may be a page
      if (result.status === 404) return { ok: false, status: 404, error };
      // Else a page is of something in between, and says nothing about what was asked for
      if ((result.status === 400 || result.status === 403) && !isPage(result.body))
        return { ok: false, status: result.status, error };
      throw error;
    }
    if (result.body.kind === 'text') {
      await this.#checkAddress(request, signal);
      throw new PaclineError('backend fault', `The backend ${host} answered ${request} with ${result.body.looksLike}`, {
        context: { host, request, status: 200 },
      });
    }
    const decoded = reply.safeParse(result.body.value);
    if (!decoded.success) {
      const where = decoded.error.issues[0]?.path.map(String).join('.') ?? '';
      throw new PaclineError(
        'backend fault',
        `The backend ${host} answered ${request} with JSON that is not the documented one${where === '' ? '' : `, at ${where}`}`,
        {
          context: { host, request, status: 200 },
        },
      );
    }
    return { ok: true, value: decoded.data };
  }

  /** @throws PaclineError wrong address */
  async #checkAddress(request: string, signal: AbortSignal): Promise<void> {
    if (!(await this.paced.isWrongAddress({ signal }))) return;
    const { baseUrl } = this.paced.http;
    throw new PaclineError('wrong address', `The backend address leads nowhere: ${baseUrl.wrongHere}`, {
      context: { host: baseUrl.host, request },
    });
  }

  #refusal(
    answer: HttpAnswered,
    { request, pacs }: { readonly request: string; readonly pacs: readonly Pac[] },
  ): PaclineError {
    const { http } = this.paced;
    const { status, redirectHost, retryAfterMs } = answer;
    const hide = (text: string): string => hidePacs(pacs)(http.credentials.hide(text));
    const words =
      redirectHost === null
        ? backendWords(answer.body, { hide })
        : `a redirect to ${redirectHost}, which was not followed`;
    const code = status === 403 && isPage(answer.body) ? 'backend fault' : errorCodes[status];
    return new PaclineError(
      code ?? 'backend fault',
      `The backend ${http.baseUrl.host} answered ${request} with ${status}: ${words}`,
      {
        context: {
          host: http.baseUrl.host,
          request,
          status,
          words,
          ...(retryAfterMs === null ? {} : { retryAfterMs }),
        },
      },
    );
  }
}

const errorCodes: Readonly<Record<number, ErrorCode>> = {
  401: 'bad credentials',
  403: 'no rights',
  429: 'backend throttled',
};
