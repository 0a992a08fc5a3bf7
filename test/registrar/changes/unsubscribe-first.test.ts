import { expect, onTestFinished, test } from 'vitest';
import { unsubscribeAndDelete } from '../../../src/registrar/changes/unsubscribe-first.ts';
import type { UnitResult } from '../../../src/registrar/changes/unit-result.ts';
import { id, openApi, waiting } from '../../backend/api-bench.ts';
import { startScriptedServer, type Reply } from '../../backend/scripted-server.ts';

const deviceId = id('FFA10001');
const serverNow = Date.UTC(2031, 4, 1, 12);

interface World {
  /** What the list shows of the unit; null: it is not there. */
  readonly device: object | null;
  readonly unsubscribe?: Reply;
  readonly list?: Reply;
}

const dated = (reply: Reply): Reply =>
  typeof reply === 'object' && 'status' in reply
    ? { ...reply, headers: { date: new Date(serverNow).toUTCString() } }
    : reply;

const removed = async ({ device, unsubscribe = { status: 204 }, list }: World) => {
  const server = await startScriptedServer(({ method, path }) => {
    if (method === 'GET')
      return dated(list ?? { status: 200, json: { data: device === null ? [] : [{ id: deviceId, ...device }] } });
    return dated(path.endsWith('/unsubscribe') ? unsubscribe : { status: 204 });
  });
  const bench = openApi(server.base);
  onTestFinished(() => bench[Symbol.asyncDispose]());
  onTestFinished(() => server[Symbol.asyncDispose]());
  const told: string[] = [];
  const results: UnitResult[] = [];
  for await (const result of unsubscribeAndDelete(
    deviceId,
    { backend: bench.api, clock: bench.clock },
    { signal: waiting(), onUnsubscription: (sentence) => told.push(sentence) },
  ))
    results.push(result);
  const sent = server.requests.filter(({ method }) => method !== 'GET');
  return { results, told, sent: sent.map(({ method, body }) => [method, body]) };
};

const unsubscribed = ['PUT', { unsubscriptionTime: serverNow }];
const deleted = ['DELETE', null];

test.each<[string, object]>([
  ['that holds a token', { token: { state: 0 } }],
  ['that is suspended', { state: 6 }],
  ['that took a token once, of which no more is shown', { activationTime: 1_792_000_000_000 }],
])('a unit %s is unsubscribed first, at the time of the backend, and it is said', async (_what, device) => {
  const { results, told, sent } = await removed({ device });
  expect(results).toMatchObject([{ code: 'deleted' }]);
  expect(told).toEqual([expect.stringContaining('subscription is ended first')]);
  expect(sent).toEqual([unsubscribed, deleted]);
});

test.each<[string, object]>([
  ['has never spoken', { token: { state: 2 } }],
  ['is off contract', { state: 2, activationTime: 1_792_000_000_000 }],
  ['shows nothing of a token', {}],
])('a unit that %s is deleted at once', async (_what, device) => {
  expect(await removed({ device })).toMatchObject({ results: [{ code: 'deleted' }], told: [], sent: [deleted] });
});

test('a refusal to unsubscribe is said, and the deletion is asked for all the same', async () => {
  const { results, told, sent } = await removed({
    device: { token: { state: 0 } },
    unsubscribe: { status: 403, json: { message: 'not yours' } },
  });
  expect(results).toMatchObject([{ code: 'deleted' }]);
  expect(told).toEqual([expect.stringContaining('was not unsubscribed (not yours)')]);
  expect(sent).toEqual([unsubscribed, deleted]);
});

test.each<[string, Reply, string]>([
  ['got lost', 'reset', 'change unknown'],
  ['asks to slow down', { status: 429, json: {} }, 'backend throttled'],
  ['knows no such unit', { status: 404 }, 'not registered'],
])('nothing is deleted where the answer to the unsubscription %s', async (_what, unsubscribe, code) => {
  const { results, sent } = await removed({ device: { token: { state: 0 } }, unsubscribe });
  expect(results).toMatchObject([{ code }]);
  expect(sent).toEqual([unsubscribed]);
});

test('a unit that is not there, or cannot be looked at, is sent nothing', async () => {
  expect(await removed({ device: null })).toMatchObject({ results: [{ code: 'not registered' }], sent: [] });
  expect(await removed({ device: {}, list: { status: 403, json: {} } })).toMatchObject({
    results: [{ code: 'no rights' }],
    sent: [],
  });
});
