import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { owningGroup } from '../../src/serial/owning-group.ts';
import { classifyOpenError, openFailed } from '../../src/serial/port-errors.ts';

test.each([
  ['Error: No such file or directory, cannot open /dev/ttyUSB7', 'port missing'],
  ['Error: No such device or address, cannot open /dev/ttyS9', 'port missing'],
  ['Error: No such device, cannot open /dev/ttyUSB7', 'port missing'],
  ['Opening COM9: File not found', 'port missing'],
  ['Error: Permission denied, cannot open /dev/ttyUSB0', 'port forbidden'],
  ['Error: Operation not permitted, cannot open /dev/ttyUSB0', 'port forbidden'],
  ['Error: Device or resource busy, cannot open /dev/ttyUSB0', 'port busy'],
  ['Error Resource temporarily unavailable Cannot lock port', 'port busy'],
  ['Opening COM3: Access denied', 'port busy'],
  ['Error: Input/output error setting custom baud rate of 9600', 'port fault'],
])('"%s" is %s', (words, code) => {
  expect(classifyOpenError(new Error(words))).toBe(code);
});

test.each([
  ['ENOENT', 'port missing'],
  ['ENODEV', 'port missing'],
  ['ENXIO', 'port missing'],
  ['EACCES', 'port forbidden'],
  ['EPERM', 'port forbidden'],
  ['EBUSY', 'port busy'],
  ['EIO', 'port fault'],
])('The code %s is %s', (code, failure) => {
  expect(classifyOpenError(Object.assign(new Error('open failed'), { code }))).toBe(failure);
});

test('A forbidden port says which group has the right and how to join it', () => {
  const error = openFailed('port forbidden', '/dev/ttyUSB0', { group: 'dialout', holder: null, cause: null });
  expect(error.message).toMatch(/group dialout: run `sudo usermod -aG dialout \$USER` and log in again/);
  expect(error.context).toEqual({ path: '/dev/ttyUSB0', group: 'dialout' });
});

test('Nobody is advised to join the group root', () => {
  expect(
    openFailed('port forbidden', '/dev/ttyUSB0', { group: 'root', holder: null, cause: null }).message,
  ).not.toContain('usermod');
});

const held = (program: string) =>
  openFailed('port busy', '/dev/ttyACM0', { group: null, holder: { pid: 41, program }, cause: null }).message;

test('A busy port says who holds it, and of ModemManager that it lets go by itself', () => {
  expect(held('minicom')).toContain('held by minicom (process 41): close it');
  expect(held('ModemManager')).toContain('10 s');
});

test('The owning group is read by its number, and unknown numbers and files give none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pacline-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const node = join(folder, 'ttyUSB0');
  const groupFile = join(folder, 'group');
  await writeFile(node, '');
  await writeFile(groupFile, `others:x:999999:\nbench:x:${(await stat(node)).gid}:operator\n`);
  expect(await owningGroup(node, { groupFile })).toBe('bench');
  await writeFile(groupFile, 'others:x:999999:\n');
  expect(await owningGroup(node, { groupFile })).toBeNull();
  expect(await owningGroup(join(folder, 'gone'), { groupFile })).toBeNull();
});
