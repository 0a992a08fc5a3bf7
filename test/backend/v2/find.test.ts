import { expect, test } from 'vitest';
import type { DeviceId } from '../../../src/domain/device-id.ts';
import { PaclineError } from '../../../src/domain/errors/pacline-error.ts';
import { deviceTypeId, expectNoSecrets, id, openApi, rejection, waiting } from '../api-bench.ts';
import { deadBase, startScriptedServer, type ReceivedRequest, type Reply } from '../scripted-server.ts';

const device = (text: string) => ({
  id: text,
  name: `tank-${text}`,
  deviceType: { id: deviceTypeId, name: 'Tanks' },
  productCertificate: { id: '60c0ffee60c0ffee60c0ffee', key: 'P_00A1_BEEF_01' },
  comState: 5,
  state: 99,
  unheardOf: { field: true },
});

const expected = (deviceId: DeviceId, name: string) => ({
  deviceId,
  name,
  deviceTypeId,
  certificate: 'P_00A1_BEEF_01',
  prototype: null,
  comState: 'not seen',
});

test('one ID is asked for with the fields that show certificate and device type', async () => {
  await using server = await startScriptedServer(() => ({ status: 200, json: { data: [device('A10001')] } }));
  await using bench = openApi(server.base);
  const found = await bench.api.find([id('00A10001')], { signal: waiting(), effort: 'thorough' });
  expect([...found]).toEqual([['00A10001', expected(id('00A10001'), 'tank-A10001')]]);
  expect(
    server.requests.map(({ method, path, query }) => ({ method, path, query: Object.fromEntries(query) })),
  ).toEqual([
    {
      method: 'GET',
      path: '/v2/devices/',
      query: { id: '00A10001', fields: 'deviceType(name),productCertificate(key)', limit: '100' },
    },
  ]);
});

test('an ID that is not in the list has no entry', async () => {
  await using server = await startScriptedServer(() => ({ status: 200, json: { data: [] } }));
  await using bench = openApi(server.base);
  expect((await bench.api.find([id('00A10001')], { signal: waiting(), effort: 'thorough' })).size).toBe(0);
});

test('no IDs cost no request', async () => {
  await using server = await startScriptedServer(() => 'reset');
  await using bench = openApi(server.base);
  expect((await bench.api.find([], { signal: waiting(), effort: 'thorough' })).size).toBe(0);
  expect(server.requests).toEqual([]);
});

test('strangers, sample values and odd IDs in the answer are passed over', async () => {
  const data = ['FFFFFF0', '0FFFFFFF', '12345', 'not-hex', 'a10001'].map(device);
  await using server = await startScriptedServer(() => ({ status: 200, json: { data } }));
  await using bench = openApi(server.base);
  expect([...(await bench.api.find([id('00A10001')], { signal: waiting(), effort: 'thorough' })).keys()]).toEqual([
    '00A10001',
  ]);
});

test('a device of which only the ID is shown is found all the same', async () => {
  await using server = await startScriptedServer(() => ({
    status: 200,
    json: { data: [{ id: 'A10001', name: null }] },
  }));
  await using bench = openApi(server.base);
  const found = await bench.api.find([id('00A10001')], { signal: waiting(), effort: 'thorough' });
  expect(found.get(id('00A10001'))).toEqual({
    deviceId: '00A10001',
    name: '',
    deviceTypeId: null,
    certificate: null,
    prototype: null,
  });
});

test('pages are followed until the ID is found, over the configured connection', async () => {
  const pages = new Map([
    ['0', 'A10009'],
    ['1', 'A10001'],
    ['2', 'A10008'],
  ]);
  await using server = await startScriptedServer(({ query }) => {
    const page = query.get('pageId') ?? '0';
    return {
      status: 200,
      json: {
        data: [device(pages.get(page) ?? '')],
        paging: { next: `http://${server.host}/v2/devices?pageId=${Number(page) + 1}` },
      },
    };
  });
  await using bench = openApi(server.base);
  expect((await bench.api.find([id('00A10001')], { signal: waiting(), effort: 'thorough' })).size).toBe(1);
  expect(server.requests.map(({ target }) => target).slice(1)).toEqual(['/v2/devices?pageId=1']);
});

