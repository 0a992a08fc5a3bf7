import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { openJournal } from '../../src/journal/open-journal.ts';
import { journalFile } from '../../src/settings/state-folder.ts';
import { loadSettings } from '../../src/settings/file/load-settings.ts';
import { pacline, temporaryFolder } from './support/pacline.ts';
import { deviceType, serveBackend } from './support/served.ts';
import { typingAt } from './support/typing-at.ts';

const pac = 'B7D93CE5A61F82D4';
const unit = ['register', '--id', '00A10C4F', '--device-type', deviceType, '--prototype', '--pac', '-'];

const place = (): string => join(temporaryFolder(), 'station.toml');

const world = async () => ({ ...(await serveBackend('--prompt')), PACLINE_STATE_DIR: temporaryFolder() });

describe('a secret that is typed at a terminal', () => {
  test('is asked for, is not shown, and the program ends when its work does', async () => {
    const terminal = typingAt(unit, await world());
    await terminal.answer(/^PAC of 00A10C4F \(not shown\): $/m, pac);
    const { code, shown } = await terminal.ended;
    expect(shown).toContain('00A10C4F  registered: The backend has confirmed the unit.');
    expect(shown).not.toContain(pac);
    expect(code).toBe(0);
  });

  test('is asked for again where it is none', async () => {
    const terminal = typingAt(unit, await world());
    await terminal.answer(/PAC of 00A10C4F \(not shown\): /, pac.slice(1));
    await terminal.answer(/16 hex digits[^]*PAC of 00A10C4F \(not shown\): /, pac);
    expect(await terminal.ended).toMatchObject({ code: 0 });
  });

  test('is not asked for before it is known that the rest can be done', async () => {
    const terminal = typingAt(unit, { PACLINE_STATE_DIR: temporaryFolder() });
    const { code, shown } = await terminal.ended;
    expect(shown).toContain('(bad credentials)');
    expect(shown).not.toContain('PAC of');
    expect(code).toBe(4);
  });

  test.each([
    { what: 'a PAC', args: unit, asks: /PAC of 00A10C4F \(not shown\): /, says: 'nothing was registered' },
    {
      what: 'a badge',
      args: ['badge', '--name', 'Ada', '--role', 'operator'],
      asks: /of Ada \(not shown\): /,
      says: 'nothing was written',
    },
  ])('$what: Ctrl-C ends it at once', async ({ args, asks, says }) => {
    const terminal = typingAt(args, await world());
    await terminal.press(asks, 'B7D9\u0003');
    const { code, shown } = await terminal.ended;
    expect(shown).toContain(says);
    expect(shown).toContain('Start again when you are ready');
    expect(shown).not.toContain('B7D9');
    expect(code).toBe(130);
  });

  test('who decides is asked for a badge, and Ctrl-C leaves everything as it was', async () => {
    const folder = temporaryFolder();
    const settings = join(folder, 'station.toml');
    const { stdout } = await pacline(['badge', '--name', 'Ada', '--role', 'technician'], {}, 'B-hunter2\n');
    writeFileSync(settings, stdout);
    await (await openJournal({ path: journalFile(folder), station: 'bench', clock: Date })).close();
    const terminal = typingAt(['unit', 'set-aside', '00A10C4F', '--why', 'dropped', '--settings', settings], {
      PACLINE_STATE_DIR: folder,
    });
    await terminal.press(/Badge or PIN of a technician \(not shown\): /, 'hunter2\u0003');
    const { code, shown } = await terminal.ended;
    expect(shown).toContain('nothing was changed');
    expect(shown).not.toContain('hunter2');
    expect(code).toBe(130);
  });
});

