import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { authority } from '../backend/http/made-up-certificates.ts';
import { startProxy, startTlsFront, type ProxyOptions } from '../backend/proxied-backend.ts';
import { objects, pacline, temporaryFolder } from './support/pacline.ts';
import type { Ended } from './support/running-program.ts';
import { certificate, deviceType, password, serveBackend } from './support/served.ts';

const proxyPassword = 's3cret-0815';

/** A backend that is reached only by a proxy, and behind TLS of an authority that no computer knows. */
const factory = async (options: Partial<ProxyOptions> = {}) => {
  const backend = await serveBackend();
  const front = await startTlsFront(Number(new URL(backend.PACLINE_API_URL).port));
  const proxy = await startProxy({ to: front.port, ...options });
  const folder = temporaryFolder();
  const authorityFile = join(folder, 'authority.pem');
  writeFileSync(authorityFile, authority);
  const settings = join(folder, 'station.toml');
  writeFileSync(settings, '[backend]\ncaFile = "authority.pem"\n');
  const environment = {
    ...backend,
    PACLINE_API_URL: 'https://backend.example/v2',
    HTTPS_PROXY: proxy.address.replace('//', `//ada:${proxyPassword}@`),
    PACLINE_STATE_DIR: join(folder, 'state'),
  };
  return { environment, authorityFile, settings, proxy };
};

const register = async (environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> =>
  discreet(
    await pacline(
      [
        'register',
        '--json',
        '--id',
        '00A10C4E',
        '--pac',
        'B7D93CE5A61F82D4',
        '--device-type',
        deviceType,
        '--certificate',
        certificate,
        ...args,
      ],
      environment,
    ),
  );

const discreet = (ended: Ended): Ended => {
  for (const secret of [password, proxyPassword]) expect(ended.stdout + ended.stderr).not.toContain(secret);
  return ended;
};

test('behind a proxy that looks into TLS a unit is registered, with caFile in the settings', async () => {
  const { environment, settings, proxy } = await factory();
  const ended = await register(environment, '--settings', settings);
  expect(objects(ended)).toMatchObject([{ deviceId: '00A10C4E', code: 'registered' }]);
  expect(ended.code).toBe(0);
  expect(new Set(proxy.asked)).toEqual(new Set(['backend.example:443']));
});

test('NODE_EXTRA_CA_CERTS does the same', async () => {
  const { environment, authorityFile } = await factory();
  expect(await register({ ...environment, NODE_EXTRA_CA_CERTS: authorityFile })).toMatchObject({ code: 0 });
});

test('without either, register and doctor say the same of the certificate, and what to set', async () => {
  const { environment } = await factory();
  const refusal =
    'the certificate of backend.example is not accepted: this computer does not know who issued it; it names "backend.example", and was issued by "Factory inspection CA" (Made up)';
  const ended = await register(environment);
  expect(ended.code).toBe(4);
  expect(ended.stdout).toContain(JSON.stringify(refusal).slice(1, -1));
  expect(ended.stdout).toContain('name its certificate by caFile in [backend] or by NODE_EXTRA_CA_CERTS');
  const findings = objects(discreet(await pacline(['doctor', '--json'], environment)));
  expect(findings).toContainEqual(
    expect.objectContaining({
      subject: 'TLS',
      code: 'backend not trusted',
      message: `T${refusal.slice(1)}.`,
      action: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    }),
  );
});

test('a proxy that wants another login is told as the proxy, by each command', async () => {
  const { environment, proxy, settings } = await factory({ manner: 407 });
  const ended = await register(environment, '--settings', settings);
  expect(ended.code).toBe(4);
  expect(ended.stdout).toContain(
    `the proxy ${proxy.host} that HTTPS_PROXY names does not open the way to backend.example:443 (it answered 407): it does not accept the login it was given`,
  );
  const findings = objects(
    discreet(await pacline(['doctor', '--json'], { ...environment, PACLINE_SETTINGS: settings })),
  );
  expect(findings).toContainEqual(expect.objectContaining({ subject: 'proxy', code: 'proxy refused' }));
});
