import type { Dispatcher } from 'undici';

/** How one request ended. `started`: its first byte may have left. */
export type ExchangeOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: Headers; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly started: boolean; readonly error: unknown };

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Sends one request and settles exactly once; never rejects. An abort settles at once, even while a connection is still
 * being made. Whether anything can have left is known from one fact instead of a list of error codes: undici calls
 * `onRequestStart` right before it writes the first byte, and a request that aborts itself there is never written.
 */
export const exchange = (
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { signal }: { readonly signal: AbortSignal },
): Promise<ExchangeOutcome> =>
  new Promise((resolve) => {
    let running: Dispatcher.DispatchController | null = null;
    let status = 0;
    let headers: Headers = {};
    const chunks: Uint8Array[] = [];

    const settle = (outcome: ExchangeOutcome): void => {
      signal.removeEventListener('abort', onAbort);
      resolve(outcome);
    };
    const fail = (error: unknown): void => settle({ kind: 'failed', started: running !== null, error });
    const onAbort = (): void => {
      running?.abort(new Error('aborted'));
      fail(signal.reason);
    };

    if (signal.aborted) return fail(signal.reason);
    signal.addEventListener('abort', onAbort);
    dispatcher.dispatch(request, {
      onRequestStart(controller) {
        if (signal.aborted) controller.abort(new Error('aborted'));
        else running = controller;
      },
      onResponseStart(_controller, statusCode, received) {
        status = statusCode;
        headers = received;
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        settle({ kind: 'answered', status, headers, bytes: Buffer.concat(chunks) });
      },
      onResponseError(_controller, error) {
        fail(error);
      },
    });
  });
