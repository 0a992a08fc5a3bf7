import { copyFileSync, existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { MadeUpLine } from '../report/made-up-line.ts';
import { pacline, temporaryFolder } from './support/pacline.ts';
import { serveBoard } from './support/served.ts';
import { typingAt } from './support/typing-at.ts';

/* What stands somewhere is not lost by a command that writes its output there. */

/** A state folder with a journal, open to a line that is at work, and a folder for what commands write. */
const station = async () => {
  const state = temporaryFolder();
  const line = await MadeUpLine.open(join(state, 'journal.sqlite'));
  await line.seat({ unit: 1, ending: 'green' });
  mkdirSync(join(state, 'hooks'));
  writeFileSync(join(state, 'hooks', 'mes.json'), '{"deliveredUpTo":1}');
  return { line, state, out: temporaryFolder(), environment: { PACLINE_STATE_DIR: state, HOME: state } };
};

const contentOf = (path: string): Buffer | null => (existsSync(path) ? readFileSync(path) : null);

/** Every command that writes a file, writing to this one. */
const writers: readonly (readonly [string, (path: string) => readonly string[]])[] = [
  ['report --html', (path) => ['report', '--since', '9999d', '--html', path]],
  ['report --csv', (path) => ['report', '--since', '9999d', '--csv', path]],
  ['series export', (path) => ['series', 'export', 'edit', '--out', path]],
  ['label sheet', (path) => ['label', 'sheet', '--out', path]],
  [
    'init',
    (path) => ['init', '--yes', '--product', 'M', '--device-type', 'a'.repeat(24), '--prototype', '--settings', path],
  ],
];

test.each(writers)(
  '%s replaces nothing that belongs to a journal, and nothing in the state folder',
  async (_, args) => {
    const { line, state, out, environment } = await station();
    copyFileSync(join(state, 'journal.sqlite'), join(out, 'archived.db'));
    copyFileSync(join(state, 'journal.sqlite-wal'), join(out, 'archived.log'));
    // What is open is folded into one file now and then; a copy of it in its place is not.
    await line.journal.close();
    symlinkSync(state, join(out, 'elsewhere'));
    for (const path of [
      join(state, 'journal.sqlite'),
      join(state, 'journal.sqlite-wal'),
      join(state, 'hooks', 'mes.json'),
      join(out, 'elsewhere', 'journal.sqlite'),
      join(out, 'archived.db'),
      join(out, 'archived.log'),
    ]) {
      const before = contentOf(path);
      const ended = await pacline([...args(path), '--force'], environment);
      expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('replaced; name') });
      expect(contentOf(path)).toEqual(before);
    }
    const planned = join(state, 'journal.sqlite-journal');
    expect(await pacline(args(planned), environment)).toMatchObject({ code: 2 });
    expect(existsSync(planned)).toBe(false);
  },
);

test.each(writers)('%s leaves a file as it is, unless --force is given', async (_, args) => {
  const { out, environment } = await station();
  const [path, target] = [join(out, 'mine'), join(out, 'target')];
  writeFileSync(path, 'mine');
  const refused = await pacline(args(path), environment);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is there already and was left as it is; --force'),
  });
  expect(readFileSync(path, 'utf8')).toBe('mine');

  // Somebody lays a link where the file is made ready
  writeFileSync(target, 'not to be written');
  symlinkSync(target, `${path}.part`);
  expect(await pacline([...args(path), '--force'], environment)).toMatchObject({ code: 0 });
  expect(readFileSync(path, 'utf8')).not.toBe('mine');
  expect(lstatSync(path).isFile()).toBe(true);
  expect(readFileSync(target, 'utf8')).toBe('not to be written');
});

test('the dialogue of identify --bytes is no exception', async () => {
  const { state, out, environment } = await station();
  const { port } = await serveBoard('--dialect', 'ax-wisol');
  const named = ['identify', '--port', port, '--dialect', 'ax-wisol', '--bytes'];
  const journal = join(state, 'journal.sqlite');
  expect(await pacline([...named, journal, '--force'], environment)).toMatchObject({ code: 2, stdout: '' });
  const mine = join(out, 'mine');
  writeFileSync(mine, 'mine');
  expect(await pacline([...named, mine], environment)).toMatchObject({ code: 2, stdout: '' });
  expect(await pacline([...named, mine, '--force'], environment)).toMatchObject({ code: 0 });
  expect(readFileSync(mine, 'utf8')).toContain('# dialect: ax-wisol');
});

test('a person at a terminal is asked, and nothing is done without a yes', async () => {
  const { out, environment } = await station();
  const path = join(out, 'sheet.pdf');
  writeFileSync(path, 'mine');
  const no = typingAt(['label', 'sheet', '--out', path], environment);
  await no.answer(/is there already\. Replace it\? \(yes, no\) \[no\]: /, '');
  expect(await no.ended).toMatchObject({ code: 2 });
  expect(readFileSync(path, 'utf8')).toBe('mine');

  const yes = typingAt(['label', 'sheet', '--out', path], environment);
  await yes.answer(/Replace it\?.*: /, 'yes');
  expect(await yes.ended).toMatchObject({ code: 0 });
  expect(readFileSync(path, 'latin1')).toMatch(/^%PDF/);
});
