import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Person } from '../../station/operator/person.ts';
import { refusalOf } from '../refusal.ts';
import type { LiveFeed } from './live-feed.ts';
import { LiveSockets } from './live-sockets.ts';
import type { PageFile } from './page-files.ts';
import { readJson, whyNotAnswered, type Route, type RouteAnswer } from './page-route.ts';
import { isFromHere, safeHeaders, whyTurnedAway, type Doorway } from './request-guard.ts';
import type { Sessions } from './sessions.ts';

export interface PageServerOptions {
  readonly listen: { readonly host: string; readonly port: number };
  /** PEM; null: plain HTTP, for this machine only. */
  readonly secure: { readonly certificate: Buffer; readonly key: Buffer } | null;
  /** Names by which others call this station; its own addresses are known. */
  readonly names: readonly string[];
  /** By the path at which each is asked for. */
  readonly files: ReadonlyMap<string, PageFile>;
  /** By `METHOD /path`. */
  readonly routes: Readonly<Record<string, Route>>;
  readonly feed: LiveFeed;
  readonly sessions: Sessions;
  /** Name of the cookie that the sessions are kept by. */
  readonly cookie: string;
  /** Who is signed in at the bench itself. */
  readonly personAtBench: () => Person | null;
}

/** Serves the pages, what they ask for, and the live picture. Nobody else's page gets anything here; see `whyTurnedAway`. */
export class PageServer {
  readonly url: string;
  readonly #server: Server;
  readonly #sockets: LiveSockets;

  private constructor(url: string, server: Server, sockets: LiveSockets) {
    this.url = url;
    this.#server = server;
    this.#sockets = sockets;
  }

  /** @throws PaclineError bad settings: the address cannot be used, or the certificate */
  static async start(options: PageServerOptions): Promise<PageServer> {
    const { listen, secure, feed } = options;
    const sockets = new LiveSockets(feed);
    const hosts = new Set<string>();
    const doorway: Doorway = { hosts, scheme: secure === null ? 'http' : 'https' };
    const desk = new Reception(options, doorway, sockets);
    const server = createFor(secure, (request, response) => void desk.receive(request, response));
    server.on('upgrade', (request, socket, head) => desk.upgrade(request, socket, head));
    server.headersTimeout = 10_000;
    server.requestTimeout = 30_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => reject(unusable(listen, cause)));
      server.listen(listen.port, listen.host, resolve);
    });
    const { address, port } = server.address() as AddressInfo;
    for (const name of ownNames(address, options.names)) hosts.add(inAddress(name));
    const shown = options.names[0] ?? (isEverywhere(address) ? 'localhost' : address);
    return new PageServer(`${doorway.scheme}://${inAddress(shown)}:${port}/`, server, sockets);
  }

  /** Answers nothing more; what is under way is cut off. */
  async close(): Promise<void> {
    this.#sockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const createFor = (secure: PageServerOptions['secure'], listener: RequestListener): Server => {
  if (secure === null) return createServer(listener);
  try {
    return createSecureServer({ cert: secure.certificate, key: secure.key, minVersion: 'TLSv1.2' }, listener);
  } catch (cause) {
    throw new PaclineError('bad settings', 'The certificate of the pages and its key cannot be used together.', {
      cause,
    });
  }
};

const unusable = ({ host, port }: PageServerOptions['listen'], cause: Error): PaclineError =>
  new PaclineError('bad settings', `The address ${host}:${port} of the pages cannot be used: ${cause.message}.`, {
    cause,
  });

/** A server on loopback is reached by each of its names; one on the network by what the settings call it, and from here. */
const ownNames = (address: string, names: readonly string[]): readonly string[] => [
  address,
  'localhost',
  '127.0.0.1',
  '::1',
  ...names,
];

/** As it stands in an address. */
const inAddress = (name: string): string => (name.includes(':') ? `[${name}]` : name.toLowerCase());

/** Whether a server listens at every address of the machine. */
const isEverywhere = (address: string): boolean => address === '0.0.0.0' || address === '::';

/** What is done with a request, from its first header to its answer. */
class Reception {
  readonly #options: PageServerOptions;
  readonly #doorway: Doorway;
  readonly #sockets: LiveSockets;

