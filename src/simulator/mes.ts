import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { eventHeader, signatureHeader, verifySignature } from '../hooks/signature.ts';

/** `down`: every connection is reset. `slow`: nothing is answered until the mood changes. `busy`: status 503. */
export type MesMood = 'up' | 'down' | 'slow' | 'busy';

export interface SimulatedMesOptions {
  /** Port 0: any free one. */
  readonly listen: { readonly host: string; readonly port: number };
  /** The key of the webhooks' signature. */
  readonly secret: string;
  /** What a question must bring as bearer token; null: anybody may ask. */
  readonly token: string | null;
  readonly clock: Pick<Clock, 'now'>;
  /** Aborting it closes the server. */
  readonly signal: AbortSignal;
  /** Told of each event that is taken, as it comes. */
  readonly onEvent?: (event: SimulatedEvent) => void;
  /** Told of each request that does not come from the holder of the secret or the token. */
  readonly onRefused?: (path: string) => void;
}

export interface SimulatedEvent {
  readonly id: string;
  readonly body: unknown;
  /** It came before: the receiver has it already. */
  readonly isRepeat: boolean;
}

export interface RouteCheckAnswer {
  readonly allowed: boolean;
  readonly reason?: string;
}

export interface ResultAnswer {
  readonly verdict: 'pass' | 'fail';
  readonly reason?: string;
}

/** A production system as a station sees it: takes signed events, says which unit may be here and how its radio test ended. */
export class SimulatedMes {
  /** Events by their IDs, in the order of their first coming. */
  readonly events = new Map<string, unknown>();
  /** IDs of events that came again. */
  readonly repeats: string[] = [];
  /** By device ID; who is not named may be here. */
  readonly routes = new Map<string, RouteCheckAnswer>();
  /** By device ID; who is not named has none. */
  readonly results = new Map<string, ResultAnswer>();
  readonly #options: SimulatedMesOptions;
  readonly #server = createServer(
    (request, response) => void this.#exchange(request, response).catch(() => response.destroy()),
  );
  #mood: MesMood = 'up';
  #moodChange = Promise.withResolvers<void>();
  #refused = 0;

  private constructor(options: SimulatedMesOptions) {
    this.#options = options;
  }

  /** @throws PaclineError bad usage: the address cannot be listened on */
  static async start(options: SimulatedMesOptions): Promise<SimulatedMes> {
    const { listen, signal } = options;
    signal.throwIfAborted();
    const mes = new SimulatedMes(options);
    mes.#server.listen(listen.port, listen.host);
    try {
      await once(mes.#server, 'listening');
    } catch (cause) {
      throw new PaclineError(
        'bad usage',
        `Cannot listen on ${listen.host}:${listen.port}; choose another address or port`,
        { cause },
      );
    }
    signal.addEventListener('abort', () => void mes.close(), { once: true });
    return mes;
  }

  /** Scheme, host and port; `/events`, `/route` and `/result` are served. */
  get origin(): string {
    const bound = this.#server.address();
    if (bound === null || typeof bound === 'string')
      throw new PaclineError('internal fault', 'The simulated production system listens on no port');
    return `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`;
  }

  /** How many requests were not signed by the holder of the secret, or came without the token. */
  get refused(): number {
    return this.#refused;
  }

  /** What was held back by `slow` is answered in the new mood. */
  setMood(mood: MesMood): void {
    this.#mood = mood;
    this.#moodChange.resolve();
    this.#moodChange = Promise.withResolvers();
  }

  /** Resets what is open. May be called any number of times. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.setMood('down');
    this.#server.closeAllConnections();
    await closed;
  }

  async #exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    while (this.#mood === 'slow') await this.#moodChange.promise;
    if (this.#mood === 'down') return void response.socket?.resetAndDestroy();
    const { status, answer } = this.#mood === 'busy' ? { status: 503, answer: null } : this.#answer(request, body);
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(answer === null ? '' : JSON.stringify(answer));
  }

  #answer(
    { method, url, headers }: IncomingMessage,
    body: string,
  ): { readonly status: number; readonly answer: unknown } {
    const { secret, token, clock } = this.#options;
    if (method !== 'POST') return { status: 405, answer: null };
    if (url === '/events') {
      const id = headers[eventHeader];
      const signature = headers[signatureHeader];
      const signed =
        typeof signature === 'string' && verifySignature({ secret, header: signature, body, now: clock.now() });
      return signed && typeof id === 'string' ? this.#take(id, body) : this.#refuse(url);
    }
    if (token !== null && headers.authorization !== `Bearer ${token}`) return this.#refuse(url ?? '');
    const unit = unitOf(body);
    if (unit === null) return { status: 400, answer: null };
    if (url === '/route') return { status: 200, answer: this.routes.get(unit) ?? { allowed: true } };
    const result = url === '/result' ? this.results.get(unit) : undefined;
    return result === undefined ? { status: 404, answer: null } : { status: 200, answer: result };
  }

  #take(id: string, body: string): { readonly status: number; readonly answer: unknown } {
    const event: SimulatedEvent = { id, body: JSON.parse(body), isRepeat: this.events.has(id) };
    if (event.isRepeat) this.repeats.push(id);
    else this.events.set(id, event.body);
    this.#options.onEvent?.(event);
    return { status: 204, answer: null };
  }

  #refuse(path: string): { readonly status: number; readonly answer: unknown } {
    this.#refused += 1;
    this.#options.onRefused?.(path);
    return { status: 401, answer: null };
  }
}

/** The device ID that a question is about; null where it has none. */
const unitOf = (body: string): string | null => {
  const unit: unknown = JSON.parse(body);
  return typeof unit === 'object' && unit !== null && 'deviceId' in unit && typeof unit.deviceId === 'string'
    ? unit.deviceId
    : null;
};
