import { expect, test } from 'vitest';
import type { Product } from '../../../src/domain/product.ts';
import { deviceTypeId, expectNoSecrets, openApi, product, rejection, waiting } from '../api-bench.ts';
import { startScriptedServer, type Reply } from '../scripted-server.ts';

const json = (value: unknown): Reply => ({ status: 200, json: value });

const deviceType = {
  id: deviceTypeId,
  name: 'Tanks',
  group: { id: 'g1' },
  contract: { id: 'c1' },
  contracts: [{ id: 'c1' }, { id: 'c2' }],
};

const preflightWith = async (replies: Readonly<Record<string, Reply>>, subject: Product = product) => {
  await using server = await startScriptedServer(
    ({ path }) => replies[path.slice('/v2'.length)] ?? { status: 404, json: { message: 'not found' } },
  );
  await using bench = openApi(server.base);
  const outcome = await bench.api.preflight(subject, { signal: waiting() }).catch((error: unknown) => error);
  expectNoSecrets(outcome);
  return { outcome, asked: server.requests.map(({ path }) => path.slice('/v2'.length)) };
};

const withContracts = (...contracts: readonly unknown[]) =>
  preflightWith({
    [`/device-types/${deviceTypeId}`]: json({
      ...deviceType,
      contract: undefined,
      contracts: contracts.map((_, index) => ({ id: `c${index}` })),
    }),
    ...Object.fromEntries(contracts.map((contract, index) => [`/contract-infos/c${index}`, json(contract)])),
  });

test('free tokens are counted over all contracts, each asked for once', async () => {
  const { outcome, asked } = await preflightWith({
    [`/device-types/${deviceTypeId}`]: json(deviceType),
    '/contract-infos/c1': json({ name: 'A', maxTokens: 1_000, tokensInUse: 400, tokensUsed: 0, activationEndTime: 0 }),
    '/contract-infos/c2': json({ name: 'B', maxTokens: 50, tokensInUse: 60 }),
  });
  expect(outcome).toEqual({ deviceTypeName: 'Tanks', tokensLeft: 600, findings: [] });
  expect(asked).toEqual([`/device-types/${deviceTypeId}`, '/contract-infos/c1', '/contract-infos/c2', '/devices/']);
});

test('an unlimited contract leaves nothing to count', async () => {
  const { outcome } = await withContracts({ maxTokens: 10, tokensInUse: 10 }, { maxTokens: 0, tokensInUse: 5 });
  expect(outcome).toMatchObject({ tokensLeft: null, findings: [] });
});

test('contracts that show no figures block nothing', async () => {
  const { outcome } = await withContracts({});
  expect(outcome).toMatchObject({ tokensLeft: null, findings: [] });
});

test('full contracts block, and an ended one gives nothing', async () => {
  const { outcome } = await withContracts(
    { name: 'A', maxTokens: 10, tokensInUse: 10 },
    { name: 'B', maxTokens: 0, activationEndTime: Date.UTC(2026, 0, 1) },
  );
  expect(outcome).toMatchObject({
    tokensLeft: 0,
    findings: [
      { code: 'no tokens left', severity: 'block', message: expect.stringMatching(/A, B.*1 of them has ended/) },
    ],
  });
});

test('a contract whose activation ends later still gives', async () => {
  const { outcome } = await withContracts({ maxTokens: 900, tokensInUse: 0, activationEndTime: Date.UTC(2030, 0, 1) });
  expect(outcome).toMatchObject({ tokensLeft: 900, findings: [] });
});

test('tokens that may be spent for good only warn', async () => {
  const { outcome } = await withContracts({ maxTokens: 500, tokensInUse: 200, tokensUsed: 300 });
  expect(outcome).toMatchObject({ tokensLeft: 300, findings: [{ code: 'no tokens left', severity: 'warn' }] });
});

test('few tokens warn of units that have not been heard yet', async () => {
  const { outcome } = await withContracts({ maxTokens: 30, tokensInUse: 1 });
  expect(outcome).toMatchObject({
    tokensLeft: 29,
    findings: [{ severity: 'warn', message: expect.stringContaining('not been heard yet') }],
  });
});

test('a device type without a contract warns', async () => {
  const { outcome } = await preflightWith({ [`/device-types/${deviceTypeId}`]: json({ id: deviceTypeId }) });
  expect(outcome).toMatchObject({
    deviceTypeName: deviceTypeId,
    tokensLeft: null,
    findings: [{ code: 'no tokens left', severity: 'warn' }],
  });
});

test('a device type of a project has its contracts by the project, and draws no warning', async () => {
  const { outcome, asked } = await preflightWith({
    [`/device-types/${deviceTypeId}`]: json({ id: deviceTypeId, projectId: '6012aa34bb56cc78dd90ee99' }),
  });
  expect(outcome).toMatchObject({ tokensLeft: null, findings: [] });
  expect(asked).toEqual([`/device-types/${deviceTypeId}`, '/devices/']);
});

