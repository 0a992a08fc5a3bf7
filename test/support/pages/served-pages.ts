import { once } from 'node:events';
import { request, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

import { systemClock } from '../../../src/machine/system-clock.ts';
import { BadgeDoor } from '../../../src/station/operator/badge-door.ts';
import type { Person } from '../../../src/station/operator/person.ts';
import { scanAnswer } from '../../../src/station/operator/scan-answer.ts';
import { benchRoutes } from '../../../src/web/server/bench-routes.ts';
import { LiveFeed } from '../../../src/web/server/live-feed.ts';
import type { PageFile } from '../../../src/web/server/page-files.ts';
import { PageServer, cookieLine, type PageServerOptions } from '../../../src/web/server/page-server.ts';
import { Sessions } from '../../../src/web/server/sessions.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { DrawnBench, tile } from './drawn-bench.ts';

const fileOf = (type: string, words: string): PageFile => ({
  type,
  body: Buffer.from(words),
  zipped: null,
  isHashed: false,
  tag: '"1"',
});

/** Small pages in the place of the built ones. */
const smallPages: ReadonlyMap<string, PageFile> = new Map([
  ['/', fileOf('text/html; charset=utf-8', '<!doctype html>')],
  ['/assets/a-12345678.js', { ...fileOf('text/javascript', 'export {};'), isHashed: true }],
]);

export const ada: Person = { name: 'Ada', role: 'technician' };

/** The pages' server over a drawn bench, with what the line was told; time stands still where it counts wrong codes. Gone with the test. */
export const servePages = async (changes: Partial<PageServerOptions> = {}) => {
  const bench = new DrawnBench([tile('left'), tile('right')]);
  const feed = new LiveFeed({ source: bench, clock: systemClock });
  const clock = new VirtualClock();
  const cookie = 'pacline-test';
  const sessions = new Sessions({ clock, cookie });
  const badges = new BadgeDoor({ journal: null, clock, findPerson: async (code) => (code === '4711' ? ada : null) });
  const taken: string[] = [];
  const over = new AbortController();
  const running = feed.run({ signal: over.signal });
  const server = await PageServer.start({
    listen: { host: '127.0.0.1', port: 0 },
    secure: null,
    names: [],
    files: smallPages,
    routes: benchRoutes({
      feed,
      sessions,
      cookieLine: (token) => cookieLine(cookie, token, { scheme: 'http' }),
      showBadge: (code, options) => badges.show([code], { ...options, place: 'page' }),
      take: async (line) => {
        taken.push(line);
        return scanAnswer('started', `done: ${line}`, 'left');
      },
    }),
    feed,
    sessions,
    cookie,
    personAtBench: () => null,
    ...changes,
  });
  onTestFinished(async () => {
    over.abort();
    await running;
    await server.close();
  });
  return { bench, server, taken, clock, url: server.url, ...visitorsOf(server.url) };
};

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Those who ask a server without a browser, and say of themselves what they like. */
const visitorsOf = (url: string) => {
  const ask = async (path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> => {
    const json = body === undefined ? undefined : JSON.stringify(body);
    const sent = request(new URL(path, url), {
      method,
      headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
    });
    sent.end(json);
    const [answer] = await once(sent, 'response');
    return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
  };
  /** The cookie of whoever opens the page at this machine. */
  const sitDown = async (): Promise<string> =>
    (await ask('/')).headers['set-cookie']?.[0]?.split(';')[0] ?? 'no cookie was set';
  /** Null: it was refused. */
  const listen = async (
    headers: Readonly<Record<string, string>> = {},
    path = '/api/live',
  ): Promise<WebSocket | null> => {
    const socket = new WebSocket(new URL(path, url.replace(/^http/, 'ws')), { headers });
    onTestFinished(() => socket.terminate());
    const opened = await Promise.race([
      once(socket, 'open').then(() => true),
      once(socket, 'unexpected-response').then(() => false),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    return opened ? socket : null;
  };
  return { ask, sitDown, listen };
};
