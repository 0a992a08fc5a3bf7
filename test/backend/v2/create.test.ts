import { expect, test } from 'vitest';
import {
  expectNoSecrets,
  openApi,
  pacDigits,
  password,
  rejection,
  request,
  token,
  waiting,
  type BenchOptions,
} from '../api-bench.ts';
import { startPlainListener } from '../plain-listener.ts';
import { deadBase, startScriptedServer, type Reply } from '../scripted-server.ts';

const createAgainst = async (reply: Reply, options: BenchOptions = {}) => {
  await using server = await startScriptedServer(() => reply);
  await using bench = openApi(server.base, options);
  const result = await bench.api.create(request, { signal: waiting() });
  expect(server.requests, 'a POST is never repeated').toHaveLength(1);
  expectNoSecrets(result);
  return result;
};

test('201 with the ID is created; the request is the documented one', async () => {
  await using server = await startScriptedServer(() => ({ status: 201, json: { id: 'A10001' } }));
  await using bench = openApi(server.base);
  expect(await bench.api.create(request, { signal: waiting() })).toEqual({ kind: 'created' });
  expect(server.requests).toMatchObject([
    {
      method: 'POST',
      target: '/v2/devices/',
      authorization: `Basic ${token}`,
      body: { id: '00A10001', pac: pacDigits },
    },
  ]);
});

test.each(['A10001', '00A10001', 'a10001'])('the ID may come back as %s', async (id) => {
  expect(await createAgainst({ status: 200, json: { id, added: 'later' } })).toEqual({ kind: 'created' });
});

test('409 means that the ID exists', async () => {
  expect(await createAgainst({ status: 409, json: { message: 'conflict' } })).toEqual({ kind: 'exists' });
});

test.each([400, 404, 405, 412, 422])('%i is a refusal in the words of the backend', async (status) => {
  const json = { message: 'not like this', errors: [{ type: 'body', field: 'pac', message: 'wrong value' }] };
  expect(await createAgainst({ status, json })).toEqual({
    kind: 'refused',
    code: 'backend refused',
    words: 'not like this; pac: wrong value',
  });
});

test('403 is a refusal for lack of rights', async () => {
  expect(await createAgainst({ status: 403, json: { message: 'not for you' } })).toEqual({
    kind: 'refused',
    code: 'no rights',
    words: 'not for you',
  });
});

test.each([400, 403, 404, 405, 412, 413, 422])(
  '%i with an HTML page is not the word of the API: the unit is not refused by it',
  async (status) => {
    const result = await createAgainst({ status, text: '<html>gone</html>' });
    expect(result).toMatchObject({
      kind: status === 413 ? 'postponed' : 'unknown',
      reason: expect.stringContaining('an HTML page; is a proxy in between?'),
    });
  },
);

test('a PAC and a password that the backend echoes are starred out', async () => {
  const json = {
    message: `pac ${pacDigits.toLowerCase()} of 00A10001${pacDigits} is spent`,
    errors: [{ field: 'header', message: `${password} Basic ${token}` }],
  };
  expect(await createAgainst({ status: 400, json })).toMatchObject({
    words: `pac ${'*'.repeat(16)} of 00A10001${'*'.repeat(16)} is spent; header: ******** Basic ********`,
  });
});

test('401 postpones: the unit is not to blame', async () => {
  expect(await createAgainst({ status: 401, json: { message: 'who are you' } })).toMatchObject({
    kind: 'postponed',
    code: 'bad credentials',
    retryAfterMs: null,
  });
});

test('429 postpones by what the backend asks', async () => {
  const reply = { status: 429, json: { message: 'slow down' }, headers: { 'retry-after': '7' } };
  expect(await createAgainst(reply)).toEqual({
    kind: 'postponed',
    code: 'backend throttled',
    reason: 'the backend answered 429: slow down',
    retryAfterMs: 7_000,
  });
});

test('after a 429 the next request waits until the gate opens', async () => {
  await using server = await startScriptedServer((_request, nth) =>
    nth === 1 ? { status: 429, json: {} } : { status: 201, json: { id: 'A10001' } },
  );
  await using bench = openApi(server.base);
  expect(await bench.api.create(request, { signal: waiting() })).toMatchObject({ retryAfterMs: 1_000 });
  const second = bench.api.create(request, { signal: waiting() });
  await bench.clock.untilSleeping();
  expect(server.requests).toHaveLength(1);
  await bench.clock.advance(1_000);
  expect(await second).toEqual({ kind: 'created' });
});