const errorOf = async (reply: Reply | ((request: ReceivedRequest, nth: number) => Reply)) => {
  await using server = await startScriptedServer(typeof reply === 'function' ? reply : () => reply);
  await using bench = openApi(server.base, { deadlineMs: 500 });
  const error = await rejection(bench.api.find([id('00A10001')], { signal: waiting(), effort: 'thorough' }));
  expectNoSecrets(error);
  return PaclineError.is(error) ? error : expect.fail(String(error));
};

test('a next page on another host is not fetched, and the host is named', async () => {
  await using other = await startScriptedServer(() => ({ status: 200, json: { data: [] } }));
  const error = await errorOf({ status: 200, json: { data: [], paging: { next: `${other.base}/devices?pageId=1` } } });
  expect(error).toMatchObject({ code: 'backend fault', message: expect.stringContaining(other.host) });
  expect(other.requests).toEqual([]);
});

test('pages that lead in circles are a fault, not an absence', async () => {
  const error = await errorOf(({ query }) => ({
    status: 200,
    json: { data: [], paging: { next: `?pageId=${query.get('pageId') === 'a' ? 'b' : 'a'}` } },
  }));
  expect(error).toMatchObject({ code: 'backend fault', message: expect.stringContaining('in circles') });
});

test('pages without end are a fault', async () => {
  await using server = await startScriptedServer((_request, nth) => ({
    status: 200,
    json: { data: [], paging: { next: `?pageId=${nth}` } },
  }));
  const freely = { requests: 10_000, windowMs: 1 };
  await using bench = openApi(server.base, {
    limits: { deviceList: freely, bulk: freely, undeliveredCallbacks: freely, oneDevice: freely, overall: freely },
  });
  expect(await rejection(bench.api.find([id('00A10001')], { signal: waiting(), effort: 'thorough' }))).toMatchObject({
    code: 'backend fault',
  });
});

test.each([
  [401, 'bad credentials'],
  [403, 'no rights'],
  [429, 'backend throttled'],
  [400, 'backend fault'],
  [404, 'backend fault'],
  [500, 'backend fault'],
  [503, 'backend fault'],
])('status %i is thrown as "%s" with the words of the backend', async (status, code) => {
  const error = await errorOf({ status, json: { message: 'said so' } });
  expect(error).toMatchObject({
    code,
    message: expect.stringContaining('said so'),
    context: { status, words: 'said so', request: 'GET /devices/' },
  });
});

test.each([
  ['an HTML page', { status: 200, text: '<html>' }, 'an HTML page; is a proxy in between?'],
  ['JSON that breaks off', { status: 200, text: '{"data":[{"id":"A1' }, 'JSON that breaks off'],
  ['JSON without a list', { status: 200, json: {} }, 'not the documented one, at data'],
  ['a device without an ID', { status: 200, json: { data: [{ name: 'x' }] } }, 'at data.0.id'],
  ['a reset', 'reset', 'to the end'],
  ['silence', 'silence', 'no whole answer within 500 ms'],
  ['a redirect', { status: 302, headers: { location: 'https://login.example/?to=x' } }, 'a redirect to login.example'],
] as const)('%s is a fault that says so', async (_what, reply, words) => {
  expect(await errorOf(reply)).toMatchObject({ code: 'backend fault', message: expect.stringContaining(words) });
});

test('a backend that is not there is unreachable', async () => {
  await using bench = openApi(await deadBase());
  expect(await rejection(bench.api.find([id('00A10001')], { signal: waiting(), effort: 'thorough' }))).toMatchObject({
    code: 'backend unreachable',
  });
});

test('an abort throws its reason, before and after the request was sent', async () => {
  await using server = await startScriptedServer(() => 'silence');
  await using bench = openApi(server.base);
  const reason = new Error('station stops');
  expect(
    await rejection(bench.api.find([id('00A10001')], { signal: AbortSignal.abort(reason), effort: 'thorough' })),
  ).toBe(reason);
  const stop = new AbortController();
  const pending = rejection(bench.api.find([id('00A10001')], { signal: stop.signal, effort: 'thorough' }));
  await server.received(1);
  stop.abort(reason);
  expect(await pending).toBe(reason);
});
