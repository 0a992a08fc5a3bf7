import { expect, test } from 'vitest';
import { deviceTypeId, id, openApi, rejection, waiting } from '../api-bench.ts';
import { startScriptedServer, type ReceivedRequest, type Reply } from '../scripted-server.ts';

const freely = { requests: 1_000_000, windowMs: 1 };
const unhurried = {
  limits: { deviceList: freely, bulk: freely, undeliveredCallbacks: freely, oneDevice: freely, overall: freely },
};

/** A fleet of consecutive IDs as the backend lists it: by hundreds, and to offset 40,000 only. */
const fleetOf =
  (count: number, { ends }: { readonly ends: 'belong' | 'do not belong' }) =>
  ({ query }: ReceivedRequest): Reply => {
    const first = 0xa10000;
    const minId = query.get('minId');
    const from = minId === null ? first : Number.parseInt(minId, 16) + (ends === 'belong' ? 0 : 1);
    const offset = Number(query.get('offset') ?? '0');
    const left = Math.max(0, first + count - from - offset);
    const data = Array.from({ length: Math.min(100, left) }, (_, index) => ({
      id: (from + offset + index).toString(16).toUpperCase(),
    }));
    const next =
      left > 100 && offset + 100 <= 40_000
        ? `?${new URLSearchParams({ ...Object.fromEntries(query), offset: String(offset + 100) }).toString()}`
        : undefined;
    return { status: 200, json: { data, paging: { next } } };
  };

const listAll = async (script: (request: ReceivedRequest, nth: number) => Reply) => {
  await using server = await startScriptedServer(script);
  await using bench = openApi(server.base, unhurried);
  const ids: string[] = [];
  for await (const { deviceId } of bench.api.list({ deviceTypeId }, { signal: waiting() })) ids.push(deviceId);
  return { ids, requests: server.requests };
};

test('a list without a filter asks for everything in the order of IDs', async () => {
  await using server = await startScriptedServer(() => ({ status: 200, json: { data: [{ id: 'A10001' }] } }));
  await using bench = openApi(server.base);
  expect(await Array.fromAsync(bench.api.list({}, { signal: waiting() }), ({ deviceId }) => deviceId)).toEqual([
    '00A10001',
  ]);
  expect(server.requests.map(({ query }) => Object.fromEntries(query))).toEqual([
    { sort: 'id', fields: 'deviceType(name),productCertificate(key)', limit: '100' },
  ]);
});

test('pages are followed to the end', async () => {
  const { ids, requests } = await listAll(fleetOf(250, { ends: 'belong' }));
  expect([ids.length, ids[0], ids.at(-1), requests.length]).toEqual([250, '00A10000', '00A100F9', 3]);
});

test.each(['belong', 'do not belong'] as const)(
  'a fleet beyond the end of the list is read whole and once, where the ends of a range %s to it',
  async (ends) => {
    const { ids, requests } = await listAll(fleetOf(40_250, { ends }));
    expect([ids.length, new Set(ids).size]).toEqual([40_250, 40_250]);
    expect(
      requests.filter(({ query }) => query.has('minId') && !query.has('offset')).map(({ query }) => query.get('minId')),
    ).toEqual(['00A19C3F']);
  },
);

test('a backend that pays no regard to where the list is to begin is a fault, not the end of the list', async () => {
  const fleet = fleetOf(40_250, { ends: 'belong' });
  const regardless = (request: ReceivedRequest): Reply => {
    request.query.delete('minId');
    return fleet(request);
  };
  await using server = await startScriptedServer(regardless);
  await using bench = openApi(server.base, unhurried);
  expect(await rejection(Array.fromAsync(bench.api.list({}, { signal: waiting() })))).toMatchObject({
    code: 'backend fault',
    message: expect.stringContaining('more than 40,000'),
  });
});

test('an error in the middle of a list ends it with that error', async () => {
  const fleet = fleetOf(250, { ends: 'belong' });
  await using server = await startScriptedServer((request, nth) =>
    nth === 2 ? { status: 429, json: {} } : fleet(request),
  );
  await using bench = openApi(server.base);
  expect(await rejection(Array.fromAsync(bench.api.list({}, { signal: waiting() })))).toMatchObject({
    code: 'backend throttled',
  });
});

test('who stops listening costs no further page', async () => {
  await using server = await startScriptedServer(fleetOf(1_000, { ends: 'belong' }));
  await using bench = openApi(server.base);
  for await (const { deviceId } of bench.api.list({}, { signal: waiting() })) {
    expect(deviceId).toBe(id('00A10000'));
    break;
  }
  expect(server.requests).toHaveLength(1);
});

test('numbers that are not documented are left out, and what is not told as well', async () => {
  await using server = await startScriptedServer(() => ({
    status: 200,
    json: { data: [{ id: 'A10001', state: 99, comState: 5, token: { state: 2 } }, { id: 'A10002' }] },
  }));
  await using bench = openApi(server.base);
  const bare = { name: '', deviceTypeId: null, certificate: null, prototype: null };
  expect(await Array.fromAsync(bench.api.list({}, { signal: waiting() }))).toEqual([
    { ...bare, deviceId: '00A10001', comState: 'not seen', tokenState: 'not consumed' },
    { ...bare, deviceId: '00A10002' },
  ]);
});
