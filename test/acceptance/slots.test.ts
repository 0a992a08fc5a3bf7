import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { objects, pacline, temporaryFolder } from './support/pacline.ts';

const place = (socket: number): string => `pci-0000:00:14.0-usb-0:9.${socket}:1.0-port0`;

const settings = (text: string): string => {
  const path = join(temporaryFolder(), 'station.toml');
  writeFileSync(path, text);
  return path;
};

test('slots teach takes places from a script, writes them, and slots list shows them', async () => {
  const path = settings('# ours\n[station]\nname = "window"\n');
  const taught = await pacline([
    'slots',
    'teach',
    '--settings',
    path,
    '--slot',
    `left=${place(1)}`,
    '--slot',
    ` right = ${place(2)} `,
    '--json',
  ]);
  expect(taught).toMatchObject({ code: 0, stderr: `2 slots written to ${path}.\n` });
  expect(objects(taught)).toEqual([
    { slot: 'left', port: place(1), usb: null, serialNumber: null },
    { slot: 'right', port: place(2), usb: null, serialNumber: null },
  ]);
  expect(readFileSync(path, 'utf8')).toBe(
    `# ours\n[station]\nname = "window"\n\n[[slot]]\nname = "left"\nport = "${place(1)}"\n\n[[slot]]\nname = "right"\nport = "${place(2)}"\n`,
  );

  const listed = await pacline(['slots', 'list', '--settings', path]);
  expect(listed.code).toBe(0);
  expect(listed.stdout).toContain(
    `left         port     ○ nothing at ${place(1)}\nright        port     ○ nothing at ${place(2)}\n`,
  );
  expect(objects(await pacline(['slots', 'list', '--json'], { PACLINE_SETTINGS: path })).slice(0, 2)).toMatchObject([
    { slot: 'left', presence: 'port', place: place(1), path: null, isAsTaught: null, holder: null },
    { slot: 'right', place: place(2) },
  ]);
});

test('A fixture whose place is empty is a finding of slots list', async () => {
  const path = settings(`[[slot]]\nname = "fixture"\nport = "${place(1)}"\npresence = "probe"\n`);
  const { code, stderr } = await pacline(['slots', 'list', '--settings', path]);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: `Slot fixture: nothing is plugged in at ${place(1)}. Check the cable of the fixture and the hub's supply. (port missing)\n`,
  });
});

test.each([
  { what: 'no settings file', args: ['teach'], code: 2, says: /Say where the slots are written down/ },
  {
    what: 'nobody at the terminal',
    args: ['teach', '--settings', '{}'],
    code: 2,
    says: /somebody at a terminal; a script names the places/,
  },
  {
    what: 'a slot without a place',
    args: ['teach', '--settings', '{}', '--slot', 'left'],
    code: 2,
    says: /"left" names no slot: --slot "left=<place>" is expected/,
  },
  {
    what: 'a place twice',
    args: ['teach', '--settings', '{}', '--slot', 'a=x', '--slot', 'b=x'],
    code: 2,
    says: /Slot b and slot a cannot both be at x/,
  },
  {
    what: 'a place of a slot that stays',
    args: ['teach', '--settings', '{}', '--slot', 'a=kept'],
    code: 2,
    says: /Slot a and slot old cannot both be at kept/,
  },
  {
    what: 'a name twice',
    args: ['teach', '--settings', '{}', '--slot', 'a=x', '--slot', 'a=y'],
    code: 2,
    says: /Slot a is named twice/,
  },
])('slots with $what says what to do, and writes nothing', async ({ args, code, says }) => {
  const text = '[[slot]]\nname = "old"\nport = "kept"\n';
  const path = settings(text);
  const ended = await pacline(['slots', ...args.map((arg) => arg.replace('{}', path))]);
  expect(ended).toMatchObject({ code, stderr: expect.stringMatching(says) });
  expect(readFileSync(path, 'utf8')).toBe(text);
});
