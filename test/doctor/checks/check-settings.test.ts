import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import { checkSettings, type SettingsToCheck } from '../../../src/doctor/checks/check-settings.ts';
import { loadSettings } from '../../../src/settings/file/load-settings.ts';
import { defaultSettings } from '../../../src/settings/settings-schema.ts';
import { settingsFile } from '../../settings/settings-file.ts';
import { about, complaints, lookedAt } from '../looked-at.ts';

const signedIn = { PACLINE_API_LOGIN: 'ada', PACLINE_API_PASSWORD: 'not-to-be-seen' };

const look = (path: string | null, environment: SettingsToCheck['environment'] = signedIn) =>
  lookedAt(
    checkSettings({
      path,
      load: async () => (path === null ? defaultSettings : (await loadSettings(path)).settings),
      environment,
      dialects: ['sample-dialect'],
    }),
  );

const product = ['[product]', 'name = "Sensor"', 'deviceTypeId = "0123456789abcdef01234567"', 'prototype = true'].join(
  '\n',
);

test('a good file is told with its slots and its digest', async () => {
  const text = `${product}\ndialect = "sample-dialect"\n[[slot]]\nname = "left"\nport = "/dev/ttyUSB0"\n`;
  const findings = await look(await settingsFile(text));
  expect(complaints(findings)).toEqual([]);
  expect(about(findings, 'file').message).toContain(
    `1 slot, digest ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`,
  );
});

test('a bad file is a fault with line and column, and the credentials are looked at all the same', async () => {
  const findings = await look(await settingsFile('[station]\nsetleMs = 3\n'));
  expect(complaints(findings)).toEqual(['fault: file: bad settings']);
  expect(about(findings, 'file').message).toMatch(/station\.toml:2:1: .*contactBounceMs/);
  expect(about(findings, 'credentials').severity).toBe('ok');
});

test('a file that is not there is a fault, no file at all is not', async () => {
  expect(complaints(await look('/nowhere/station.toml'))).toEqual(['fault: file: bad settings']);
  expect(about(await look(null), 'file').severity).toBe('skipped');
});

test('a dialect that nobody knows is a fault', async () => {
  const findings = await look(await settingsFile(`${product}\ndialect = "klingon"\n`));
  expect(complaints(findings)).toEqual(['fault: dialect: bad settings']);
});

test('a delivery list has to be there', async () => {
  const path = await settingsFile(`${product}\ndeliveryList = "batch.csv"\n`);
  expect(complaints(await look(path))).toEqual(['fault: delivery list: bad delivery list']);
  await writeFile(join(dirname(path), 'batch.csv'), 'id,pac\n');
  expect(complaints(await look(path))).toEqual([]);
});

test('of the credentials only their being there is told', async () => {
  expect(JSON.stringify(await look(null))).not.toMatch(/ada|not-to-be-seen/);
  const missing = about(await look(null, { PACLINE_API_LOGIN: 'ada', PACLINE_API_PASSWORD: '' }), 'credentials');
  expect(missing).toMatchObject({
    severity: 'fault',
    code: 'bad credentials',
    message: 'PACLINE_API_PASSWORD is not set in the environment.',
  });
});
