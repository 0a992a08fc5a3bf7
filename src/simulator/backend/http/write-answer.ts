import type { ServerResponse } from 'node:http';
import { badCredentials, forbidden, type ApiAnswer } from './answer.ts';
import type { FaultsOfRequest } from '../faults/faults.ts';
import { throttled } from '../invented.ts';

/** An answer as it should be. A client that has gone meanwhile does not matter. */
export const writeAnswer = (response: ServerResponse, { status, headers = {}, body }: ApiAnswer): void => {
  const text = body === undefined ? '' : JSON.stringify(body);
  write(response, {
    status,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    text,
  });
};

/** What a fault makes of an answer. `answer`: null when the request was not carried out. */
export const writeFault = (
  response: ServerResponse,
  effect: NonNullable<FaultsOfRequest['effect']>,
  answer: ApiAnswer | null,
): void => {
  switch (effect.kind) {
    case 'status':
      writeAnswer(response, answerOfStatus(effect.status));
      break;
    case 'lost':
      response.socket?.resetAndDestroy();
      break;
    case 'html':
      write(response, {
        status: 200,
        headers: { 'content-type': 'text/html' },
        text: '<!doctype html><title>Sign in to this network</title>',
      });
      break;
    case 'redirect':
      write(response, { status: 307, headers: { location: effect.location }, text: '' });
      break;
    case 'truncated': {
      const text = JSON.stringify(answer?.body ?? {});
      response.writeHead(answer?.status ?? 200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      });
      response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
    }
  }
};

const write = (
  response: ServerResponse,
  {
    status,
    headers,
    text,
  }: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly text: string },
): void => {
  response.writeHead(status, { ...headers, ...(status !== 204 && { 'content-length': Buffer.byteLength(text) }) });
  response.end(text);
};

const answerOfStatus = (status: number): ApiAnswer => {
  if (status === 401) return badCredentials;
  if (status === 403) return forbidden();
  if (status === 429) return throttled;
  return status >= 500 ? { status } : { status, body: { message: 'This is a fault on demand.' } };
};
