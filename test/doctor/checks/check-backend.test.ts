import { expect, onTestFinished, test } from 'vitest';

import { BaseUrl } from '../../../src/backend/http/base-url.ts';
import { Credentials } from '../../../src/backend/http/credentials.ts';
import { HttpProxy } from '../../../src/backend/http/http-proxy.ts';
import type { NetworkAccess } from '../../../src/backend/http/network-access.ts';
import { openBackend } from '../../../src/composition/open-backend.ts';
import { checkBackend, type BackendToCheck } from '../../../src/doctor/checks/check-backend.ts';
import { demoIds, demoUsers, demoWorld } from '../../../src/simulator/backend/world/demo-world.ts';
import { systemClock } from '../../../src/machine/system-clock.ts';
import { product as someProduct } from '../../backend/api-bench.ts';
import { startPlainListener } from '../../backend/plain-listener.ts';
import { authority } from '../../backend/http/made-up-certificates.ts';
import { startProxy, startTlsBackend } from '../../backend/proxied-backend.ts';
import { deadBase, startScriptedServer } from '../../backend/scripted-server.ts';
import { startRig } from '../../simulator/backend/backend-rig.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { about, complaints, lookedAt } from '../looked-at.ts';
import { startSelfSignedServer } from '../self-signed-server.ts';

const writer = new Credentials(demoUsers.writer);
const product = { ...someProduct, deviceTypeId: demoIds.deviceType };

const look = (
  url: string,
  { credentials = writer, ...changes }: Partial<BackendToCheck> & { readonly credentials?: Credentials | null } = {},
) =>
  lookedAt(
    checkBackend({
      base: () => BaseUrl.parse(url),
      openBackend: () => (credentials === null ? null : openBackend({ url, credentials }, { clock: systemClock })),
      products: async () => [{ product, remaining: null }],
      clock: systemClock,
      environment: {},
      ...changes,
    }),
  );

const scripted = async (...script: Parameters<typeof startScriptedServer>) => {
  const server = await startScriptedServer(...script);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
};

test('of a backend that is as it should be every step is told, and what is left of the tokens', async () => {
  const { url } = await startRig();
  const findings = await look(url, { products: async () => [{ product, remaining: 500 }] });
  expect(complaints(findings)).toEqual([]);
  expect(about(findings, 'TCP').message).toMatch(/answers after \d+ ms/);
  expect(about(findings, 'HTTP').message).toContain('status 401 without credentials');
  expect(about(findings, 'product Tank sensor').message).toContain('"Demo sensor"');
  expect(about(findings, 'tokens').message).toBe('10000 left; its orders need 500 more');
});

test('fewer tokens than the orders need are told, and those that are promised to silent units count as gone', async () => {
  const rig = await startRig({
    seed: { contracts: demoWorld.contracts.map((contract) => ({ ...contract, maxTokens: 1000 })) },
  });
  await rig.createBulk(['00A10001', '00A10002', '00A10003']);
  const enough = await look(rig.url, { products: async () => [{ product, remaining: 997 }] });
  expect(complaints(enough)).toEqual([]);
  const short = await look(rig.url, { products: async () => [{ product, remaining: 998 }] });
  expect(complaints(short)).toEqual(['warning: tokens: tokens low']);
  expect(about(short, 'tokens').message).toContain('of which 3 go to registered units');
});

test('a contract without a free token is a fault', async () => {
  const { url } = await startRig({
    seed: { contracts: demoWorld.contracts.map((contract) => ({ ...contract, tokensInUse: contract.maxTokens })) },
  });
  expect(complaints(await look(url))).toEqual(['fault: product Tank sensor: no tokens left']);
});

test('the prototype quota is told', async () => {
  const { url } = await startRig();
  const findings = await look(url, {
    products: async () => [{ product: { ...product, certification: { kind: 'prototype' } }, remaining: null }],
  });
  expect(about(findings, 'prototypes').message).toBe('0 of 1000 used');
});