test('a backend that is not there postpones', async () => {
  await using bench = openApi(await deadBase());
  expect(await bench.api.create(request, { signal: waiting() })).toMatchObject({
    kind: 'postponed',
    code: 'backend unreachable',
  });
});

test.each([
  ['an HTML page with 200', { status: 200, text: '<html>Sign in to the guest network</html>' }, 'an HTML page'],
  ['201 without a body', { status: 201 }, 'an empty body'],
  ['204', { status: 204 }, 'an empty body'],
  ['202 with the ID', { status: 202, json: { id: 'A10001' } }, '202'],
  ['200 with other JSON', { status: 200, json: { ok: true } }, 'does not name this device'],
  ['201 with the ID of another device', { status: 201, json: { id: 'A10002' } }, 'does not name this device'],
  ['500', { status: 500, json: { message: 'oops' } }, 'oops'],
  ['502 of a gateway', { status: 502, text: '<html>bad gateway</html>' }, '502'],
  ['503', { status: 503 }, '503'],
  ['408', { status: 408 }, '408'],
  ['a reset after the request was read', 'reset', 'got lost'],
  ['a body that breaks off', { wire: 'HTTP/1.1 201 Created\nContent-Length: 99\n\n{"id":"A10001"}' }, 'got lost'],
] as const)('%s leaves the unit unknown', async (_what, reply, reason) => {
  expect(await createAgainst(reply)).toEqual({ kind: 'unknown', reason: expect.stringContaining(reason) });
});

test('an answer past the deadline leaves the unit unknown', async () => {
  expect(await createAgainst('silence', { deadlineMs: 80 })).toMatchObject({
    kind: 'unknown',
    reason: expect.stringContaining('80 ms'),
  });
});

test('a redirect leaves the unit unknown and its target untouched', async () => {
  await using other = await startScriptedServer(() => ({ status: 201, json: { id: 'A10001' } }));
  expect(await createAgainst({ status: 308, headers: { location: `${other.base}/devices/` } })).toMatchObject({
    kind: 'unknown',
    reason: expect.stringContaining(other.host),
  });
  expect(other.requests).toEqual([]);
});

test('an abort before anything was sent throws its reason', async () => {
  await using server = await startScriptedServer(() => ({ status: 201, json: { id: 'A10001' } }));
  await using bench = openApi(server.base);
  const reason = new Error('unit removed');
  expect(await rejection(bench.api.create(request, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  expect(server.requests).toEqual([]);
});

test('an abort while the connection is being made throws its reason', async () => {
  await using listener = await startPlainListener(null);
  await using bench = openApi(listener.base);
  const stop = new AbortController();
  const pending = rejection(bench.api.create(request, { signal: stop.signal }));
  await listener.connected;
  const reason = new Error('unit removed');
  stop.abort(reason);
  expect(await pending).toBe(reason);
});

test('an abort while waiting for the budget throws its reason', async () => {
  await using server = await startScriptedServer(() => ({ status: 429, json: {} }));
  await using bench = openApi(server.base);
  await bench.api.create(request, { signal: waiting() });
  const stop = new AbortController();
  const second = rejection(bench.api.create(request, { signal: stop.signal }));
  await bench.clock.untilSleeping();
  const reason = new Error('unit removed');
  stop.abort(reason);
  expect(await second).toBe(reason);
  expect(server.requests).toHaveLength(1);
});

test('an abort after the request was sent leaves the unit unknown', async () => {
  await using server = await startScriptedServer(() => 'silence');
  await using bench = openApi(server.base);
  const stop = new AbortController();
  const result = bench.api.create(request, { signal: stop.signal });
  await server.received(1);
  stop.abort(new Error('unit removed'));
  expect(await result).toMatchObject({ kind: 'unknown' });
});

test('closing settles a sent request as unknown and a waiting one as postponed', async () => {
  await using server = await startScriptedServer((_request, nth) =>
    nth === 1 ? 'silence' : { status: 429, json: {} },
  );
  await using bench = openApi(server.base);
  const sent = bench.api.create(request, { signal: waiting() });
  await server.received(1);
  await bench.api.create(request, { signal: waiting() });
  const queued = bench.api.create(request, { signal: waiting() });
  await bench.clock.untilSleeping();
  await bench.api.close();
  expect(await sent).toMatchObject({ kind: 'unknown' });
  expect(await queued).toMatchObject({ kind: 'postponed', code: 'backend unreachable' });
});
