import { once } from 'node:events';
import { request } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';

import { describe, expect, onTestFinished, test } from 'vitest';

import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import type { Slot } from '../../src/station/slot-state.ts';
import { slotObject } from '../../src/web/slot-object.ts';
import { ControlServer, type ControlOptions } from '../../src/web/control-server.ts';

const slots: readonly Slot[] = [
  {
    name: 'left',
    state: { kind: 'empty' },
    notice: null,
    standing: { code: 'slot locked', reason: '3 reds in a row' },
    scan: { wants: null, kept: null },
    illegalEvents: 0,
  },
  {
    name: 'right',
    state: { kind: 'working', port: '/dev/ttyS9', run: 'run-1', phase: 'labelling', deviceId: '00A10001' },
    notice: 'scan the label',
    standing: null,
    scan: { wants: 'label', kept: null },
    illegalEvents: 0,
  },
];

const start = async (changes: Partial<ControlOptions> = {}) => {
  const taken: string[] = [];
  const server = await ControlServer.start({
    listen: { host: '127.0.0.1', port: 0 },
    token: null,
    clock: { now: () => 1_700_000_000_000 },
    slots: () => slots,
    take: async (line) => {
      taken.push(line);
      return { code: 'started', slot: 'Größe 1', message: `done: ${line}` };
    },
    ...changes,
  });
  onTestFinished(() => server.close());
  const scan = (body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(`${server.url}/scan`, { method: 'POST', body, headers });
  return { server, taken, scan };
};

const refusing = (error: unknown): Partial<ControlOptions> => ({
  take: async () => {
    throw error;
  },
});

/** Without what `fetch` adds of its own; gives the status. */
const asked = async (
  url: string,
  headers: Readonly<Record<string, string>>,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body?: string },
): Promise<number | undefined> => {
  const sent = request(new URL(path, url), { method, headers });
  sent.end(body);
  const [answer] = await once(sent, 'response');
  answer.resume();
  return answer.statusCode;
};

