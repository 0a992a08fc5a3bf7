import { expect, test } from 'vitest';
import type { Backend } from '../../../src/backend/backend.ts';
import { PaclineError } from '../../../src/domain/errors/pacline-error.ts';
import { deviceTypeId, expectNoSecrets, id, openApiV1, product, rejection, request, waiting } from '../api-bench.ts';
import { startScriptedServer, type Reply } from '../scripted-server.ts';
import { typeOf } from './fleet.ts';

const signal = waiting();
const one = id('00A10001');
const json = (value: unknown): Reply => ({ status: 200, json: value });

/** Replies by path; what is not named is 404. */
const run = async (replies: Readonly<Record<string, Reply>>, call: (api: Backend) => Promise<unknown>) => {
  await using server = await startScriptedServer(
    ({ path }) => replies[path.slice('/api'.length)] ?? { status: 404, json: { message: 'none' } },
  );
  await using bench = openApiV1(server);
  const outcome = await call(bench.api).catch((error: unknown) => error);
  expectNoSecrets(outcome);
  return { outcome, asked: server.requests.map(({ target }) => target.slice('/api'.length)) };
};

const device = {
  id: 'A10001',
  name: 'tank-A10001',
  type: deviceTypeId,
  last: 1_793_000_000,
  state: 2,
  activationTime: 1_792_000_000_000,
  averageSnr: 12.5,
  tokenType: 'CONTRACT',
};
const shown = {
  deviceId: one,
  name: 'tank-A10001',
  deviceTypeId,
  certificate: null,
  prototype: null,
  state: 'off contract',
  lastSeenAt: 1_793_000_000_000,
  activationAt: 1_792_000_000_000,
};

test('a device is found by its ID, in whatever device type, and without its certificate', async () => {
  const { outcome, asked } = await run({ '/devices/00A10001': json(device) }, async (api) => [
    ...(await api.find([one, id('00A10002'), one], { signal, effort: 'thorough' })).values(),
  ]);
  expect(outcome).toEqual([shown]);
  expect(asked.toSorted()).toEqual(['/devices/00A10001', '/devices/00A10002', '/devices/A10002']);
});

test.each([
  [0, {}],
  [1_793_000_000, { lastSeenAt: 1_793_000_000_000 }],
  [1_793_000_000_000, { lastSeenAt: 1_793_000_000_000 }],
])('a last message at %i is understood', async (last, expected) => {
  const { outcome } = await run({ '/devices/00A10001': json({ id: '00a10001', last }) }, async (api) =>
    (await api.find([one], { signal, effort: 'thorough' })).get(one),
  );
  expect(outcome).toEqual({
    deviceId: one,
    name: '',
    deviceTypeId: null,
    certificate: null,
    prototype: null,
    ...expected,
  });
});

test('an answer about another device is not the device', async () => {
  const { outcome } = await run(
    { '/devices/00A10001': json({ ...device, id: 'A10002' }) },
    async (api) => (await api.find([one], { signal, effort: 'thorough' })).size,
  );
  expect(outcome).toBe(0);
});

const forbidden: Reply = { status: 403, json: { message: 'You may not' } };
const types = json({ data: [{ id: 't1', name: 'Tanks' }] });

test.each<[string, Readonly<Record<string, Reply>>, unknown]>([
  [
    'of a user who sees other devices is a device that is not ours',
    { '/devicetypes': types, '/devicetypes/t1/devices': json({ data: [] }) },
    0,
  ],
  [
    'of a user who sees no devices is a lack of rights',
    { '/devicetypes': types, '/devicetypes/t1/devices': forbidden },
    expect.objectContaining({ code: 'no rights' }),
  ],
  [
    'of a user who sees no device types is a lack of rights',
    { '/devicetypes': json({ data: [] }) },
    expect.objectContaining({ code: 'no rights' }),
  ],
])('a 403 %s', async (_what, rest, expected) => {
  const { outcome } = await run(
    { '/devices/00A10001': forbidden, ...rest },
    async (api) => (await api.find([one], { signal, effort: 'thorough' })).size,
  );
  expect(outcome).toEqual(expected);
});

test.each([
  [400, 'backend fault'],
  [401, 'bad credentials'],
  [429, 'backend throttled'],
  [500, 'backend fault'],
])('a look-up answered with %i throws "%s": it is no absence', async (status, code) => {
  expect(
    (await run({ '/devices/00A10001': { status, json: {} } }, (api) => api.find([one], { signal, effort: 'thorough' })))
      .outcome,
  ).toMatchObject({ code });
});

const listOf = async (count: number, filter = {}) => {
  await using server = await startScriptedServer(typeOf({ count }));
  await using bench = openApiV1(server);
  const ids: string[] = [];
  const end = await (async () => {
    for await (const { deviceId } of bench.api.list({ deviceTypeId, ...filter }, { signal })) ids.push(deviceId);
    return 'whole';
  })().catch((error: unknown) => (PaclineError.is(error) ? error.code : error));
  return { ids, end, requests: server.requests.length };
};

test('the devices of a device type are listed page after page', async () => {
  const { ids, end, requests } = await listOf(250);
  expect([ids.length, ids[249], end, requests]).toEqual([250, '00A100F9', 'whole', 3]);
});

test('a range is cut out of the list', async () => {
  expect((await listOf(250, { minId: id('00A10005'), maxId: id('00A10007') })).ids).toEqual([
    '00A10005',
    '00A10006',
    '00A10007',
  ]);
});

