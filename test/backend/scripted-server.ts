import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly path: string;
  /** Of the server itself, as it was asked for. */
  readonly host: string;
  readonly query: URLSearchParams;
  readonly authorization: string | null;
  /** Parsed JSON, or null. */
  readonly body: unknown;
}

/** `wire`: these characters instead of a whole answer, then the end of the connection. */
export type Reply =
  | {
      readonly status: number;
      readonly json?: unknown;
      readonly text?: string;
      readonly bytes?: Uint8Array;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly wire: string }
  | 'reset'
  | 'silence';

export type Script = (request: ReceivedRequest, nth: number) => Reply;

/** A real HTTP server on a real socket that keeps what it was sent. */
export interface ScriptedServer extends AsyncDisposable {
  readonly host: string;
  /** The base address of an API under /v2. */
  readonly base: string;
  readonly requests: readonly ReceivedRequest[];
  /** Resolves once so many requests have been read whole. */
  received(count: number): Promise<void>;
}

export const startScriptedServer = async (script: Script): Promise<ScriptedServer> => {
  const requests: ReceivedRequest[] = [];
  const watchers = new Set<() => void>();
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await receive(incoming);
    requests.push(request);
    for (const notice of watchers) notice();
    play(script(request, requests.length), response);
  };
  const server = createServer((incoming, response) => void serve(incoming, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${portOf(server)}`;
  return {
    host,
    base: `http://${host}/v2`,
    requests,
    received: (count) =>
      new Promise((resolve) => {
        const notice = (): void => {
          if (requests.length >= count) resolve();
        };
        watchers.add(notice);
        notice();
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const receive = async (incoming: IncomingMessage): Promise<ReceivedRequest> => {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  const url = new URL(incoming.url ?? '/', 'http://server');
  return {
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    path: url.pathname,
    host: incoming.headers.host ?? '',
    query: url.searchParams,
    authorization: incoming.headers.authorization ?? null,
    body: text === '' ? null : (JSON.parse(text) as unknown),
  };
};

const play = (reply: Reply, response: ServerResponse): void => {
  if (reply === 'silence') return;
  if (reply === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if ('wire' in reply) {
    response.socket?.end(reply.wire.replaceAll('\n', '\r\n'));
    return;
  }
  const body = reply.bytes ?? (reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json));
  response.writeHead(reply.status, {
    'content-type': reply.json === undefined ? 'text/html' : 'application/json',
    ...reply.headers,
  });
  response.end(body);
};

export const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return address.port;
};

/** The address of a port on which nobody listens. */
export const deadBase = async (): Promise<string> => {
  const server = await startScriptedServer(() => 'silence');
  await server[Symbol.asyncDispose]();
  return server.base;
};