describe('the questions of init', () => {
  test('say how a thing is left out and how one goes back, and take none for none', async () => {
    const settings = place();
    const terminal = typingAt(['init', '--settings', settings, '--product', 'Meter', '--device-type', deviceType]);
    await terminal.answer(
      /^An empty answer takes what stands in brackets; - or none leaves a thing out; < goes back to the question before\.[^]*station.*: /,
      'none',
    );
    for (const usual of [/product \[Meter\]: /, /device type.*: /]) await terminal.answer(usual, '');
    await terminal.answer(/certificate, .*: /, 'prototype');
    await terminal.answer(/begin with: /, 'none');
    await terminal.answer(/modem speaks.*: /, 'none');
    await terminal.answer(/if it has none: /, 'None');
    for (const usual of [/leave or held.*: /, /label printed.*: /]) await terminal.answer(usual, '');
    await terminal.answer(/Slots now.*: /, 'none');
    await terminal.answer(/order: /, 'none');
    await terminal.answer(/shifts begin.*: /, '');
    await terminal.answer(/Name of somebody.*: /, 'none');
    expect(await terminal.ended).toMatchObject({ code: 0 });
    const { settings: read } = await loadSettings(settings);
    expect(read).toMatchObject({ station: {}, slots: [], orders: [], people: [] });
    expect(read.station.name).toBeUndefined();
    expect(read.products).toEqual([expect.not.objectContaining({ serial: expect.anything() })]);
  });

  test('can be gone back to, one by one, and show what was answered; past the first there is nothing', async () => {
    const settings = place();
    const terminal = typingAt(['init', '--settings', settings, '--name', 'bench', '--device-type', deviceType]);
    await terminal.answer(/station \[bench\]: /, '<');
    await terminal.answer(/first question[^]*station \[bench\]: /, 'bench 2');
    await terminal.answer(/product: /, 'Metre');
    await terminal.answer(/device type.*: /, '<');
    await terminal.answer(/product \[Metre\]: /, '<');
    await terminal.answer(/station \[bench 2\]: /, '');
    await terminal.answer(/product \[Metre\]: /, 'Meter');
    await terminal.answer(/device type.*: /, '');
    await terminal.answer(/certificate, .*: /, 'prototype');
    for (const usual of [/begin with: /, /modem speaks.*: /, /if it has none: /, /leave or held.*: /])
      await terminal.answer(usual, '');
    await terminal.answer(/label printed.*\[no\]: /, 'yes');
    await terminal.answer(/Slots now.*: /, '');
    await terminal.answer(/order: /, '4711');
    await terminal.answer(/How many units: /, '<');
    await terminal.answer(/order \[4711\]: /, 'none');
    await terminal.answer(/shifts begin.*: /, '<');
    // The quantity is not asked for without an order, and so not gone back to
    await terminal.answer(/order: /, '');
    await terminal.answer(/shifts begin.*: /, '');
    await terminal.answer(/ZPL printer.*\[labels\]: /, '<');
    await terminal.answer(/shifts begin.*: /, '');
    await terminal.answer(/ZPL printer.*\[labels\]: /, 'out');
    await terminal.answer(/Name of somebody.*: /, 'Ada');
    await terminal.answer(/engineer \[operator\]: /, '<');
    await terminal.answer(/Name of somebody.*\[Ada\]: /, 'Grace');
    await terminal.answer(/engineer \[operator\]: /, 'tech');
    await terminal.answer(/of Grace \(not shown\): /, 'B-hunter2');
    await terminal.answer(/Once more \(not shown\): /, 'B-hunter2');
    await terminal.answer(/And of the next: /, '<');
    await terminal.answer(/Name of somebody.*\[Grace\]: /, '');
    await terminal.answer(/engineer \[technician\]: /, 'eng');
    await terminal.answer(/of Grace \(not shown\): /, '<');
    await terminal.answer(/engineer \[engineer\]: /, '');
    await terminal.answer(/of Grace \(not shown\): /, 'B-hunter3');
    await terminal.answer(/Once more \(not shown\): /, 'B-hunter3');
    await terminal.answer(/And of the next: /, '');
    await terminal.answer(/Reds in a row.*\[3\]: /, '2');
    const { code, shown } = await terminal.ended;
    expect(shown).not.toContain('hunter');
    expect(code).toBe(0);
    expect((await loadSettings(settings)).settings).toMatchObject({
      station: { name: 'bench 2' },
      products: [{ name: 'Meter' }],
      orders: [],
      printer: { kind: 'folder' },
      people: [{ name: 'Grace', role: 'engineer' }],
      lockout: { reds: 2 },
    });
  });

  test('take an address for a printer and a path for a folder, say which, and refuse what may be either', async () => {
    const settings = place();
    const terminal = typingAt([
      'init',
      '--settings',
      settings,
      '--product',
      'Meter',
      '--device-type',
      deviceType,
      '--label-folder',
      'labels',
    ]);
    for (const usual of [/station.*: /, /product.*: /, /device type.*: /]) await terminal.answer(usual, '');
    await terminal.answer(/certificate, .*: /, 'prototype');
    for (const usual of [
      /begin with: /,
      /modem speaks.*: /,
      /if it has none: /,
      /leave or held.*: /,
      /label printed.*: /,
    ])
      await terminal.answer(usual, '');
    await terminal.answer(/Slots now.*: /, 'left=/dev/ttyNOPE');
    await terminal.answer(/Slot left: nothing is at \/dev\/ttyNOPE now[^]*order: /, '');
    await terminal.answer(/shifts begin.*: /, '');
    await terminal.answer(/ZPL printer.*: /, 'printer.example');
    await terminal.answer(
      /write printer\.example:9100 for a printer, \.\/printer\.example for a folder[^]*ZPL.*: /,
      '192.0.2.10',
    );
    await terminal.answer(/Labels go to the ZPL printer at 192\.0\.2\.10:9100\.[^]*Name of somebody.*: /, '<');
    await terminal.answer(/ZPL printer.*\[192\.0\.2\.10:9100\]: /, './printer.example');
    await terminal.answer(/Labels go to PDF files in the folder \.\/printer\.example[^]*Name of somebody.*: /, '');
    expect(await terminal.ended).toMatchObject({ code: 0 });
    expect((await loadSettings(settings)).settings).toMatchObject({
      printer: { kind: 'folder' },
      slots: [{ name: 'left' }],
    });
  });

  test.each([
    ['--printer', ':9100', /^pacline: --printer: ":9100" is no address of a printer/m],
    ['--device-type', '00a1', /^pacline: --device-type: "00a1" is not 24 hex digits/m],
    ['--shift', '25:00', /^pacline: --shift: "25:00" is not a time of day/m],
    ['--dialect', 'wisol', /^pacline: --dialect: There is no dialect "wisol"/m],
  ])('name the flag %s whose value is refused, and no line of a file that is not there', async (flag, value, says) => {
    const usual = ['--product', 'Meter', '--device-type', deviceType, '--prototype'];
    const ended = await pacline(['init', '--yes', '--settings', place(), ...usual, flag, value]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(says);
  });

  test('a printer of the flags may leave its port out', async () => {
    const settings = place();
    const usual = ['--product', 'Meter', '--device-type', deviceType, '--prototype'];
    await pacline(['init', '--yes', '--settings', settings, ...usual, '--printer', '192.0.2.10']);
    expect((await loadSettings(settings)).settings).toMatchObject({ printer: { host: '192.0.2.10', port: 9100 } });
  });
});