test('a list that may go on behind its end says so, after all that it shows', async () => {
  const { ids, end } = await listOf(6_000);
  expect([ids.length, end]).toEqual([5_100, 'not in this api']);
});

test('without a device type all of them are listed; a group cannot be', async () => {
  const replies = {
    '/devicetypes': json({ data: [{ id: 't1' }, { id: 't2' }] }),
    '/devicetypes/t1/devices': json({ data: [{ id: 'A10001' }] }),
    '/devicetypes/t2/devices': json({ data: [{ id: 'A10002' }] }),
  };
  const { outcome, asked } = await run(replies, (api) =>
    Array.fromAsync(api.list({}, { signal }), ({ deviceId }) => deviceId),
  );
  expect(outcome).toEqual(['00A10001', '00A10002']);
  expect(asked).toEqual([
    '/devicetypes?includeSubGroups=true',
    '/devicetypes/t1/devices?limit=100',
    '/devicetypes/t2/devices?limit=100',
  ]);
  expect((await run({}, (api) => Array.fromAsync(api.list({ groupId: 'g1' }, { signal })))).outcome).toMatchObject({
    code: 'not in this api',
  });
});

const deviceType = json({ id: deviceTypeId, name: 'Tanks', group: 'g1', contract: 'c1' });

const noCertificates = {
  code: 'not shown',
  severity: 'warn',
  message: expect.stringContaining('shows the certificate of no unit: '),
};

test('preflight counts the tokens of the contract, which ends where its activations end', async () => {
  const contract = { name: 'Order', maxTokens: 1_000, tokensInUse: 10, tokensUsed: 1, endTime: Date.UTC(2030, 0, 1) };
  const replies = { [`/devicetypes/${deviceTypeId}`]: deviceType, '/contracts/c1': json(contract) };
  expect((await run(replies, (api) => api.preflight(product, { signal }))).outcome).toEqual({
    deviceTypeName: 'Tanks',
    tokensLeft: 990,
    findings: [noCertificates],
  });
  const ended = { ...replies, '/contracts/c1': json({ ...contract, endTime: 1 }) };
  expect((await run(ended, (api) => api.preflight(product, { signal }))).outcome).toMatchObject({
    tokensLeft: 0,
    findings: [{ code: 'no tokens left', severity: 'block' }, noCertificates],
  });
});

test('preflight says that the quota of prototypes is not checked, and which device type there is not', async () => {
  const prototype = { ...product, certification: { kind: 'prototype' } as const };
  const replies = { [`/devicetypes/${deviceTypeId}`]: deviceType, '/contracts/c1': json({ maxTokens: 0 }) };
  expect((await run(replies, (api) => api.preflight(prototype, { signal }))).outcome).toMatchObject({
    findings: [{ code: 'not in this api', severity: 'warn' }, noCertificates],
  });
  expect((await run({}, (api) => api.preflight(product, { signal }))).outcome).toMatchObject({
    code: 'unknown device type',
  });
});

test.each<[string, (api: Backend) => Promise<unknown>]>([
  ['create', (api) => api.create(request, { signal })],
  ['transfer', (api) => api.transfer(deviceTypeId, [], { signal })],
  ['suspend', (api) => api.act('suspend', [one], { signal })],
  ['unsubscribe', (api) => api.unsubscribe([{ deviceId: one, at: 1 }], { signal })],
  ['unsubscribeOne', (api) => api.unsubscribeOne({ deviceId: one, at: 1 }, { signal })],
])('%s is refused with a sentence that names the way out, and nothing is sent', async (_what, call) => {
  expect(await run({}, call)).toEqual({
    outcome: { kind: 'refused', code: 'not in this api', words: expect.stringMatching(/^API v1 .*use API v2$/) },
    asked: [],
  });
});

test.each<[string, (api: Backend) => Promise<unknown>]>([
  ['callbacks', (api) => api.callbacks(deviceTypeId, { signal })],
  ['undeliveredCallbacks', (api) => api.undeliveredCallbacks(deviceTypeId, { since: 0 }, { signal })],
  ['actionJob', (api) => api.actionJob('resume', 'j1', { signal })],
  ['prototypeQuota', (api) => api.prototypeQuota('g1', { signal })],
  ['productCertificateOf', (api) => api.productCertificateOf(request, { signal })],
  ['certificateStatus', (api) => api.certificateStatus(one, { signal })],
])('%s throws a sentence that names the way out, and nothing is sent', async (_what, call) => {
  const { outcome, asked } = await run({}, (api) => rejection(call(api)));
  expect(outcome).toMatchObject({
    code: 'not in this api',
    message: expect.stringMatching(/^API v1 .*use API v2 \(not in this api\)$/),
  });
  expect(asked).toEqual([]);
});

test('device types are listed, and searched by name here', async () => {
  const data = [
    { id: 't1', name: 'Tanks', group: 'g1', contract: 'c1' },
    { id: 't2', name: 'Doors' },
  ];
  const search = (filter: { readonly name?: string }) =>
    run({ '/devicetypes': json({ data }) }, (api) => Array.fromAsync(api.deviceTypes(filter, { signal })));
  expect((await search({})).outcome).toEqual([
    { id: 't1', name: 'Tanks', groupId: 'g1', contractIds: ['c1'], projectId: null },
    { id: 't2', name: 'Doors', groupId: null, contractIds: [], projectId: null },
  ]);
  expect((await search({ name: 'tan' })).outcome).toMatchObject([{ id: 't1' }]);
});
