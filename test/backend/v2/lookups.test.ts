import { expect, test } from 'vitest';
import type { Backend } from '../../../src/backend/backend.ts';
import { deviceTypeId, expectNoSecrets, openApi, pacDigits, request, waiting } from '../api-bench.ts';
import { startScriptedServer, type Reply } from '../scripted-server.ts';
import { groupId, one } from './accepted.ts';

const signal = waiting();

const ask = async (reply: Reply, call: (api: Backend) => Promise<unknown>) => {
  await using server = await startScriptedServer(() => reply);
  await using bench = openApi(server.base);
  const outcome = await call(bench.api).catch((error: unknown) => error);
  expectNoSecrets(outcome);
  return outcome;
};

const pair = (api: Backend) => api.productCertificateOf(request, { signal });

test.each([400, 404])('a pair answered with %i is not confirmed, which is not bad', async (status) => {
  expect(await ask({ status, json: { message: `${pacDigits}00 unheard of` } }, pair)).toEqual({
    kind: 'not confirmed',
    words: `${'*'.repeat(16)}00 unheard of`,
  });
});

test.each([
  [401, 'bad credentials'],
  [403, 'no rights'],
  [429, 'backend throttled'],
  [500, 'backend fault'],
])('a pair answered with %i throws "%s", without the PAC that stands in the address', async (status, code) => {
  expect(await ask({ status, json: { message: `GET ...?pac=${pacDigits}` } }, pair)).toMatchObject({
    code,
    context: { request: 'GET /devices/00A10001/product-certificate' },
  });
});

test('the pair is asked for by ID and PAC', async () => {
  await using server = await startScriptedServer(() => ({ status: 404, json: {} }));
  await using bench = openApi(server.base);
  await pair(bench.api);
  expect(server.requests.map(({ target }) => target)).toEqual([
    `/v2/devices/00A10001/product-certificate?pac=${pacDigits}`,
  ]);
});

test('a certificate of which little is told is told as far as it is', async () => {
  const little = { certificate: null, name: '', finalized: null, zones: [] };
  expect(await ask({ status: 200, json: { key: 'M_00A1_BEEF_01', standardCfgs: [{ id: 42 }] } }, pair)).toEqual({
    kind: 'known',
    ...little,
  });
  expect(await ask({ status: 200, json: {} }, (api) => api.certificateStatus(one, { signal }))).toEqual(little);
});

test.each<[string, (api: Backend) => Promise<unknown>]>([
  ['the certificate of a sibling', (api) => api.certificateStatus(one, { signal })],
  ['a device type', (api) => api.deviceType(deviceTypeId, { signal })],
  ['the callbacks of a device type', (api) => api.callbacks(deviceTypeId, { signal })],
  [
    'the callbacks of a device type that failed',
    (api) => api.undeliveredCallbacks(deviceTypeId, { since: 0 }, { signal }),
  ],
  ['the quota of a group', (api) => api.prototypeQuota(groupId, { signal })],
])('%s is null where there is none, and an error where it may not be seen', async (_what, call) => {
  expect(await ask({ status: 404, json: {} }, call)).toBeNull();
  expect(await ask({ status: 403, json: {} }, call)).toMatchObject({ code: 'no rights' });
});

test('a group shows its quota', async () => {
  expect(
    await ask({ status: 200, json: { maxPrototypeAllowed: 1_000, currentPrototypeCount: 56 } }, (api) =>
      api.prototypeQuota(groupId, { signal }),
    ),
  ).toEqual({ allowed: 1_000, used: 56 });
});

test('of the address of a callback only the host is told: path and query may hold secrets', async () => {
  const data = [
    { id: 'cb1', channel: 'URL', url: `https://mes.example:8443/in/${pacDigits}?key=${pacDigits}` },
    { id: 'cb2', channel: 'PIGEON', callbackType: 9, url: 'nonsense' },
    {},
  ];
  const unknown = { kind: null, subtype: null, isEnabled: null, hasFailed: null };
  expect(await ask({ status: 200, json: { data } }, (api) => api.callbacks(deviceTypeId, { signal }))).toEqual([
    { ...unknown, id: 'cb1', channel: 'url', host: 'mes.example:8443' },
    { ...unknown, id: 'cb2', channel: null, host: null },
    { ...unknown, id: '', channel: null, host: null },
  ]);
});

test('undelivered callbacks are asked for since a whole millisecond, and are told as far as they are shown', async () => {
  await using server = await startScriptedServer(() => ({
    status: 200,
    json: { data: [{}, { deviceId: 'odd', time: 1e300 }], paging: { next: '/more' } },
  }));
  await using bench = openApi(server.base);
  const nothing = { deviceId: null, at: null, words: 'no explanation' };
  expect(await bench.api.undeliveredCallbacks(deviceTypeId, { since: 12.75 }, { signal })).toEqual({
    entries: [nothing, nothing],
    isCut: true,
  });
  expect(server.requests.map(({ target }) => target)).toEqual([
    `/v2/device-types/${deviceTypeId}/callbacks-not-delivered?since=12&limit=100`,
  ]);
});

test('undelivered callbacks are asked for ten times in ten seconds at most', async () => {
  await using server = await startScriptedServer(() => ({ status: 200, json: { data: [] } }));
  await using bench = openApi(server.base);
  const asking = Promise.all(
    Array.from({ length: 12 }, () => bench.api.undeliveredCallbacks(deviceTypeId, { since: 0 }, { signal })),
  );
  await bench.clock.untilSleeping();
  await server.received(10);
  expect(server.requests).toHaveLength(10);
  await bench.clock.advance(10_000);
  await asking;
  expect(server.requests).toHaveLength(12);
});

test('device types are listed page after page, with the project that stands in the place of a contract', async () => {
  const pages = [
    { data: [{ id: 't1', name: 'Tanks', contracts: [{ id: 'c1' }, { id: 'c2' }] }], paging: { next: '?pageId=2' } },
    { data: [{ id: 't2', projectId: 'p1' }], paging: {} },
  ];
  await using server = await startScriptedServer((_request, nth) => ({ status: 200, json: pages[nth - 1] }));
  await using bench = openApi(server.base);
  expect(await Array.fromAsync(bench.api.deviceTypes({}, { signal }))).toEqual([
    { id: 't1', name: 'Tanks', groupId: null, contractIds: ['c1', 'c2'], projectId: null },
    { id: 't2', name: 't2', groupId: null, contractIds: [], projectId: 'p1' },
  ]);
  expect(server.requests.map(({ target }) => target)).toEqual([
    '/v2/device-types/?sort=name&limit=100',
    '/v2/device-types/?pageId=2',
  ]);
});
