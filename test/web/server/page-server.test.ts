import { once } from 'node:events';

import { describe, expect, test } from 'vitest';

import { PaclineError } from '../../../src/domain/errors/pacline-error.ts';
import type { Role } from '../../../src/domain/role.ts';
import type { Route } from '../../../src/web/server/page-route.ts';
import { servePages } from '../../support/pages/served-pages.ts';

const port = (url: string): string => new URL(url).port;

describe('whoever opens the page at this machine', () => {
  test('gets it with a session, which no script reads and no other site sends', async () => {
    const { ask } = await servePages();
    const { status, headers } = await ask('/');
    expect(status).toBe(200);
    expect(headers['set-cookie']?.[0]).toMatch(/^pacline-test=[\w-]{32}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('keeps that session, and its scans go to the line', async () => {
    const { ask, sitDown, taken } = await servePages();
    const cookie = await sitDown();
    expect((await ask('/', { headers: { cookie } })).headers).not.toHaveProperty('set-cookie');
    const answer = await ask('/api/scan', {
      method: 'POST',
      headers: { cookie },
      body: { line: 'PACLINE:START:left' },
    });
    expect(answer).toMatchObject({ status: 200 });
    expect(JSON.parse(answer.body)).toEqual({
      outcome: 'done',
      code: 'started',
      slot: 'left',
      message: 'done: PACLINE:START:left',
    });
    expect(taken).toEqual(['PACLINE:START:left']);
  });

  test.each([
    ['no session', {}, { line: 'x' }, 401],
    ['a session of nobody', { cookie: 'pacline-test=guessed' }, { line: 'x' }, 401],
  ])('does nothing with %s', async (_, headers, body, status) => {
    const { ask, taken } = await servePages();
    expect(await ask('/api/scan', { method: 'POST', headers, body })).toMatchObject({ status });
    expect(taken).toEqual([]);
  });

  test.each([
    ['another form than JSON', 'line=x', 'application/x-www-form-urlencoded', 415],
    ['what is no JSON', '{"line":', 'application/json', 400],
    ['another object', '{"lines":"x"}', 'application/json', 400],
    ['a line that no scanner types', JSON.stringify({ line: 'x'.repeat(1001) }), 'application/json', 400],
    ['a body that no scanner types', JSON.stringify({ line: 'x'.repeat(5000) }), 'application/json', 413],
  ])('is told that it is refused: %s', async (_, body, type, status) => {
    const { url, sitDown, taken } = await servePages();
    const answer = await fetch(new URL('/api/scan', url), {
      method: 'POST',
      headers: { cookie: await sitDown(), 'content-type': type },
      body,
    });
    expect(answer.status).toBe(status);
    expect(taken).toEqual([]);
  });

  test('is told what stands in the way of a scan, and whose turn it is', async () => {
    const pages = await servePages({
      routes: {
        'POST /api/scan': {
          audience: 'a session',
          answer: async () => {
            throw new PaclineError('not allowed', 'Unlocking a slot takes a technician.');
          },
        },
        'GET /api/fault': {
          audience: 'anybody',
          answer: async () => {
            throw new TypeError('s3cret');
          },
        },
      },
    });
    const cookie = await pages.sitDown();
    expect(await pages.ask('/api/scan', { method: 'POST', headers: { cookie }, body: {} })).toMatchObject({
      status: 403,
      body: expect.stringMatching(/"code":"not allowed".*"actor":"technician"/),
    });
    const fault = await pages.ask('/api/fault');
    expect(fault.status).toBe(500);
    expect(fault.body).not.toContain('s3cret');
  });
});

describe('a page of somebody else', () => {
  const strangers: readonly (readonly [string, (url: string) => Record<string, string>])[] = [
    ['under a name that somebody made for this address', () => ({ host: 'evil.example' })],
    ['under that name and this port', (url) => ({ host: `evil.example:${port(url)}` })],
    ['with an origin of its own', () => ({ origin: 'https://evil.example' })],
    ['with the origin of another program of this machine', () => ({ origin: 'http://127.0.0.1:9' })],
    ['with no origin of its own', () => ({ origin: 'null' })],
    ['as the browser says it', () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' })],
    ['of another port, as the browser says it', () => ({ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' })],
    [
      'that frames this one',
      () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }),
    ],
  ];

  test.each(strangers)('reads nothing and starts nothing: %s', async (_, headersOf) => {
    const { url, ask, sitDown, listen, taken } = await servePages();
    const headers = { ...headersOf(url), cookie: await sitDown() };
    expect((await ask('/api/state', { headers })).status).toBe(403);
    expect((await ask('/', { headers })).status).toBe(403);
    expect((await ask('/api/scan', { method: 'POST', headers, body: { line: 'x' } })).status).toBe(403);
    expect(await listen(headers)).toBeNull();
    expect(taken).toEqual([]);
  });

  test('may lead here by a link', async () => {
    const { ask } = await servePages();
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await ask('/', { headers })).status).toBe(200);
    expect((await ask('/api/scan', { method: 'POST', headers, body: {} })).status).toBe(403);
  });

  test('finds no way to the line controller', async () => {
    const { ask, sitDown } = await servePages();
    const headers = { cookie: await sitDown() };
    expect((await ask('/slots', { headers })).status).toBe(404);
    expect((await ask('/scan', { method: 'POST', headers, body: {} })).status).toBe(404);
  });
});

describe('a program of this machine', () => {
  test.each(['127.0.0.1', 'localhost', '127.0.0.1:9', '[::1]:8088'])(
    'reads the whole picture, and listens to it, at %s',
    async (host) => {
      const { ask, listen } = await servePages();
      const headers = { host };
      const answer = await ask('/api/state', { headers });
      expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
      expect(JSON.parse(answer.body)).toMatchObject({
        sequence: 0,
        at: expect.any(Number),
        bench: { station: 'bench 1' },
        slots: [{ slot: 'left', state: 'empty' }, { slot: 'right' }],
      });
      const socket = await listen(headers);
      const [frame] = await once(socket ?? expect.fail('it was refused'), 'message');
      expect(JSON.parse(String(frame))).toMatchObject({
        sequence: 0,
        at: expect.any(Number),
        slots: [{ slot: 'left' }, { slot: 'right' }],
      });
    },
  );

  test('is answered with its ping, and gone with anything else', async () => {
    const { listen } = await servePages();
    const socket = (await listen()) ?? expect.fail('it was refused');
    await once(socket, 'message');
    socket.send('{"ping":12}');
    const [pong] = await once(socket, 'message');
    expect(JSON.parse(String(pong))).toMatchObject({ pong: 12, slots: [] });
    socket.send('{"line":"PACLINE:START:left"}');
    const [code] = await once(socket, 'close');
    expect(code).toBe(1008);
  });

  test('that sends more than a ping is cut off', async () => {
    const { listen } = await servePages();
    const socket = (await listen()) ?? expect.fail('it was refused');
    socket.send('x'.repeat(200));
    const [code] = await once(socket, 'close');
    expect(code).toBe(1009);
  });
});

describe('whoever comes from elsewhere', () => {
  // A request that was handed on comes from this machine, and yet from nobody knows where
  const elsewhere = { 'x-forwarded-for': '192.0.2.7' };

  test('sees nothing before a badge or a PIN', async () => {
    const { ask, listen, taken } = await servePages();
    expect((await ask('/', { headers: elsewhere })).headers).not.toHaveProperty('set-cookie');
    expect((await ask('/api/state', { headers: elsewhere })).status).toBe(401);
    expect(await listen(elsewhere)).toBeNull();
    expect((await ask('/api/session', { headers: elsewhere })).body).toBe('{"person":null,"isBench":false}');

    const refused = await ask('/api/session', { method: 'POST', headers: elsewhere, body: { code: '1234' } });
    expect(refused.status).toBe(403);
    const signedIn = await ask('/api/session', { method: 'POST', headers: elsewhere, body: { code: '4711' } });
    expect(JSON.parse(signedIn.body)).toEqual({ person: { name: 'Ada', role: 'technician' } });
    const headers = { ...elsewhere, cookie: signedIn.headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
    expect((await ask('/api/state', { headers })).status).toBe(200);
    expect(await listen(headers)).not.toBeNull();

    await ask('/api/session', { method: 'DELETE', headers });
    expect((await ask('/api/state', { headers })).status).toBe(401);
    expect(taken).toEqual([]);
  });

  test('has to wait after some wrong codes, longer each time, even for the right one', async () => {
    const { ask, clock } = await servePages();
    const tryIt = (code: string) => ask('/api/session', { method: 'POST', headers: elsewhere, body: { code } });
    for (const code of ['0', '1', '2']) expect((await tryIt(code)).status).toBe(403);
    const waiting = await tryIt('4711');
    expect(waiting).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    await clock.advance(1000);
    expect((await tryIt('5')).status).toBe(403);
    expect((await tryIt('4711')).headers['retry-after']).toBe('2');
    await clock.advance(2000);
    expect((await tryIt('4711')).status).toBe(200);
    expect((await tryIt('6')).status).toBe(403);
    expect((await tryIt('4711')).status).toBe(200);
  });

  test('is signed out after half a day without a question', async () => {
    const { ask, clock } = await servePages();
    const signedIn = await ask('/api/session', { method: 'POST', headers: elsewhere, body: { code: '4711' } });
    const headers = { ...elsewhere, cookie: signedIn.headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
    await clock.advance(11 * 3_600_000);
    expect((await ask('/api/state', { headers })).status).toBe(200);
    await clock.advance(13 * 3_600_000);
    expect((await ask('/api/state', { headers })).status).toBe(401);
  });
});

const route = (audience: Role): Route => ({ audience, answer: async () => ({ status: 200, body: {} }) });

test('what a role may ask for is for that role, and those above it', async () => {
  const { ask } = await servePages({
    routes: {
      'GET /o': route('operator'),
      'GET /t': route('technician'),
      'GET /e': route('engineer'),
    },
    personAtBench: () => ({ name: 'Ada', role: 'technician' }),
  });
  const cookie = (await ask('/')).headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const statuses = await Promise.all(
    ['/o', '/t', '/e'].map(async (path) => (await ask(path, { headers: { cookie } })).status),
  );
  expect(statuses).toEqual([200, 200, 403]);
  expect((await ask('/o')).status).toBe(401);
});

test('files whose names change with their content are kept, the page itself is asked for each time', async () => {
  const { ask } = await servePages();
  expect((await ask('/assets/a-12345678.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect((await ask('/')).headers['cache-control']).toBe('no-cache');
  expect((await ask('/assets/../../etc/passwd')).status).toBe(404);
});

test('an address that is taken is told as a fault of the settings', async () => {
  const { url } = await servePages();
  await expect(servePages({ listen: { host: '127.0.0.1', port: Number(port(url)) } })).rejects.toMatchObject({
    code: 'bad settings',
    message: expect.stringContaining(`127.0.0.1:${port(url)}`),
  });
});