  constructor(options: PageServerOptions, doorway: Doorway, sockets: LiveSockets) {
    this.#options = options;
    this.#doorway = doorway;
    this.#sockets = sockets;
  }

  async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
    const why = whyTurnedAway({ method: request.method ?? '', headers: request.headers }, this.#doorway);
    if (why !== null) return answerJson(response, { status: 403, body: { code: 'not allowed', message: why } });
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://here');
    const file = request.method === 'GET' || request.method === 'HEAD' ? this.#options.files.get(pathname) : undefined;
    if (file !== undefined) return this.#sendFile(file, request, response);
    answerJson(
      response,
      await this.#answer(request, pathname, searchParams, response).catch((error: unknown) => refusalOf(error)),
    );
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://here');
    const isAllowed =
      whyTurnedAway({ method: 'WEBSOCKET', headers: request.headers }, this.#doorway) === null &&
      this.#whyNot('anybody at the bench', request) === null;
    if (!isAllowed || pathname !== '/api/live')
      return void socket.end(`HTTP/1.1 ${isAllowed ? '404 Not Found' : '403 Forbidden'}\r\nConnection: close\r\n\r\n`);
    this.#sockets.accept(request, socket, head, searchParams.get('after'));
  }

  #whyNot(audience: Route['audience'], request: IncomingMessage): RouteAnswer | null {
    const session = this.#options.sessions.of(request.headers.cookie);
    return whyNotAnswered(audience, {
      session,
      isHere: isFromHere(request.socket.remoteAddress, request.headers),
      person: session?.isBench === true ? (session.person ?? this.#options.personAtBench()) : (session?.person ?? null),
    });
  }

  async #answer(
    request: IncomingMessage,
    path: string,
    query: URLSearchParams,
    response: ServerResponse,
  ): Promise<RouteAnswer> {
    const name = `${request.method} ${path}`;
    const route = Object.hasOwn(this.#options.routes, name) ? this.#options.routes[name] : undefined;
    if (route === undefined) return { status: 404, body: { message: 'There is no such page.' } };
    const whyNot = this.#whyNot(route.audience, request);
    if (whyNot !== null) return whyNot;
    const hasBody = request.method !== 'GET' && request.method !== 'DELETE';
    const read = hasBody ? await readJson(request) : { value: null };
    if (typeof read === 'number') return { status: read, body: { message: 'One small JSON object is expected.' } };
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const session = this.#options.sessions.of(request.headers.cookie);
    return route.answer({ query, session, body: read.value, signal: gone.signal });
  }

  #sendFile(file: PageFile, request: IncomingMessage, response: ServerResponse): void {
    const isPage = file.type.startsWith('text/html');
    if (isPage && isFromHere(request.socket.remoteAddress, request.headers)) this.#seat(request, response);
    response.setHeader('content-type', file.type);
    response.setHeader('etag', file.tag);
    response.setHeader('vary', 'accept-encoding');
    response.setHeader('cache-control', file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (request.headers['if-none-match'] === file.tag && !isPage) return void response.writeHead(304).end();
    const isZipped = file.zipped !== null && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    const body = isZipped && file.zipped !== null ? file.zipped : file.body;
    if (isZipped) response.setHeader('content-encoding', 'gzip');
    response.setHeader('content-length', body.length);
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  /** Whoever opens a page at this machine sits at the bench. */
  #seat(request: IncomingMessage, response: ServerResponse): void {
    if (this.#options.sessions.of(request.headers.cookie) !== null) return;
    const token = this.#options.sessions.begin({ person: null, isBench: true });
    response.setHeader('set-cookie', cookieLine(this.#options.cookie, token, this.#doorway));
  }
}

export const cookieLine = (name: string, token: string, { scheme }: Pick<Doorway, 'scheme'>): string =>
  `${name}=${token}; Path=/; HttpOnly; SameSite=Strict${scheme === 'https' ? '; Secure' : ''}`;

const answerJson = (response: ServerResponse, { status, body, headers }: RouteAnswer): void => {
  if (response.destroyed) return;
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
    .end(JSON.stringify(body));
};
