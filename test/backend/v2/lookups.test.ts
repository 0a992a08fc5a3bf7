import { expect, test } from 'vitest';
import type { Backend } from '../../../src/backend/backend.ts';
import { deviceTypeId, expectNoSecrets, openApi, pacDigits, request, waiting } from '../api-bench.ts';
import { startScriptedServer, type Reply } from '../scripted-server.ts';
import { contractId, groupId, one } from './accepted.ts';

const signal = waiting();

const ask = async (reply: Reply, call: (api: Backend) => Promise<unknown>) => {
  await using server = await startScriptedServer(() => reply);
  await using bench = openApi(server.base);
  const outcome = await call(bench.api).catch((error: unknown) => error);
  expectNoSecrets(outcome);
  return outcome;
};

const token = (api: Backend) => api.tokenStatus(one, { signal });
const pair = (api: Backend) => api.productCertificateOf(request, { signal });

test.each([400, 404])('a pair answered with %i is not confirmed, which is not bad', async (status) => {
  expect(await ask({ status, json: { message: `${pacDigits}00 unheard of` } }, pair)).toEqual({ kind: 'not confirmed', words: `${'*'.repeat(16)}00 unheard of` });
});

test.each([
  [401, 'bad credentials'],
  [403, 'no rights'],
  [429, 'backend throttled'],
  [500, 'backend fault'],
])('a pair answered with %i throws "%s", without the PAC that stands in the address', async (status, code) => {
  expect(await ask({ status, json: { message: `GET ...?pac=${pacDigits}` } }, pair)).toMatchObject({ code, context: { request: 'GET /devices/00A10001/product-certificate' } });
});

test('the pair is asked for by ID and PAC', async () => {
  await using server = await startScriptedServer(() => ({ status: 404, json: {} }));
  await using bench = openApi(server.base);
  await pair(bench.api);
  expect(server.requests.map(({ target }) => target)).toEqual([`/v2/devices/00A10001/product-certificate?pac=${pacDigits}`]);
});

test('a certificate of which little is told is told as far as it is', async () => {
  const little = { certificate: null, name: '', finalized: null, zones: [] };
  expect(await ask({ status: 200, json: { key: 'M_00A1_BEEF_01', standardCfgs: [{ id: 42 }] } }, pair)).toEqual({ kind: 'known', ...little });
  expect(await ask({ status: 200, json: {} }, (api) => api.certificateStatus(one, { signal }))).toEqual(little);
});

test.each<[string, (api: Backend) => Promise<unknown>]>([
  ['the certificate of a sibling', (api) => api.certificateStatus(one, { signal })],
  ['the messages of a device', (api) => api.messages(one, { since: 0, limit: 1 }, { signal })],
  ['a device type', (api) => api.deviceType(deviceTypeId, { signal })],
  ['a contract', (api) => api.contract(contractId, { signal })],
  ['the quota of a group', (api) => api.prototypeQuota(groupId, { signal })],
])('%s is null where there is none, and an error where it may not be seen', async (_what, call) => {
  expect(await ask({ status: 404, json: {} }, call)).toBeNull();
  expect(await ask({ status: 403, json: {} }, call)).toMatchObject({ code: 'no rights' });
});

test('no message has arrived yet: an empty list, which is not an absent device', async () => {
  expect(await ask({ status: 200, json: { data: [] } }, (api) => api.messages(one, { since: 0, limit: 1 }, { signal }))).toEqual([]);
});

test('messages are asked for since a whole millisecond, and a hundred at most', async () => {
  await using server = await startScriptedServer(() => ({ status: 200, json: { data: [{ time: 5 }] } }));
  await using bench = openApi(server.base);
  expect(await bench.api.messages(one, { since: 12.75, limit: 5_000 }, { signal })).toEqual([{ at: 5, payload: '' }]);
  expect(server.requests.map(({ target }) => target)).toEqual(['/v2/devices/00A10001/messages?since=12&limit=100']);
});

test('a group shows its quota', async () => {
  expect(await ask({ status: 200, json: { maxPrototypeAllowed: 1_000, currentPrototypeCount: 56 } }, (api) => api.prototypeQuota(groupId, { signal }))).toEqual({ allowed: 1_000, used: 56 });
});

test('the token of a device that the list does not show is null, and of one without a token next to nothing', async () => {
  expect(await ask({ status: 200, json: { data: [{ id: 'A10002' }] } }, token)).toBeNull();
  expect(await ask({ status: 200, json: { data: [{ id: 'A10001' }] } }, token)).toEqual({ words: 'no explanation' });
});

test('PACs that the API user may not see are left out', async () => {
  const data = [{ id: 'A10001', pac: pacDigits }, { id: 'A10002' }, { id: 'A10003', pac: '0000000000000000' }];
  const pacs = await ask({ status: 200, json: { data } }, (api) => api.currentPacs(deviceTypeId, { signal }));
  expect(pacs).toEqual(new Map([[one, request.pac]]));
});
