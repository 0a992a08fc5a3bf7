import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import { PaclineError } from '../../../src/domain/errors/pacline-error.ts';
import { loadSettings } from '../../../src/settings/file/load-settings.ts';
import { settingsFile } from '../settings-file.ts';

const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

const shapes: readonly (readonly [string, string])[] = [
  ['a table of 100,000 parts', `[${'a.'.repeat(100_000)}a]\n`],
  ['a key of 100,000 parts', `${'a.'.repeat(100_000)}a = 1\n`],
  ['lists in lists', `x = ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`],
  ['tables in tables', `x = ${'{a='.repeat(50_000)}1${'}'.repeat(50_000)}\n`],
  ['20,000 empty slots', '[[slot]]\n'.repeat(20_000)],
  ['20,000 slots of one name', '[[slot]]\nname = "s"\nport = "p"\n'.repeat(20_000)],
  ['20,000 misspelt keys', many(20_000, (index) => `[[slot]]\nnmae = "s${index}"\n`)],
  ['50,000 tables', many(50_000, (index) => `[t${index}]\n`)],
  ['50,000 keys of one table', `[station]\n${many(50_000, (index) => `k${index} = 1\n`)}`],
  ['a key of 900,000 letters', `[station]\n${'k'.repeat(900_000)} = 1\n`],
  [
    '8,000 orders of unknown products',
    `${many(4000, (index) => `[[product]]\nname = "p${index}"\ndeviceTypeId = "${'a'.repeat(24)}"\nprototype = true\n`)}${many(8000, (index) => `[[order]]\nname = "o${index}"\nproduct = "q${index}"\n`)}`,
  ],
  [
    '60,000 golden units and one of them twice',
    `[golden]\ngood = [${many(60_000, (index) => `"${(index + 1).toString(16).padStart(8, '0')}",`)}"00000001"]\n`,
  ],
  ['100,000 shifts', `[shift]\nstarts = [${'"06:00",'.repeat(100_000)}]\n`],
  ['500,000 quotes', '"'.repeat(500_000)],
  ['more than 1 MB', '# a comment\n'.repeat(100_000)],
];

test.each(shapes)('%s: refused, and soon', async (_, text) => {
  const begun = process.cpuUsage();
  const error: unknown = await loadSettings(await settingsFile(text)).catch((reason: unknown) => reason);
  expect(PaclineError.is(error, 'bad settings')).toBe(true);
  // 0.1 to 1.1 s of work; before, minutes or no end
  expect(process.cpuUsage(begun).user / 1e6).toBeLessThan(5);
});

test('a pipe and a device are refused, and not waited for', async () => {
  const pipe = join(dirname(await settingsFile('')), 'pipe.toml');
  execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
  for (const path of [pipe, '/dev/zero', '/dev/tty'])
    await expect(loadSettings(path)).rejects.toThrow(/is a pipe or a device/);
});
