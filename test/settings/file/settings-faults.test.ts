import { expect, test } from 'vitest';

import { faultsIn } from '../../../src/settings/file/load-settings.ts';
import { keyName } from '../../../src/settings/file/settings-faults.ts';
import { settingsFile } from '../settings-file.ts';

/** What is told, in its order. */
const told = async (text: string): Promise<readonly string[]> =>
  (await faultsIn(await settingsFile(text))).map(
    ({ path, words, position }) => `${position.line}:${position.column} ${keyName(path)}: ${words}`,
  );

test('A misspelt key is told with the key that it is near, which is not told as missing', async () => {
  expect(await told('[lockout]\nredz = 2\n')).toEqual([
    '2:1 lockout.redz: there is no such key (did you mean reds?); known here are reds',
  ]);
});

test('A key that is near none goes before those that its table misses', async () => {
  const [first, ...others] = await told('[[slot]]\nname = "left"\nwhere = "/dev/ttyUSB0"\n');
  expect(first).toMatch(/^3:1 slot\.where: there is no such key/);
  expect(others).toEqual(['1:3 slot.port: missing; the path or the place of a port expected']);
});

test('What another table misses keeps its place', async () => {
  expect((await told('[[slot]]\nname = "left"\n[lockout]\nredz = 2\n')).map((one) => one.split(':')[0])).toEqual([
    '1',
    '4',
  ]);
});

test('Faults are told in the order of the text', async () => {
  expect(
    (await told('[station]\ncontactBounceMs = -1\ncolour = 1\n[debt]\nmaxUnits = 0\n')).map((one) => one.split(' ')[1]),
  ).toEqual(['station.contactBounceMs:', 'station.colour:', 'debt.maxUnits:']);
});
