import { expect, onTestFinished, test } from 'vitest';

import { BaseUrl } from '../../../src/backend/http/base-url.ts';
import { Credentials } from '../../../src/backend/http/credentials.ts';
import { HttpClient } from '../../../src/backend/http/http-client.ts';
import { HttpProxy } from '../../../src/backend/http/http-proxy.ts';
import { expectNoSecrets, login, password, waiting } from '../api-bench.ts';
import { authority, expired, misnamed } from './made-up-certificates.ts';
import { startProxy, startTlsBackend, type ProxyManner } from '../proxied-backend.ts';
import { startPlainListener } from '../plain-listener.ts';
import { deadBase, startScriptedServer } from '../scripted-server.ts';

const post = { method: 'POST', path: '/devices/', body: { id: '00A10001' } } as const;
const proxySecret = 'Squid-0815';

interface Setup {
  readonly base?: string;
  readonly proxy: string | null;
  readonly authorities?: readonly string[];
  readonly connectTimeoutMs?: number;
}

const client = ({
  base = 'https://backend.example/v2',
  proxy,
  authorities = [authority],
  ...options
}: Setup): HttpClient => {
  const network = { proxy: proxy === null ? null : HttpProxy.parse(proxy, { namedBy: 'HTTPS_PROXY' }), authorities };
  const http = new HttpClient({
    baseUrl: BaseUrl.parse(base),
    credentials: new Credentials({ login, password }),
    network,
    ...options,
  });
  onTestFinished(() => http.close());
  return http;
};

const sendBy = async (setup: Setup) => {
  const result = await client(setup).send(post, { signal: waiting() });
  expectNoSecrets(result);
  expect(JSON.stringify(result)).not.toContain(proxySecret);
  return result;
};

const behind = async (manner: ProxyManner, setup: Partial<Setup> = {}) => {
  const backend = await startTlsBackend();
  const proxy = await startProxy({ manner, to: backend.port });
  const result = await sendBy({ proxy: proxy.address, ...setup });
  return { result, proxy, backend };
};

test('a request goes through the tunnel of the proxy, and the proxy sees only where it leads', async () => {
  const { result, proxy, backend } = await behind('through');
  expect(result).toMatchObject({ kind: 'answered', status: 201 });
  expect(proxy).toMatchObject({ asked: ['backend.example:443'], logins: [undefined] });
  expect(backend.requests).toEqual(['POST /v2/devices/']);
});

test('a batch, which has a connection of its own, goes through the tunnel as well', async () => {
  const backend = await startTlsBackend();
  const proxy = await startProxy({ to: backend.port });
  const http = client({ base: 'https://backend.example:8443/v2', proxy: proxy.address });
  expect(await http.send({ ...post, body: Buffer.alloc(100_000, ' ') }, { signal: waiting() })).toMatchObject({
    kind: 'answered',
    status: 201,
  });
  expect(proxy.asked).toEqual(['backend.example:8443']);
});

test('requests after one another share their tunnels', async () => {
  const backend = await startTlsBackend();
  const proxy = await startProxy({ to: backend.port });
  const http = client({ proxy: proxy.address });
  for (let round = 0; round < 10; round += 1)
    expect(await http.send(post, { signal: waiting() })).toMatchObject({ status: 201 });
  expect(proxy.asked.length).toBeLessThan(4);
});

test('the login of the proxy is given to the proxy alone', async () => {
  const backend = await startTlsBackend();
  const proxy = await startProxy({ to: backend.port });
  expect(await sendBy({ proxy: proxy.address.replace('//', `//ada:${proxySecret}%40@`) })).toMatchObject({
    status: 201,
  });
  expect(proxy.logins).toEqual([`Basic ${Buffer.from(`ada:${proxySecret}@`).toString('base64')}`]);
});

test('a proxy may be reached by https', async () => {
  const backend = await startTlsBackend();
  const proxy = await startProxy({ secure: true, to: backend.port });
  expect(await sendBy({ proxy: proxy.address })).toMatchObject({ status: 201 });
});

test("the certificate of a proxy that nobody knows is told as the proxy's", async () => {
  const proxy = await startProxy({ secure: true, to: 1 });
  const result = await sendBy({ proxy: proxy.address, authorities: [] });
  expect(result).toMatchObject({
    kind: 'not sent',
    code: 'backend not trusted',
    reason: expect.stringContaining(`the certificate of the proxy ${proxy.host} is not accepted`),
  });
  expect(proxy.asked).toEqual([]);
});

