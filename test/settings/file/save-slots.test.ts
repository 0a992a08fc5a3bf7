import { chmod, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSettings } from '../../../src/settings/file/load-settings.ts';
import { saveSlots } from '../../../src/settings/file/save-slots.ts';
import { knownKeys } from '../../../src/settings/settings-schema.ts';
import { settingsFile } from '../settings-file.ts';

const place = (socket: number): string => `pci-0000:00:14.0-usb-0:1.${socket}:1.0-port0`;

const taught = (name: string, socket: number) => ({
  name,
  port: place(socket),
  usb: { vendorId: '0403', productId: '6001' },
  serialNumber: `FT${socket}`,
});

/** What the settings of this version know of an adapter. */
const adapterLines = (socket: number): readonly string[] =>
  [`usb = "0403:6001"`, `serialNumber = "FT${socket}"`].filter((line) =>
    knownKeys['slot']?.includes(line.split(' ')[0] ?? ''),
  );

const commented = `# the bench by the window
[station]
name = "window"     # as on the door

[[slot]]            # the left one
name = "left"
port = '/dev/ttyUSB0'  # by number still
presence = "probe"

# the right one is new
[[slot]]
  name = "right"
  port = "/dev/ttyUSB1"

[backend]
version = "v2"
`;

test('A slot that is there gets its new place, and every other character stays as it was', async () => {
  const path = await settingsFile(commented);
  await saveSlots(path, [taught('right', 2), taught('left', 1)]);
  const indented = adapterLines(2).map((line) => `  ${line}`);
  expect(await readFile(path, 'utf8')).toBe(
    commented
      .replace(`'/dev/ttyUSB0'  # by number still`, [`"${place(1)}"  # by number still`, ...adapterLines(1)].join('\n'))
      .replace('"/dev/ttyUSB1"', [`"${place(2)}"`, ...indented].join('\n')),
  );
  expect((await loadSettings(path)).settings.slots).toMatchObject([
    { name: 'left', port: place(1), presence: 'probe' },
    { name: 'right', port: place(2), presence: 'port' },
  ]);
});

test('New slots come behind the last one, in the order in which they were taught', async () => {
  const path = await settingsFile(commented);
  await saveSlots(path, [taught('3', 3), taught('2', 4)]);
  const fresh = [['3', 3] as const, ['2', 4] as const].map(([name, socket]) =>
    ['', '[[slot]]', `name = "${name}"`, `port = "${place(socket)}"`, ...adapterLines(socket)].join('\n'),
  );
  expect(await readFile(path, 'utf8')).toBe(
    commented.replace('  port = "/dev/ttyUSB1"', ['  port = "/dev/ttyUSB1"', ...fresh].join('\n')),
  );
  expect((await loadSettings(path)).settings.slots.map(({ name }) => name)).toEqual(['left', 'right', '3', '2']);
});

test.each([
  { kind: 'without slots', text: '[station]\nname = "window"\n\n\n' },
  { kind: 'without a line end', text: '[station]\nname = "window"' },
  { kind: 'that is empty', text: '' },
  { kind: 'with the line ends of Windows', text: '[station]\r\nname = "window"\r\n' },
])('A file $kind takes slots', async ({ text }) => {
  const path = await settingsFile(text);
  await saveSlots(path, [taught('left', 1)]);
  expect((await loadSettings(path)).settings.slots).toMatchObject([{ name: 'left', port: place(1) }]);
  const written = await readFile(path, 'utf8');
  expect(written.startsWith(text.trimEnd())).toBe(true);
  if (text.includes('\r')) expect(written.replaceAll('\r\n', '')).not.toContain('\n');
});

test('A file that is not there yet is made, and can be taught again and again', async () => {
  const path = join(dirname(await settingsFile('')), 'new.toml');
  await saveSlots(path, [taught('left', 1)]);
  await saveSlots(path, [{ name: 'left', port: '/dev/pts/3', usb: null, serialNumber: null }]);
  expect(await readFile(path, 'utf8')).toBe('[[slot]]\nname = "left"\nport = "/dev/pts/3"\n');
});

test('A name or a place with odd characters is written so that it is read back', async () => {
  const path = await settingsFile('');
  const slot = { name: 'left "A"\\1', port: 'Port_#0002.Hub_#0003', usb: null, serialNumber: null };
  await saveSlots(path, [slot]);
  expect((await loadSettings(path)).settings.slots).toMatchObject([{ name: slot.name, port: slot.port }]);
});

test.each([
  {
    kind: 'slots in a list',
    text: 'slot = [{ name = "left", port = "a" }]\n',
    says: /stand in a list; give each a \[\[slot\]\] table/,
  },
  {
    kind: 'a port over several lines',
    text: '[[slot]]\nname = "left"\nport = """\na"""\n',
    says: /port is not one line/,
  },
  {
    kind: 'a new slot behind a list',
    text: 'slot = [{ name = "right", port = "a" }]\n',
    says: /was not|not valid TOML/,
  },
])('What cannot be changed line by line ($kind) leaves the file as it was', async ({ text, says }) => {
  const path = await settingsFile(text);
  await expect(saveSlots(path, [taught('left', 1)])).rejects.toMatchObject({
    code: 'bad settings',
    message: expect.stringMatching(says),
  });
  expect(await readFile(path, 'utf8')).toBe(text);
  expect(await readdir(dirname(path))).toEqual(['station.toml']);
});

test('A place that another slot has is refused before anything is written', async () => {
  const path = await settingsFile(commented);
  await expect(saveSlots(path, [{ ...taught('left', 1), port: '/dev/ttyUSB1' }])).rejects.toThrow(
    /is as it was.*belongs to an earlier slot/,
  );
  expect(await readFile(path, 'utf8')).toBe(commented);
});

test('The file keeps its rights, and a link stays a link', async () => {
  const path = await settingsFile(commented);
  await chmod(path, 0o640);
  const link = join(dirname(path), 'link.toml');
  await symlink('station.toml', link);
  await saveSlots(link, [taught('left', 1)]);
  expect((await stat(path)).mode & 0o777).toBe(0o640);
  expect(await readFile(path, 'utf8')).toContain(place(1));
  expect((await readdir(dirname(path))).toSorted()).toEqual(['link.toml', 'station.toml']);
});
