import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import type { Clock } from '../domain/clock.ts';
import { eventSchema } from '../domain/event-schema.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { ScanAnswer } from '../station/operator/scan-answer.ts';
import type { Slot } from '../station/slot-state.ts';
import { refusalOf, type HttpAnswer } from './refusal.ts';
import { slotObject } from './slot-object.ts';

export interface ControlOptions {
  readonly listen: { readonly host: string; readonly port: number };
  /** That every request has to carry; null: none has to. */
  readonly token: string | null;
  readonly clock: Pick<Clock, 'now'>;
  readonly slots: () => readonly Slot[];
  /** Does what a scanned line says; see OperatorDesk. */
  readonly take: (line: string) => Promise<ScanAnswer>;
}

/** Longest line that is taken: no scanner types more. */
const longestBytes = 1000;

/**
 * What a line controller asks over HTTP, from this machine: `GET /slots`, and `POST /scan` with one line as a scanner would type it,
 * of which `PACLINE:START:<slot>` is the start of a slot. Answers are JSON, described in this folder's README. A browser is turned
 * away: a page of somebody else must not be able to start anything.
 */
export class ControlServer {
  readonly url: string;
  readonly #close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.#close = close;
  }

  /** @throws PaclineError bad settings: the address cannot be used */
  static async start({ listen, ...options }: ControlOptions): Promise<ControlServer> {
    const hosts = new Set<string>();
    const server = createServer((request, response) => {
      void answer(request, response, { ...options, hosts });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) =>
        reject(
          new PaclineError(
            'bad settings',
            `The control address ${listen.host}:${listen.port} cannot be used: ${cause.message}.`,
            { cause },
          ),
        ),
      );
      server.listen(listen.port, listen.host, resolve);
    });
    const { address, port } = server.address() as AddressInfo;
    const authority = `${address.includes(':') ? `[${address}]` : address}:${port}`;
    for (const host of [authority, `localhost:${port}`]) hosts.add(host);
    return new ControlServer(`http://${authority}`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  }

  /** Answers nothing more; what is under way is cut off. */
  async close(): Promise<void> {
    await this.#close();
  }
}

interface Answers extends Omit<ControlOptions, 'listen'> {
  /** Names that this address goes by, each with its port. */
  readonly hosts: ReadonlySet<string>;
}

const answer = async (request: IncomingMessage, response: ServerResponse, options: Answers): Promise<void> => {
  const { status, body, headers } = await replyTo(request, options).catch((error: unknown) => refusalOf(error));
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

/** Why nobody is told anything; null: this is a program that may be. */
const whyTurnedAway = ({ headers }: IncomingMessage, { hosts, token }: Answers): HttpAnswer | null => {
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined)
    return { status: 403, body: { message: 'Browsers are not answered here.' } };
  if (!hosts.has(headers.host?.toLowerCase() ?? ''))
    return { status: 403, body: { message: 'This address does not go by that name.' } };
  if (token !== null && !isSame(headers.authorization ?? '', `Bearer ${token}`))
    return {
      status: 401,
      headers: { 'www-authenticate': 'Bearer' },
      body: { message: 'The token of the settings is expected, as in `Authorization: Bearer …`.' },
    };
  return null;
};

/** How long it takes does not tell how near a wrong one was. */
const isSame = (given: string, expected: string): boolean => {
  const [one, other] = [given, expected].map((words) => createHash('sha256').update(words).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
};

const replyTo = async (request: IncomingMessage, answers: Answers): Promise<HttpAnswer> => {
  const { clock, slots, take } = answers;
  const turnedAway = whyTurnedAway(request, answers);
  if (turnedAway !== null) return turnedAway;
  const asked = `${request.method} ${request.url}`;
  if (asked === 'GET /slots')
    return {
      status: 200,
      body: slots().map((slot) => ({ schema: eventSchema, at: clock.now(), ...slotObject(slot) })),
    };
  if (asked !== 'POST /scan') return { status: 404, body: { message: 'There are GET /slots and POST /scan.' } };
  if (Number(request.headers['content-length'] ?? longestBytes + 1) > longestBytes)
    return {
      status: 413,
      body: { message: `One line of at most ${longestBytes} bytes, with its content-length, is expected.` },
    };
  return { status: 200, body: { outcome: 'done', ...(await take(await text(request))) } };
};