test.each([
  [407, 'proxy refused', 'it wants a login, which HTTPS_PROXY gives'],
  [
    403,
    'proxy refused',
    'does not open the way to backend.example:443 (it answered 403): let whoever runs it allow CONNECT',
  ],
  [302, 'proxy refused', 'it answered 302'],
  [502, 'backend unreachable', 'cannot reach backend.example:443 (it answered 502)'],
  [504, 'backend unreachable', 'it answered 504'],
  ['reset', 'backend unreachable', 'cannot be used: connection broke off'],
] as const)(
  "a proxy that answers CONNECT with %s: nothing was sent, and it is told as the proxy's",
  async (manner, code, words) => {
    const { result, proxy, backend } = await behind(manner);
    expect(result).toMatchObject({
      kind: 'not sent',
      code,
      reason: expect.stringMatching(`^the proxy ${proxy.host} `),
    });
    expect(result).toMatchObject({ reason: expect.stringContaining(words) });
    expect(backend.requests).toEqual([]);
  },
);

test('a login that the proxy does not accept is not shown', async () => {
  const backend = await startTlsBackend();
  const proxy = await startProxy({ manner: 407, to: backend.port });
  expect(await sendBy({ proxy: proxy.address.replace('//', `//ada:${proxySecret}@`) })).toMatchObject({
    code: 'proxy refused',
    reason: expect.stringContaining('does not accept the login'),
  });
});

test('a proxy that says nothing is given up after a while', async () => {
  const { result } = await behind('silence', { connectTimeoutMs: 50 });
  expect(result).toMatchObject({
    kind: 'not sent',
    code: 'backend unreachable',
    reason: expect.stringContaining('no answer within 0.05 s'),
  });
});

test('closing breaks off a tunnel that is being opened', async () => {
  const backend = await startTlsBackend();
  const proxy = await startProxy({ manner: 'silence', to: backend.port });
  const http = client({ proxy: proxy.address });
  const pending = http.send(post, { signal: waiting() });
  await expect.poll(() => proxy.asked.length).toBe(1);
  await http.close();
  expect(await pending).toMatchObject({ kind: 'not sent' });
});

test('a proxy that is not there is named', async () => {
  const { host } = new URL(await deadBase());
  expect(await sendBy({ proxy: `http://${host}` })).toEqual({
    kind: 'not sent',
    code: 'backend unreachable',
    reason: `the proxy ${host} that HTTPS_PROXY names cannot be used: connection refused (ECONNREFUSED)`,
  });
});

test.each([
  ['says something else', '220 not TLS\r\n'],
  ['hangs up', ''],
])('what stands at the end of the tunnel and %s is certainly not sent to', async (_what, greeting) => {
  await using listener = await startPlainListener(greeting);
  const proxy = await startProxy({ to: Number(new URL(listener.base).port) });
  expect(await sendBy({ proxy: proxy.address })).toMatchObject({ kind: 'not sent', code: 'backend unreachable' });
  expect(listener.received.join('')).not.toContain('POST');
});

test('loopback addresses never go through a proxy', async () => {
  await using server = await startScriptedServer(() => ({ status: 200, json: {} }));
  const proxy = await startProxy({ manner: 403, to: 1 });
  expect(await sendBy({ base: server.base, proxy: proxy.address })).toMatchObject({ kind: 'answered', status: 200 });
  expect(proxy.asked).toEqual([]);
});

test.each([
  {
    what: 'an authority that this computer does not know',
    certificate: undefined,
    authorities: [],
    words: [
      'this computer does not know who issued it',
      'it names "backend.example", and was issued by "Factory inspection CA" (Made up)',
      'caFile in [backend] or by NODE_EXTRA_CA_CERTS',
    ],
  },
  {
    what: 'an end in the past',
    certificate: expired,
    authorities: [authority],
    words: ['it ended on 2021-01-01', 'check the clock'],
  },
  {
    what: 'another name',
    certificate: misnamed,
    authorities: [authority],
    words: ['it is good for other names (DNS:other.example)', 'check the address that was given'],
  },
])(
  'a certificate with $what is refused in one sentence that says which, whose and what to set',
  async ({ certificate, authorities, words }) => {
    const backend = await startTlsBackend(certificate);
    const proxy = await startProxy({ to: backend.port });
    const result = await sendBy({ proxy: proxy.address, authorities });
    expect(result).toMatchObject({
      kind: 'not sent',
      code: 'backend not trusted',
      reason: expect.stringMatching(/^the certificate of backend\.example is not accepted: /),
    });
    for (const part of words) expect(result).toMatchObject({ reason: expect.stringContaining(part) });
    expect(backend.requests).toEqual([]);
  },
);

test('NODE_TLS_REJECT_UNAUTHORIZED does not switch the checking of certificates off', async () => {
  const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  onTestFinished(() => {
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
  });
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  const backend = await startTlsBackend();
  const proxy = await startProxy({ to: backend.port });
  expect(await sendBy({ proxy: proxy.address, authorities: [] })).toMatchObject({
    kind: 'not sent',
    code: 'backend not trusted',
  });
  expect(await sendBy({ base: `https://127.0.0.1:${backend.port}/v2`, proxy: null, authorities: [] })).toMatchObject({
    kind: 'not sent',
    code: 'backend not trusted',
  });
  expect(backend.requests).toEqual([]);
});