describe('a line controller', () => {
  test('is told every slot as the stream of events tells it', async () => {
    const { server } = await start();
    const answer = await fetch(`${server.url}/slots`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual(
      slots.map((slot) => ({ schema: 1, at: 1_700_000_000_000, ...slotObject(slot) })),
    );
  });

  test('has done what a scan of the same line does, letter by letter', async () => {
    const { scan, taken } = await start();
    const answer = await scan('PACLINE:START:Größe 1\r\n');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      outcome: 'done',
      code: 'started',
      slot: 'Größe 1',
      message: 'done: PACLINE:START:Größe 1\r\n',
    });
    expect(taken).toEqual(['PACLINE:START:Größe 1\r\n']);
  });

  test.each([
    { code: 'bad usage', status: 409 },
    { code: 'printer down', status: 409 },
    { code: 'not allowed', status: 403 },
    { code: 'unknown badge', status: 403 },
    { code: 'badges held back', status: 429 },
  ] as const)('gets $code as status $status with what to do', async ({ code, status }) => {
    const { scan } = await start(refusing(new PaclineError(code, 'Something is wrong.')));
    const answer = await scan('x');
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({
      outcome: 'refused',
      code,
      message: `Something is wrong. (${code})`,
      blame: expect.stringMatching(/\w/),
      actor: expect.stringMatching(/\w/),
      action: expect.stringMatching(/^[^`]+\.$/),
    });
  });

  test('gets a fault of ours without a word of what it was', async () => {
    const { scan } = await start(refusing(new TypeError('s3cret')));
    const answer = await scan('x');
    expect(answer.status).toBe(500);
    const body = await answer.text();
    expect(JSON.parse(body)).toMatchObject({ outcome: 'refused', code: 'internal fault' });
    expect(body).not.toContain('s3cret');
  });

  test.each([
    ['GET', '/'],
    ['GET', '/scan'],
    ['POST', '/slots'],
    ['GET', '/slots/left'],
    ['PUT', '/scan'],
  ])('is told what there is when it asks %s %s', async (method, path) => {
    const { server, taken } = await start();
    const answer = await fetch(`${server.url}${path}`, { method });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining('GET /slots and POST /scan') });
    expect(taken).toEqual([]);
  });
});

describe('a browser', () => {
  test.each<{ readonly what: string; readonly headers: Readonly<Record<string, string>> }>([
    { what: 'a page of anybody', headers: { origin: 'https://elsewhere.example' } },
    { what: 'a page without an origin of its own', headers: { origin: 'null' } },
    { what: 'a page that was opened on this address', headers: { 'sec-fetch-site': 'same-origin' } },
    { what: 'an image in a page', headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } },
  ])('is turned away: $what', async ({ headers }) => {
    const { server, taken } = await start();
    expect(await asked(server.url, headers, { method: 'POST', path: '/scan', body: 'PACLINE:START:left' })).toBe(403);
    expect(await asked(server.url, headers, { method: 'GET', path: '/slots' })).toBe(403);
    expect(await asked(server.url, headers, { method: 'OPTIONS', path: '/scan' })).toBe(403);
    expect(taken).toEqual([]);
  });
});

test.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost:1', '127.0.0.1.evil.example'])(
  'under the name %j nobody is answered: a page of anybody could make up such names for this machine',
  async (host) => {
    const { server, taken } = await start();
    expect(await asked(server.url, { host }, { method: 'GET', path: '/slots' })).toBe(403);
    expect(await asked(server.url, { host }, { method: 'POST', path: '/scan', body: 'PACLINE:START:left' })).toBe(403);
    expect(taken).toEqual([]);
  },
);

test('under its address and as localhost it is answered', async () => {
  const { server } = await start();
  const { port } = new URL(server.url);
  for (const host of [`127.0.0.1:${port}`, `LocalHost:${port}`])
    expect(await asked(server.url, { host }, { method: 'GET', path: '/slots' })).toBe(200);
});

describe('where the settings name a token', () => {
  const token = 'made-up-token-made-up';

  test.each([
    ['none', {}],
    ['a wrong one', { authorization: 'Bearer made-up-token-made-uq' }],
    ['the beginning of it', { authorization: 'Bearer made-up-token' }],
    ['it without its scheme', { authorization: token }],
    ['it as a password', { authorization: `Basic ${Buffer.from(`x:${token}`).toString('base64')}` }],
  ])('with %s nothing is told and nothing done', async (_, headers) => {
    const { server, scan, taken } = await start({ token });
    const answer = await scan('PACLINE:START:left', headers);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await answer.text()).not.toContain(token);
    expect((await fetch(`${server.url}/slots`, { headers })).status).toBe(401);
    expect(taken).toEqual([]);
  });

  test('with it everything is as without one', async () => {
    const { server, scan, taken } = await start({ token });
    const headers = { authorization: `Bearer ${token}` };
    expect((await scan('x', headers)).status).toBe(200);
    expect((await fetch(`${server.url}/slots`, { headers })).status).toBe(200);
    expect(taken).toEqual(['x']);
  });
});

test('how long a badge has to wait is said in the header that programs know', async () => {
  const held = new PaclineError('badges held back', 'Too many wrong badges.', { context: { waitMs: 2500 } });
  const { scan } = await start(refusing(held));
  expect((await scan('x')).headers.get('retry-after')).toBe('3');
});

describe('what is too long', () => {
  test('is refused before it is read; the longest that is taken is taken', async () => {
    const { scan, taken } = await start();
    expect((await scan('x'.repeat(1001))).status).toBe(413);
    expect((await scan('x'.repeat(1000))).status).toBe(200);
    expect(taken).toEqual(['x'.repeat(1000)]);
  });

  test('is also what does not say how long it is', async () => {
    const { server, taken } = await start();
    expect(
      await asked(
        server.url,
        { 'transfer-encoding': 'chunked' },
        { method: 'POST', path: '/scan', body: 'PACLINE:START:left' },
      ),
    ).toBe(413);
    expect(taken).toEqual([]);
  });

  test('and what is no HTTP does not harm the next one', async () => {
    const { server, scan } = await start();
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('\u0016\u0003\u0001 not http\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    expect((await scan('x')).status).toBe(200);
  });
});

describe('the server', () => {
  test('answers nothing more once it is closed, and what is under way is cut off', async () => {
    const begun = Promise.withResolvers<void>();
    const { server, scan } = await start({
      take: () => {
        begun.resolve();
        return new Promise(() => undefined);
      },
    });
    const waiting = scan('x');
    const cutOff = expect(waiting).rejects.toThrow();
    await begun.promise;
    await server.close();
    await cutOff;
    await expect(fetch(`${server.url}/slots`)).rejects.toThrow();
  });

  test('may be closed twice', async () => {
    const { server } = await start();
    await server.close();
    await expect(server.close()).resolves.toBeUndefined();
  });

  test('says that its address is taken, as a fault of the settings', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => new Promise<void>((resolve) => other.close(() => resolve())));
    const { port } = other.address() as AddressInfo;
    await expect(start({ listen: { host: '127.0.0.1', port } })).rejects.toMatchObject({
      code: 'bad settings',
      message: expect.stringContaining(`127.0.0.1:${port}`),
    });
  });

  test('may listen on IPv6', async () => {
    const { server } = await start({ listen: { host: '::1', port: 0 } });
    expect(server.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(`${server.url}/slots`)).status).toBe(200);
  });
});