const whole = {
  id: 'A10001',
  deviceType: { id: deviceTypeId },
  productCertificate: { key: 'P_00A1_BEEF_01' },
  pac: '51A3C0DE99F1E2B7',
};
const seeing = (devices: Reply) =>
  preflightWith({
    [`/device-types/${deviceTypeId}`]: json(deviceType),
    '/contract-infos/c1': json({ maxTokens: 0 }),
    '/contract-infos/c2': json({ maxTokens: 0 }),
    '/devices/': devices,
  });

test.each<[string, object, readonly string[]]>([
  ['everything of it', whole, []],
  ['a prototype, which has no certificate', { ...whole, productCertificate: undefined, prototype: true }, []],
  [
    'no certificate',
    { ...whole, productCertificate: { id: '60c0ffee60c0ffee60c0ffee' }, prototype: false },
    ['certificate'],
  ],
  ['no device type', { ...whole, deviceType: undefined }, ['device type']],
  ['no PAC', { ...whole, pac: undefined }, ['current PAC']],
  ['its ID only', { id: 'A10001' }, ['device type', 'certificate', 'current PAC']],
])('one device is looked at, and what is hidden of it is said: %s', async (_what, device, hidden) => {
  const { outcome } = await seeing(json({ data: [device] }));
  const findings = hidden.map((sight) => ({
    code: 'not shown',
    severity: 'warn',
    message: expect.stringContaining(`is not shown the ${sight} of units: `),
  }));
  expect(outcome).toMatchObject({ findings });
});

test.each<[string, Reply]>([
  ['has no device yet', json({ data: [] })],
  ['shows an entry that is no device', json({ data: [{ id: 'odd' }] })],
  ['cannot be listed', { status: 403, json: {} }],
  ['is not answered for', { status: 503 }],
])('a device type that %s hides nothing', async (_what, devices) => {
  expect((await seeing(devices)).outcome).toMatchObject({ findings: [] });
});

test.each([403, 404])(
  'a contract answered with %i is a warning, and nothing is blocked by what is not known',
  async (status) => {
    const { outcome } = await preflightWith({
      [`/device-types/${deviceTypeId}`]: json(deviceType),
      '/contract-infos/c1': json({ maxTokens: 10, tokensInUse: 10 }),
      '/contract-infos/c2': { status, json: { message: 'no' } },
    });
    expect(outcome).toMatchObject({
      tokensLeft: null,
      findings: [{ code: 'no rights', severity: 'warn', message: expect.stringContaining('c2') }],
    });
  },
);

const asPrototype: Product = { ...product, certification: { kind: 'prototype' } };
const prototypeReplies = (group: Reply) => ({
  [`/device-types/${deviceTypeId}`]: json({ ...deviceType, contracts: [] }),
  '/contract-infos/c1': json({ maxTokens: 0 }),
  '/groups/g1': group,
});

test.each([
  [{ maxPrototypeAllowed: 1_000, currentPrototypeCount: 56 }, []],
  [{ maxPrototypeAllowed: 56, currentPrototypeCount: 56 }, [{ code: 'backend refused', severity: 'block' }]],
  [{ maxPrototypeAllowed: 0, currentPrototypeCount: 0 }, [{ code: 'backend refused', severity: 'warn' }]],
  [{}, []],
])('a prototype is held against the quota of its group: %j', async (group, findings) => {
  const { outcome } = await preflightWith(prototypeReplies(json(group)), asPrototype);
  expect(outcome).toMatchObject({ findings });
});

test('a group that cannot be read is a warning', async () => {
  const { outcome } = await preflightWith(prototypeReplies({ status: 403, json: {} }), asPrototype);
  expect(outcome).toMatchObject({ findings: [{ code: 'no rights', severity: 'warn' }] });
});

test('the group of a product with a certificate is not asked for', async () => {
  const { asked } = await preflightWith(prototypeReplies({ status: 500 }));
  expect(asked).not.toContain('/groups/g1');
});

test.each([
  [400, 'unknown device type'],
  [401, 'bad credentials'],
  [403, 'no rights'],
  [404, 'unknown device type'],
  [429, 'backend throttled'],
  [500, 'backend fault'],
])('a device type answered with %i is "%s"', async (status, code) => {
  const { outcome } = await preflightWith({
    [`/device-types/${deviceTypeId}`]: { status, json: { message: 'said so' } },
  });
  expect(outcome).toMatchObject({ code, context: { status, words: 'said so' } });
});

test('an HTML page in place of the device type is a fault', async () => {
  const { outcome } = await preflightWith({ [`/device-types/${deviceTypeId}`]: { status: 200, text: '<html>' } });
  expect(outcome).toMatchObject({
    code: 'backend fault',
    message: expect.stringContaining('an HTML page; is a proxy in between?'),
  });
});

test('a device type id from the settings cannot leave its place in the path', async () => {
  await using server = await startScriptedServer(() => ({ status: 404, json: {} }));
  await using bench = openApi(server.base);
  await rejection(bench.api.preflight({ ...product, deviceTypeId: '../api-users?x=1' }, { signal: waiting() }));
  expect(server.requests.map(({ target }) => target)).toEqual(['/v2/device-types/..%2Fapi-users%3Fx%3D1']);
});
