import { expect, test } from 'vitest';
import type { Backend } from '../../../src/backend/backend.ts';
import { deviceTypeId, openApi, waiting } from '../api-bench.ts';
import { startScriptedServer, type Reply } from '../scripted-server.ts';
import { jobId, one, two } from './accepted.ts';

const signal = waiting();

const run = async (reply: Reply, call: (api: Backend) => Promise<unknown>) => {
  await using server = await startScriptedServer(() => reply);
  await using bench = openApi(server.base);
  const result = await call(bench.api);
  return { result, sent: server.requests.map(({ method, target, body }) => [method, target, body]) };
};

test('a transfer always says what becomes of history and token', async () => {
  const { sent } = await run({ status: 200, json: { jobId } }, (api) =>
    api.transfer(deviceTypeId, [{ deviceId: one, keepHistory: false, activable: true }], { signal }),
  );
  expect(sent).toEqual([
    ['POST', '/v2/devices/bulk/transfer', { deviceTypeId, data: [{ id: one, keepHistory: false, activable: true }] }],
  ]);
});

test.each<[string, (api: Backend) => Promise<unknown>]>([
  ['a transfer', (api) => api.transfer(deviceTypeId, [], { signal })],
  ['a replacement', (api) => api.replace([], { signal })],
  ['an action', (api) => api.act('suspend', [one], { signal })],
  ['an unsubscription', (api) => api.unsubscribe([{ deviceId: one, at: 1 }], { signal })],
])('%s is refused by 404 and 409, unknown after 500, and postponed by 429', async (_what, call) => {
  for (const status of [404, 409])
    expect((await run({ status, json: { message: 'no' } }, call)).result).toEqual({
      kind: 'refused',
      code: 'backend refused',
      words: 'no',
    });
  expect((await run({ status: 500, json: {} }, call)).result).toMatchObject({ kind: 'unknown' });
  expect((await run({ status: 200, text: '<html>' }, call)).result).toMatchObject({ kind: 'unknown' });
  expect((await run({ status: 429, json: {} }, call)).result).toMatchObject({
    kind: 'postponed',
    code: 'backend throttled',
  });
});

test('a replacement tells its failures at once, and names those of which the backend says nothing', async () => {
  const pairs = [
    { deviceId: one, targetDeviceId: two },
    { deviceId: two, targetDeviceId: one },
    { deviceId: one, targetDeviceId: one },
  ];
  const { result } = await run(
    {
      status: 200,
      json: { total: 3, status: { success: 1, errors: [{ entity: 'A10001', message: 'has a token', type: 0 }] } },
    },
    (api) => api.replace(pairs, { signal }),
  );
  expect(result).toEqual({
    kind: 'replaced',
    total: 3,
    failures: [
      { deviceId: one, words: 'has a token', system: false },
      { deviceId: null, words: expect.stringContaining('what became of 1 of the pairs'), system: true },
    ],
  });
});

test('a replacement whose answer does not count its successes is unknown', async () => {
  const { result } = await run({ status: 200, json: { total: 1 } }, (api) =>
    api.replace([{ deviceId: one, targetDeviceId: two }], { signal }),
  );
  expect(result).toMatchObject({ kind: 'unknown' });
});

test.each<[string, string, (api: Backend) => Promise<unknown>]>([
  ['disengaging', 'POST /v2/devices/00A10001/disengage', (api) => api.disengage(one, { signal })],
  [
    'unsubscribing one',
    'PUT /v2/devices/00A10001/unsubscribe',
    (api) => api.unsubscribeOne({ deviceId: one, at: 1_793_000_000_000 }, { signal }),
  ],
  ['removing', 'DELETE /v2/devices/00A10001', (api) => api.remove(one, { signal })],
])('%s a device that is not ours finds it absent', async (_what, request, call) => {
  const { result, sent } = await run({ status: 404, json: { message: 'no' } }, call);
  expect(result).toEqual({ kind: 'absent' });
  expect(sent.map(([method, target]) => `${String(method)} ${String(target)}`)).toEqual([request]);
});

const dated = (at: number) => ({ date: new Date(at).toUTCString() });

test('now is told by the date of the last answer, and goes on with our own clock from there', async () => {
  const serverNow = Date.UTC(2031, 4, 1, 12);
  await using server = await startScriptedServer(({ method }) =>
    method === 'GET'
      ? { status: 200, json: { data: [] }, headers: dated(serverNow) }
      : { status: 200, json: { jobId }, headers: dated(serverNow + 9_000) },
  );
  await using bench = openApi(server.base);
  const timesOf = (nth: number) => server.requests[nth]?.body;
  await bench.api.unsubscribe(
    [
      { deviceId: one, at: 'now' },
      { deviceId: two, at: 5 },
    ],
    { signal: waiting() },
  );
  expect(
    server.requests.map(({ method }) => method),
    'any answer has the date, so a cheap one is asked for',
  ).toEqual(['GET', 'POST']);
  expect(timesOf(1)).toEqual({
    data: [
      { id: one, unsubscriptionTime: serverNow },
      { id: two, unsubscriptionTime: 5 },
    ],
  });
  await bench.clock.advance(60_000);
  await bench.api.unsubscribe([{ deviceId: one, at: 'now' }], { signal: waiting() });
  expect(timesOf(2)).toEqual({ data: [{ id: one, unsubscriptionTime: serverNow + 69_000 }] });
});

test('a backend whose answers have no date is told the time of the station', async () => {
  await using server = await startScriptedServer(() => ({
    wire: 'HTTP/1.1 200 OK\ncontent-type: application/json\ncontent-length: 13\n\n{"jobId":"j"}',
  }));
  await using bench = openApi(server.base);
  await bench.api.unsubscribe([{ deviceId: one, at: 'now' }], { signal: waiting() });
  expect(server.requests[1]?.body).toEqual({ data: [{ id: one, unsubscriptionTime: bench.clock.now() }] });
});
