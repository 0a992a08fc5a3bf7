import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { findPerson } from '../../src/settings/badge-hash.ts';
import { loadSettings } from '../../src/settings/file/load-settings.ts';
import { objects, pacline, temporaryFolder } from './support/pacline.ts';
import { typingAt } from './support/typing-at.ts';

const deviceType = '00a100000000000000000001';
const flags = ['--product', 'Meter', '--device-type', deviceType, '--certificate', 'P_00A1_B2C3_01'];

const place = (): string => join(temporaryFolder(), 'station.toml');

describe('init asks', () => {
  test('a person at a terminal, refuses a wrong answer at once, and shows no badge code', async () => {
    const settings = place();
    const terminal = typingAt(['init', '--settings', settings]);
    await terminal.answer(/Name of this station \[.+\]: /, 'bench 3');
    await terminal.answer(/Name of the product: /, 'Water meter');
    await terminal.answer(/device type.*: /, '00a1');
    await terminal.answer(/"00a1" is not 24 hex digits[^]*device type.*: /, deviceType);
    await terminal.answer(/certificate, .*: /, 'M_00A1_B2C3_01');
    await terminal.answer(/is a modem certificate[^]*certificate, .*: /, 'P_00A1_B2C3_01');
    await terminal.answer(/begin with: /, 'WM-');
    await terminal.answer(/modem speaks.*\[auto\]: /, 'td-next');
    await terminal.answer(/if it has none: /, '[0-9]{8}');
    await terminal.answer(/leave or held \[leave\]: /, 'held');
    await terminal.answer(/label printed.*\[no\]: /, 'yes');
    await terminal.answer(/Slots now.*: /, 'left=/dev/ttyUSB0, right=/dev/ttyUSB1');
    await terminal.answer(/order: /, '4711');
    await terminal.answer(/How many units: /, '300');
    await terminal.answer(/shifts begin \[00:00\]: /, '06:00, 14:00');
    await terminal.answer(/ZPL printer.*: /, '192.0.2.10:9100');
    await terminal.answer(/Name of somebody.*: /, 'Ada');
    await terminal.answer(/technician or engineer \[operator\]: /, 'tech');
    await terminal.answer(/of Ada \(not shown\): /, 'B-hunter2');
    await terminal.answer(/Once more \(not shown\): /, 'B-hunter2');
    await terminal.answer(/And of the next: /, '');
    await terminal.answer(/Reds in a row.*\[3\]: /, '');
    const { code, shown } = await terminal.ended;
    expect(shown).toContain(`${settings} is written and valid.`);
    expect(shown).toContain('PACLINE_API_LOGIN=… PACLINE_API_PASSWORD=…');
    expect(shown).not.toContain('hunter2');
    expect(code).toBe(0);

    const { settings: read } = await loadSettings(settings);
    expect(read).toMatchObject({
      station: { name: 'bench 3' },
      shift: { starts: [360, 840] },
      lockout: { reds: 3 },
      products: [
        {
          name: 'Water meter',
          deviceTypeId: deviceType,
          certification: { certificate: 'P_00A1_B2C3_01' },
          prefix: 'WM-',
          dialect: 'td-next',
          amber: 'held',
          label: { scanBack: true },
        },
      ],
      orders: [{ name: '4711', product: 'Water meter', quantity: 300 }],
      slots: [
        { name: 'left', port: '/dev/ttyUSB0' },
        { name: 'right', port: '/dev/ttyUSB1' },
      ],
      printer: { kind: 'zpl', host: '192.0.2.10', port: 9100 },
    });
    expect(await findPerson(read.people, 'B-hunter2')).toMatchObject({ name: 'Ada', role: 'technician' });
    expect(readFileSync(settings, 'utf8')).toMatch(/^# This station[^]*^# Amber: /m);
    expect(statSync(settings).mode & 0o007).toBe(0);
  });

  test('and Ctrl-C in the middle writes nothing', async () => {
    const settings = place();
    const terminal = typingAt(['init', '--settings', settings]);
    await terminal.answer(/Name of this station.*: /, '');
    await terminal.press(/Name of the product: /, '\u0003');
    const { code, shown } = await terminal.ended;
    expect(shown).toContain('nothing was written');
    expect(code).toBe(130);
    expect(existsSync(settings)).toBe(false);
  });

  test('a pipe too, where an empty line takes what the flags or the defaults say', async () => {
    const settings = place();
    const ended = await pacline(['init', '--settings', settings, ...flags, '--hold-amber'], {}, '\n'.repeat(20));
    expect(ended.code).toBe(0);
    expect((await loadSettings(settings)).settings).toMatchObject({
      products: [{ name: 'Meter', amber: 'held', prefix: '' }],
      orders: [],
      slots: [],
      shift: { starts: [0] },
      people: [],
    });
  });

  test('and says so when the answers end before the questions', async () => {
    const settings = place();
    const ended = await pacline(['init', '--settings', settings], {}, 'bench\nMeter\n');
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('The answers ended before the questions did; nothing was written. (bad usage)');
    expect(existsSync(settings)).toBe(false);
  });
});

describe('init --yes', () => {
  test('asks nothing and writes a file that is valid', async () => {
    const settings = place();
    const ended = await pacline([
      'init',
      '--yes',
      '--json',
      '--settings',
      settings,
      ...flags,
      '--name',
      'A "1"',
      '--slot',
      'left=usb-0:1',
      '--slot',
      'COM3',
      '--order',
      '4711',
      '--quantity',
      '9',
      '--shift',
      '06:00',
      '--label-folder',
      'labels',
    ]);
    expect(ended.code).toBe(0);
    const { settings: read, digest } = await loadSettings(settings);
    expect(objects(ended)).toEqual([{ settings, digest, products: 1, slots: 2, people: 0 }]);
    expect(read).toMatchObject({
      station: { name: 'A "1"' },
      slots: [
        { name: 'left', port: 'usb-0:1' },
        { name: 'COM3', port: 'COM3' },
      ],
      orders: [{ name: '4711', product: 'Meter', quantity: 9 }],
      printer: { kind: 'folder', format: 'pdf' },
    });
  });

  test('names what is missing', async () => {
    const ended = await pacline(['init', '--yes', '--settings', place(), '--product', 'Meter']);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('give --device-type, --certificate or --prototype too. (bad usage)');
  });

  test('writes no file that would be refused', async () => {
    const settings = place();
    const ended = await pacline([
      'init',
      '--yes',
      '--settings',
      settings,
      ...flags.slice(0, 2),
      '--device-type',
      '00a1',
      '--prototype',
    ]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('--device-type: "00a1" is not 24 hex digits');
    expect(existsSync(settings)).toBe(false);
  });

  test('leaves a file that is there as it is, unless --force is given', async () => {
    const settings = place();
    writeFileSync(settings, '# mine\n');
    const refused = await pacline(['init', '--yes', '--settings', settings, ...flags]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('is there already and was left as it is');
    expect(readFileSync(settings, 'utf8')).toBe('# mine\n');
    expect(await pacline(['init', '--yes', '--force', '--settings', settings, ...flags])).toMatchObject({ code: 0 });
    expect((await loadSettings(settings)).settings.products).toHaveLength(1);
  });
});

describe('badge', () => {
  test('prints a person for station.toml and never the code', async () => {
    const ended = await pacline(['badge', '--name', 'Ada', '--role', 'engineer'], {}, 'B-hunter2\n');
    expect(ended.code).toBe(0);
    expect(ended.stdout + ended.stderr).not.toContain('hunter2');
    const settings = place();
    writeFileSync(settings, ended.stdout);
    expect(await findPerson((await loadSettings(settings)).settings.people, 'B-hunter2')).toMatchObject({
      name: 'Ada',
      role: 'engineer',
    });
  });

  test.each([
    ['a command', 'PACLINE:START', 'taken for a command'],
    ['a serial number', '10000001', 'may be a serial number of Meter'],
    ['the badge of somebody else, with the prefix or without it', 'B-hunter2', 'Bob has it already'],
    ['the badge of somebody else, with the prefix or without it', 'hunter2', 'Bob has it already'],
  ])('takes no code that could never be used at its station: %s', async (_, code, words) => {
    const settings = place();
    const bob = await pacline(['badge', '--name', 'Bob', '--role', 'operator'], {}, 'B-hunter2\n');
    writeFileSync(
      settings,
      `[[product]]\nname = "Meter"\ndeviceTypeId = "00a100000000000000000001"\nprototype = true\nserial = "[0-9]{8}"\n${bob.stdout}`,
    );
    const ended = await pacline(
      ['badge', '--name', 'Ada', '--role', 'engineer', '--settings', settings],
      {},
      `${code}\n`,
    );
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(words);
    expect(ended.stderr).not.toContain(code);
  });

  test('takes no code that is too short', async () => {
    const ended = await pacline(['badge', '--name', 'Ada', '--role', 'operator'], {}, '123\n');
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('at least 4 characters');
  });
});