test('a device type of a project needs no contract of its own', async () => {
  const { url } = await startRig({
    seed: {
      deviceTypes: demoWorld.deviceTypes.map((type) => ({ ...type, contractIds: [], projectId: demoIds.project })),
    },
  });
  const findings = await look(url);
  expect(complaints(findings)).toEqual([]);
  expect(about(findings, 'tokens').message).toBe('unlimited or not shown');
});

test('one with neither may be off contract', async () => {
  const { url } = await startRig({
    seed: { deviceTypes: demoWorld.deviceTypes.map((type) => ({ ...type, contractIds: [] })) },
  });
  expect(complaints(await look(url))).toEqual(['warning: product Tank sensor: no tokens left']);
});

test.each([
  { hidden: 'certificate', says: 'green on the certificate that was sent and accepted' },
  { hidden: 'device-type', says: 'is not told apart' },
  { hidden: 'pac', says: 'labels and hand-over lists have no current PAC' },
] as const)(
  'what follows is told before the shift where the API user is not shown the $hidden of units',
  async ({ hidden, says }) => {
    const rig = await startRig({ reticence: { hides: [hidden] } });
    await rig.create('00A10001');
    const findings = await look(rig.url);
    expect(complaints(findings)).toEqual(['warning: product Tank sensor: not shown']);
    expect(findings.find(({ code }) => code === 'not shown')?.message).toContain(says);
  },
);

test('a device type that two products share is looked at for callbacks once', async () => {
  const { url } = await startRig({
    seed: { deviceTypes: demoWorld.deviceTypes.map((type) => ({ ...type, callbacks: [] })) },
  });
  const findings = await look(url, {
    products: async () =>
      ['Tank sensor', 'Tank sensor, blue'].map((name) => ({ product: { ...product, name }, remaining: null })),
  });
  expect(complaints(findings)).toEqual(['warning: callbacks: no callback']);
});

test('an unknown device type is a fault', async () => {
  const { url } = await startRig();
  const findings = await look(url, {
    products: async () => [{ product: { ...product, deviceTypeId: 'ab'.repeat(12) }, remaining: null }],
  });
  expect(complaints(findings)).toEqual(['fault: rights: unknown device type']);
});

test('a wrong password is a fault, and stands in no finding', async () => {
  const { url } = await startRig();
  const findings = await look(url, {
    credentials: new Credentials({ login: demoUsers.writer.login, password: 'mistyped-0815' }),
  });
  expect(complaints(findings)).toEqual(['fault: rights: bad credentials']);
  expect(JSON.stringify(findings)).not.toContain('mistyped-0815');
});

test('a user without rights is told which profiles are needed', async () => {
  const { base } = await scripted(() => ({ status: 403, json: { message: 'no' } }));
  const findings = await look(base);
  expect(complaints(findings)).toEqual(['fault: rights: no rights']);
  expect(about(findings, 'rights').action).toContain('Device Manager [W]');
});

test('without a product the login alone is tried, by one page of the list', async () => {
  const { url } = await startRig();
  expect(complaints(await look(url, { products: async () => [] }))).toEqual([]);
  expect(
    complaints(
      await look(url, {
        products: async () => [],
        credentials: new Credentials({ login: 'nobody', password: 'nothing' }),
      }),
    ),
  ).toEqual(['fault: rights: bad credentials']);
});

test('without credentials the way is looked at all the same, and no credentials are sent', async () => {
  const { base, requests } = await scripted(() => ({ status: 401 }));
  const findings = await look(base, { credentials: null });
  expect(complaints(findings)).toEqual([]);
  expect(about(findings, 'rights').severity).toBe('skipped');
  expect(requests).toMatchObject([{ method: 'HEAD', authorization: null }]);
});

test('only reading requests are ever sent', async () => {
  const { base, requests } = await scripted(() => ({ status: 404, json: {} }));
  await look(base);
  expect(requests.map(({ method }) => method)).toEqual(['HEAD', 'GET', 'GET']);
});

test('a closed port fails at TCP, and nothing is asked behind it', async () => {
  const findings = await look(await deadBase());
  expect(complaints(findings)).toEqual(['fault: TCP: backend unreachable']);
  expect(about(findings, 'TCP').message).toContain('nobody listens there');
  expect(about(findings, 'rights').severity).toBe('skipped');
});

