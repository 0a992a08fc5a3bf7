import { copyFileSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { loadSettings } from '../../src/settings/file/load-settings.ts';
import { temporaryFolder } from './support/pacline.ts';
import { programAt } from './support/typing-at.ts';

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
/** The commands as the page has them, under its heading. */
const [, block = ''] = /^## A green unit of your own[^]*?^```sh\n([^]*?)^```/m.exec(readme) ?? [];
const commands = block.trimEnd().split('\n');

/** A checkout after `npm ci`, with nothing of its user's in it. */
const checkout = (): string => {
  const folder = temporaryFolder();
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  for (const part of ['src', 'firmware-protocols', 'node_modules']) symlinkSync(join(root, part), join(folder, part));
  return folder;
};

test('from npm ci to a green unit, with what the page says and nothing else', async () => {
  expect(commands).toHaveLength(6);
  const [install, alias = '', bench = '', environment = '', init = '', run = ''] = commands;
  expect(install).toBe('npm ci');

  const folder = checkout();
  const shell = programAt('bash', ['--norc', '--noprofile', '-i'], {
    cwd: folder,
    environment: { HOME: folder, TMPDIR: folder, PS1: 'newcomer> ' },
  });
  await shell.answer(/newcomer> /, alias);
  await shell.answer(/newcomer> /, bench);
  const shown = await shell.until(/export PACLINE_API_URL=[^\n]*\n[^\n]*pacline init [^\n]*\n/);
  const [, exports = '', printed = ''] =
    /(export PACLINE_API_URL=.*?)\s*\n\s*(pacline init .*?)\s*\n/.exec(shown) ?? [];
  // The page has the very lines that are printed, but for what is another one each time
  expect(exports.replaceAll(/=\S+/g, '=…')).toBe(environment);
  expect(printed.replace(folder, '/tmp')).toBe(init);

  await shell.press(/opens? nothing but this simulation[^\n]*\n/, `${exports}\r`);
  await shell.answer(/newcomer> /, printed);
  await shell.answer(/Name of this station.*: /, '');
  await shell.answer(/Name of the product: /, 'Tank');
  await shell.answer(/device type.*\[5eed0000000000000000000c\]: /, '');
  await shell.answer(/certificate, .*: /, 'prototype');
  for (const question of [
    /begin with: /,
    /modem speaks.*: /,
    /if it has none: /,
    /leave or held.*: /,
    /label printed.*: /,
    /Slots now.*: /,
    /order: /,
    /shifts begin.*: /,
    /Name of somebody.*: /,
  ])
    await shell.answer(question, '');
  await shell.answer(/station\.toml is written and valid\.[^]*newcomer> /, run);
  await shell.press(/left[^\n]*GREEN[^\n]*00A10001/, '\u0003');
  await shell.answer(/newcomer> /, 'kill %1; wait; exit');
  await shell.ended;
  expect((await loadSettings(join(folder, 'station.toml'))).settings).toMatchObject({
    products: [{ name: 'Tank' }],
    slots: [{ name: 'left' }],
  });
});
