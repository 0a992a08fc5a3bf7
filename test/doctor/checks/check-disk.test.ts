import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { checkDisk, type DiskToCheck } from '../../../src/doctor/checks/check-disk.ts';
import { about, complaints, lookedAt } from '../looked-at.ts';

const megabyte = 1024 * 1024;

const stateFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pacline-disk-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

/** A disk of this many megabytes. */
const disk =
  ({ free, of }: { readonly free: number; readonly of: number }): NonNullable<DiskToCheck['roomOf']> =>
  async () => ({ bsize: 4096, blocks: of * 256, bavail: free * 256 });

const plenty = disk({ free: 50_000, of: 100_000 });

const look = (folder: string, changes: Partial<DiskToCheck> = {}) =>
  lookedAt(checkDisk({ stateFolder: folder, journalFile: join(folder, 'journal.sqlite'), roomOf: plenty, ...changes }));

test.each([
  { free: 50_000, of: 100_000, complaint: [] },
  { free: 1000, of: 10_000, complaint: ['warning: room: disk low'] },
  { free: 4000, of: 100_000, complaint: ['warning: room: disk low'] },
  { free: 99, of: 100_000, complaint: ['fault: room: disk low'] },
  { free: 0, of: 100_000, complaint: ['fault: room: disk low'] },
])('$free MB free of $of MB: $complaint', async ({ complaint, ...room }) => {
  expect(complaints(await look(await stateFolder(), { roomOf: disk(room) }))).toEqual(complaint);
});

test('the size of the journal counts what is not yet in its file', async () => {
  const folder = await stateFolder();
  await writeFile(join(folder, 'journal.sqlite'), new Uint8Array(3 * megabyte));
  await writeFile(join(folder, 'journal.sqlite-wal'), new Uint8Array(megabyte));
  expect(about(await look(folder), 'journal size').message).toBe('4.0 MB');
});

test('a state folder that others may look into is told, with the command that closes it', async () => {
  const folder = await stateFolder();
  await chmod(folder, 0o755);
  const finding = about(await look(folder), 'state folder');
  expect(finding).toMatchObject({ severity: 'warning', action: `\`chmod 700 ${folder}\`` });
  expect(finding.message).toContain('mode 755');
});

test('a state folder that is not there yet is looked at where it will be made', async () => {
  const parent = await stateFolder();
  const findings = await look(join(parent, 'not', 'there'), {
    roomOf: async (path) =>
      path === parent ? { bsize: 4096, blocks: 100, bavail: 0 } : Promise.reject(new Error(path)),
  });
  expect(about(findings, 'state folder').severity).toBe('skipped');
  expect(complaints(findings)).toEqual(['fault: room: disk low']);
});

test('a state folder that cannot be written is a fault', async () => {
  const folder = await stateFolder();
  expect(complaints(await look(folder, { mayWrite: async () => false }))).toEqual([
    'fault: state folder: journal read-only',
  ]);
  expect(complaints(await look(join(folder, 'state'), { mayWrite: async () => false }))).toEqual([
    'fault: state folder: journal read-only',
  ]);
});

test('a file in the place of the state folder is a fault', async () => {
  const file = join(await stateFolder(), 'state');
  await writeFile(file, '');
  expect(complaints(await look(file))).toEqual(['fault: state folder: journal fault']);
});

test('this machine tells its room itself', async () => {
  const folder = await stateFolder();
  await mkdir(join(folder, 'state'), { mode: 0o700 });
  const findings = await lookedAt(
    checkDisk({ stateFolder: join(folder, 'state'), journalFile: join(folder, 'state', 'journal.sqlite') }),
  );
  expect(about(findings, 'room').message).toMatch(/\d+(\.\d)? [GM]B free on the disk of .*, \d+ %/);
});
