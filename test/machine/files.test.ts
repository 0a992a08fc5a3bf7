import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { readRegularFile } from '../../src/machine/read-regular-file.ts';
import { writeFileAtomic } from '../../src/machine/write-file-atomic.ts';

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'pacline-files-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
};

test('a file that was left behind half made, or a link that somebody laid there, does not get what is written', async () => {
  const at = folder();
  const [path, target] = [join(at, 'out'), join(at, 'target')];
  writeFileSync(target, 'not to be written');
  symlinkSync(target, `${path}.part`);
  await writeFileAtomic(path, 'whole', { mode: 0o600 });
  writeFileSync(`${path}.part`, 'half', { mode: 0o666 });
  await writeFileAtomic(path, 'whole again', { mode: 0o600 });
  expect(readFileSync(path, 'utf8')).toBe('whole again');
  expect(lstatSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(target, 'utf8')).toBe('not to be written');
});

const read = (path: string) => readRegularFile(path, { mostBytes: 4 });

test('only a file is read, and none that is larger than it can be', async () => {
  const at = folder();
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(at, 'pipe')]);
  writeFileSync(join(at, 'file'), 'text');
  expect((await read(join(at, 'file'))).toString()).toBe('text');
  await expect(read(join(at, 'pipe'))).rejects.toMatchObject({ code: 'not a file' });
  await expect(read('/dev/zero')).rejects.toMatchObject({ code: 'not a file' });
  await expect(read(at)).rejects.toMatchObject({ code: 'EISDIR' });
  writeFileSync(join(at, 'file'), 'texts');
  await expect(read(join(at, 'file'))).rejects.toMatchObject({ code: 'too large' });
});
