import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { readApiAccess } from '../../src/settings/api-access.ts';
import { defaultSettings } from '../../src/settings/settings-schema.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { authority, misnamed } from '../backend/http/made-up-certificates.ts';
import { settingsFile } from './settings-file.ts';

const secrets = { PACLINE_API_LOGIN: 'made-up-login', PACLINE_API_PASSWORD: 'made-up-password' };
const withUrl: Settings = {
  ...defaultSettings,
  backend: { ...defaultSettings.backend, url: 'https://example.org/v2', version: 'v2' },
};

test.each([
  ['the variable, before all', { PACLINE_API_URL: 'https://example.com/v2' }, withUrl, 'https://example.com/v2'],
  ['the settings, without a variable', {}, withUrl, 'https://example.org/v2'],
  ['the settings, with an empty variable', { PACLINE_API_URL: '' }, withUrl, 'https://example.org/v2'],
  ['the public API, without either', {}, defaultSettings, 'https://api.sigfox.com/v2'],
])('The address comes from %s', (_, environment, settings, url) => {
  expect(readApiAccess({ ...secrets, ...environment }, settings)).toMatchObject({ url, version: 'v2' });
});

test('Login and password come from the environment, and the password prints as stars', () => {
  const access = readApiAccess(secrets, defaultSettings);
  expect(access.credentials.authorization()).toBe(
    `Basic ${Buffer.from('made-up-login:made-up-password').toString('base64')}`,
  );
  expect(inspect(access, { depth: 9 }) + JSON.stringify(access)).not.toContain('made-up-password');
});

const refusal = (environment: Readonly<Record<string, string>>): PaclineError => {
  try {
    readApiAccess(environment, defaultSettings);
  } catch (error) {
    if (error instanceof PaclineError) return error;
  }
  throw new Error('nothing was refused');
};

test.each([
  ['PACLINE_API_LOGIN and PACLINE_API_PASSWORD are not set', {}],
  ['PACLINE_API_PASSWORD is not set', { PACLINE_API_LOGIN: 'made-up-login' }],
  ['PACLINE_API_LOGIN is not set', { PACLINE_API_LOGIN: '', PACLINE_API_PASSWORD: 'made-up-password' }],
])('It says "%s"', (words, environment) => {
  const { code, message } = refusal(environment);
  expect(code).toBe('bad credentials');
  expect(message).toMatch(new RegExp(`^${words} `));
  expect(message).not.toContain('made-up');
});

test.each([
  ['the variable, before all', { PACLINE_API_VERSION: 'v1' }, defaultSettings, 'v1', 'https://backend.sigfox.com/api'],
  [
    'the variable, with the address of the settings',
    { PACLINE_API_VERSION: 'v1' },
    withUrl,
    'v1',
    'https://example.org/v2',
  ],
  [
    'the settings, without a variable',
    {},
    { ...defaultSettings, backend: { ...defaultSettings.backend, version: 'v1' } },
    'v1',
    'https://backend.sigfox.com/api',
  ],
  ['neither, which is v2', {}, defaultSettings, 'v2', 'https://api.sigfox.com/v2'],
] as const)('The version comes from %s, and with it the public address', (_, environment, settings, version, url) => {
  expect(readApiAccess({ ...secrets, ...environment }, settings)).toMatchObject({ version, url });
});

test('A version that there is not is refused', () => {
  expect(refusal({ ...secrets, PACLINE_API_VERSION: '3' }).message).toBe(
    'PACLINE_API_VERSION is "3"; v1 and v2 are accepted. (bad settings)',
  );
});

test('A proxy is taken from the environment or the settings, and its password is nowhere to be seen', () => {
  const access = readApiAccess({ ...secrets, HTTPS_PROXY: 'http://ada:s3cret@proxy.example:3128' }, defaultSettings);
  expect(access.network.proxy).toMatchObject({ host: 'proxy.example:3128', namedBy: 'HTTPS_PROXY' });
  expect(inspect(access, { depth: 9, showHidden: true }) + JSON.stringify(access)).not.toContain('s3cret');
  const settings: Settings = {
    ...defaultSettings,
    backend: { ...defaultSettings.backend, version: 'v2', proxy: 'http://other.example' },
  };
  expect(readApiAccess({ ...secrets, HTTPS_PROXY: 'http://proxy.example' }, settings).network.proxy).toMatchObject({
    host: 'other.example',
  });
  expect(readApiAccess(secrets, defaultSettings).network).toEqual({ proxy: null, authorities: [] });
});

test('A file of authorities is read with all its certificates', async () => {
  const path = await settingsFile(`Corporate proxy\n${authority}\n\n${misnamed}\n`);
  expect(
    readApiAccess(secrets, { ...defaultSettings, backend: { ...defaultSettings.backend, version: 'v2', caFile: path } })
      .network.authorities,
  ).toHaveLength(2);
});

test.each([
  ['is not there', null, 'cannot be read (ENOENT)'],
  ['holds none', 'hello', 'holds no certificate in PEM form'],
  ['is damaged', authority.replaceAll('MII', 'XXX'), 'Certificate 1 of caFile'],
])('A file of authorities that %s is refused before anything is asked', async (_what, content, words) => {
  const path = content === null ? '/nowhere/authority.pem' : await settingsFile(content);
  const settings: Settings = {
    ...defaultSettings,
    backend: { ...defaultSettings.backend, version: 'v2', caFile: path },
  };
  expect(() => readApiAccess(secrets, settings)).toThrow(
    expect.objectContaining({ code: 'bad settings', message: expect.stringContaining(words) }),
  );
});
