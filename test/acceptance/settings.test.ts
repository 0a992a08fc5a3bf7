import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { objects, pacline, shell, temporaryFolder } from './support/pacline.ts';
import { deviceType } from './support/served.ts';

const product = `[[product]]\nname = "Meter"\ndeviceTypeId = "${deviceType}"\nprototype = true\n`;

const file = (text: string): string => {
  const path = join(temporaryFolder(), 'station.toml');
  writeFileSync(path, text);
  return path;
};

describe('settings check', () => {
  test('names every fault by line and column, the first that is to be looked at first', async () => {
    const path = file('[lockout]\nredz = 2\n[station]\ncontactBounceMs = "soon"\n');
    const text = await pacline(['settings', 'check', path]);
    expect(text).toMatchObject({ code: 2, stderr: '' });
    expect(text.stdout.split('\n')).toEqual([
      `${path}:2:1: lockout.redz: there is no such key (did you mean reds?); known here are reds`,
      expect.stringMatching(
        new RegExp(`^${RegExp.escape(path)}:4:1: station\\.contactBounceMs: "soon" is not a whole number`),
      ),
      '',
    ]);
    expect(objects(await pacline(['settings', 'check', path, '--json']))).toMatchObject([
      { event: 'fault', path, line: 2, column: 1, key: 'lockout.redz' },
      { event: 'fault', path, line: 4, column: 1, key: 'station.contactBounceMs' },
    ]);
  });

  test.each([
    [
      'a rule that locks slots and nobody who unlocks them',
      `${product}[lockout]\nreds = 3\n`,
      /nobody could unlock it/,
    ],
    ['a label that nothing prints', `${product}label = {}\n`, /there is no \[printer\] to print it/],
    ['a dialect that there is not', `${product}dialect = "wisol"\n`, /There is no dialect "wisol"/],
    [
      'a delivery list that there is not',
      `${product}deliveryList = "none.csv"\n`,
      /There is no delivery list .*none\.csv/,
    ],
  ])('finds %s', async (_, text, says) => {
    const ended = await pacline(['settings', 'check', file(text)]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(says);
  });

  test('says of a good one what is in it: the one that is named, that of the variable, or that of the folder', async () => {
    const path = file(product);
    const valid = { code: 0, stdout: `${path} is valid: 1 product, 0 orders, 0 slots.\n`, stderr: '' };
    expect(await pacline(['settings', 'check', path])).toEqual(valid);
    expect(await pacline(['settings', 'check'], { PACLINE_SETTINGS: path })).toEqual(valid);
    expect(await shell(`cd ${join(path, '..')}; pacline settings check`)).toEqual(valid);
    const none = await shell(`cd ${temporaryFolder()}; pacline settings check`);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('`pacline init` writes one');
  });
});

test('settings show tells what holds, and is a settings file itself', async () => {
  const shown = await pacline(['settings', 'show', file(product)]);
  expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('#amberAfterMs = 5000\n') });
  expect(await pacline(['settings', 'check', file(shown.stdout)])).toMatchObject({ code: 0 });
});

test('settings schema is JSON, whether or not a program asks', async () => {
  const text = await pacline(['settings', 'schema']);
  expect(JSON.parse(text.stdout)).toMatchObject({ $schema: expect.stringContaining('json-schema.org') });
  expect(objects(await pacline(['settings', 'schema', '--json']))).toEqual([JSON.parse(text.stdout)]);
});