test('a name that is not known fails at DNS', async () => {
  const findings = await look('https://backend.invalid/v2');
  expect(complaints(findings)).toEqual(['fault: DNS: backend unreachable']);
});

test('a server that speaks no TLS fails there', async () => {
  await using server = await startPlainListener('HTTP/1.1 400 Bad Request\r\n\r\n');
  const findings = await look(server.base);
  expect(complaints(findings)).toEqual(['fault: TLS: backend unreachable']);
  expect(about(findings, 'TLS').message).toContain('does not speak TLS');
});

test.each([
  {
    when: 2030,
    complaint: 'fault: TLS: backend not trusted',
    says: 'is not accepted: it is signed by itself; it names "made up for tests"',
  },
  { when: 2000, complaint: 'fault: TLS: clock wrong', says: 'and this clock says 2000-01-01' },
  { when: 2200, complaint: 'fault: TLS: backend not trusted', says: 'ended on 2126-' },
])('a certificate that is not accepted in $when: $says', async ({ when, complaint, says }) => {
  const { base, requests } = await startSelfSignedServer();
  const findings = await look(base, { clock: new VirtualClock(Date.UTC(when, 0, 1)) });
  expect(complaints(findings)).toEqual([complaint]);
  expect(about(findings, 'TLS').message).toContain(says);
  expect(requests).toEqual([]);
});

test('a server that breaks off fails at HTTP', async () => {
  const { base } = await scripted(() => 'reset');
  expect(complaints(await look(base))).toEqual(['fault: HTTP: backend unreachable']);
});

test('plain http to another machine is refused before anything is asked', async () => {
  await expect(look('http://192.0.2.7/v2')).rejects.toMatchObject({ code: 'backend insecure' });
});

const throughProxy = async (options: Partial<Parameters<typeof startProxy>[0]> = {}) => {
  const backend = await startTlsBackend();
  const proxy = await startProxy({ to: backend.port, ...options });
  const network = (): NetworkAccess => ({
    proxy: HttpProxy.parse(proxy.address.replace('//', '//ada:s3cret@'), { namedBy: 'HTTPS_PROXY' }),
    authorities: [authority],
  });
  const findings = await look('https://backend.example/v2', { credentials: null, network });
  expect(JSON.stringify(findings)).not.toContain('s3cret');
  return { findings, proxy, backend };
};

test('the way through a proxy is looked at step by step, and the proxy is told without its password', async () => {
  const { findings, proxy, backend } = await throughProxy();
  expect(complaints(findings)).toEqual([]);
  expect(about(findings, 'proxy').message).toBe(
    `The way to backend.example goes through ${proxy.host}, which HTTPS_PROXY names.`,
  );
  expect(about(findings, 'TLS').message).toBe('The certificate is accepted, valid until 2126-01-01.');
  expect(about(findings, 'HTTP').message).toContain('backend.example answers (status 201');
  expect(backend.requests).toEqual(['HEAD /v2/']);
});

test('a proxy that does not let through is a fault of the proxy', async () => {
  const { findings } = await throughProxy({ manner: 403 });
  expect(complaints(findings)).toEqual(['fault: proxy: proxy refused']);
});

test('ALL_PROXY is not used, which is told', async () => {
  const findings = await look('https://backend.invalid/v2', {
    environment: { ALL_PROXY: 'socks5://ada:s3cret@proxy.example:1080' },
  });
  expect(about(findings, 'proxy')).toMatchObject({
    severity: 'warning',
    message: expect.stringContaining('ALL_PROXY is set; Pacline does not use it'),
  });
  expect(JSON.stringify(findings)).not.toContain('s3cret');
});

test('an address under which there is no API is told as a wrong address, not as an unknown device type', async () => {
  const { base } = await scripted(() => ({ status: 404, json: { message: 'Not found' } }));
  const findings = await look(base);
  expect(complaints(findings)).toEqual(['fault: rights: wrong address']);
  expect(about(findings, 'rights').message).toContain(`no API answers under ${base}; PACLINE_API_URL`);
});
