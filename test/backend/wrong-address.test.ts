import { expect, onTestFinished, test } from 'vitest';

import { Credentials } from '../../src/backend/http/credentials.ts';
import { openBackend } from '../../src/composition/open-backend.ts';
import { startRig } from '../simulator/backend/backend-rig.ts';
import { demoUsers } from '../../src/simulator/backend/world/demo-world.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { expectNoSecrets, id, login, password, product, rejection, request, waiting } from './api-bench.ts';
import { startScriptedServer, type Script } from './scripted-server.ts';

const versions = ['v1', 'v2'] as const;

const against = async (script: Script, version: 'v1' | 'v2' = 'v2') => {
  const server = await startScriptedServer(script);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const backend = openBackend(
    { url: server.base, credentials: new Credentials({ login, password }), version },
    { clock: new VirtualClock() },
  );
  onTestFinished(() => backend.close());
  return { server, backend, options: { signal: waiting() } };
};

const notFound = { status: 404, json: { message: 'The requested resource was not found.' } } as const;
const page = { status: 404, text: '<html>Not Found</html>' } as const;
const signIn = { status: 200, text: '<html>Sign in to the guest network</html>' } as const;
const away = { status: 302, headers: { location: 'https://login.example/' } } as const;

test.each(versions.flatMap((version) => [notFound, page, signIn, away].map((reply) => ({ version, reply }))))(
  'where everything is answered with $reply, a question of $version ends with a wrong address',
  async ({ version, reply }) => {
    const { server, backend, options } = await against(() => reply, version);
    for (const ask of [
      () => backend.preflight(product, options),
      () => backend.find([id('00A10001')], { ...options, effort: 'thorough' }),
    ]) {
      const error = await rejection(ask());
      expect(error).toMatchObject({
        code: 'wrong address',
        message: expect.stringContaining(
          `no API answers under ${server.base}; PACLINE_API_URL, or url in [backend], may be wrong`,
        ),
      });
      expectNoSecrets(error);
    }
  },
);

test.each(versions)('a unit that is sent to a wrong address stays owed on %s: nothing was done', async (version) => {
  const { backend, options } = await against(() => notFound, version);
  const { deviceTypeId, certification, ...unit } = request;
  const sent =
    backend.singles === 'at once'
      ? backend.create(request, options)
      : backend.createBatch({ deviceTypeId, certification, units: [unit] }, options);
  expect(await sent).toMatchObject({ kind: 'postponed', code: 'wrong address' });
});

test.each(versions)('a device type that %s does not know is no wrong address', async (version) => {
  const rig = await startRig();
  const backend = openBackend(
    {
      url: version === 'v1' ? rig.url.replace(/\/v2$/, '/api') : rig.url,
      credentials: new Credentials(demoUsers.writer),
      version,
    },
    { clock: new VirtualClock() },
  );
  onTestFinished(() => backend.close());
  expect(await rejection(backend.preflight(product, { signal: waiting() }))).toMatchObject({
    code: 'unknown device type',
  });
});

test('once something was found, nothing is asked again about the address, and a page is a fault of the backend', async () => {
  const { server, backend, options } = await against((_request, nth) =>
    nth === 1 ? { status: 200, json: { data: [] } } : nth === 2 ? signIn : notFound,
  );
  expect(await backend.find([id('00A10001')], { ...options, effort: 'quick' })).toEqual(new Map());
  expect(await rejection(backend.find([id('00A10001')], { ...options, effort: 'quick' }))).toMatchObject({
    code: 'backend fault',
    message: expect.stringContaining('an HTML page; is a proxy in between?'),
  });
  expect(await backend.deviceType('ab'.repeat(12), options)).toBeNull();
  expect(server.requests).toHaveLength(3);
});

test('a page with 403 is no lack of rights', async () => {
  const { backend, options } = await against(() => ({ status: 403, text: '<html>Blocked by policy</html>' }));
  expect(await rejection(backend.find([id('00A10001')], { ...options, effort: 'quick' }))).toMatchObject({
    code: 'backend fault',
    message: expect.stringContaining('403: an HTML page; is a proxy in between?'),
  });
});

test('a backend that is out of order does not make its address wrong', async () => {
  const { backend, options } = await against((_request, nth) => (nth === 1 ? notFound : { status: 503 }));
  expect(await rejection(backend.preflight(product, options))).toMatchObject({ code: 'unknown device type' });
});

test.each(['file:///etc/passwd', 'javascript:alert(1)'])(
  'a next page at %s is refused in words that make sense',
  async (next) => {
    const { backend, options } = await against(() => ({ status: 200, json: { data: [], paging: { next } } }));
    expect(await rejection(backend.find([id('00A10001')], { ...options, effort: 'quick' }))).toMatchObject({
      code: 'backend fault',
      message: expect.stringContaining('at an address without a host, outside its own API'),
    });
  },
);
