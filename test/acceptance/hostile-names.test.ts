import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openJournal } from '../../src/journal/open-journal.ts';
import { runEnded, sampleDevice, samplePac, unitRead } from '../journal/sample-events.ts';
import { objects, pacline, temporaryFolder } from './support/pacline.ts';
import { deviceType, nobody } from './support/served.ts';

/* Names that a journal of before they were refused holds, and what an operator types, do not reach a terminal, a page or a list as they are. */

const hostile = '=\u001b[2J\u001b]0;pwn\u0007\u009b31mS\u202egnp\u200b';

/** What nothing that is printed may hold. */
const hidden = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u;

/** The journal of a station in which everything that somebody could name has this name. */
const hostileJournal = async () => {
  const folder = temporaryFolder();
  const journal = await openJournal({ path: join(folder, 'journal.sqlite'), station: hostile, clock: Date });
  const [deviceId, owed] = [sampleDevice(1), sampleDevice(2)];
  const context = { product: hostile, order: hostile, operator: hostile, settings: null };
  await journal.append([
    { kind: 'station started', version: '0.1.0', productName: hostile },
    { kind: 'operator signed in', operator: hostile, role: 'technician' },
    { kind: 'run started', run: 'run-1', slot: hostile, port: hostile, context },
    unitRead(1, { firmware: hostile, dialect: hostile }),
    { kind: 'serial bound', serial: hostile, deviceId, run: 'run-1', slot: hostile },
    { kind: 'registration owed', deviceId, deviceTypeId: deviceType, certificate: 'P_0001_AFAF_01', name: hostile },
    { kind: 'registration intended', deviceId },
    { kind: 'registration confirmed', deviceId, code: 'registered' },
    runEnded('run-1', { deviceId, colour: 'green', message: hostile, transcript: hostile }),
    { kind: 'slot locked', slot: hostile, code: 'slot locked', reason: hostile },
    {
      kind: 'units listed',
      list: hostile,
      deviceTypeId: deviceType,
      certificate: 'P_0001_AFAF_01',
      units: [{ deviceId: owed, pac: samplePac(2), name: hostile }],
    },
    { kind: 'registration intended', deviceId: owed },
    { kind: 'registration postponed', deviceId: owed, code: 'backend throttled', reason: hostile },
  ]);
  await journal.close();
  return folder;
};

test.each([
  ['journal', 'list'],
  ['journal', 'show', sampleDevice(1)],
  ['journal', 'show', 'run-1'],
  ['journal', 'verify'],
  ['unit', 'show', sampleDevice(1)],
  ['unit', 'show', sampleDevice(2)],
  ['outbox', 'list'],
  ['report', '--since', '1d'],
  ['report', '--order', hostile],
  ['report', '--order', `${hostile}!`],
  ['series', 'check', `/${hostile}`],
  ['slots', 'list', '--settings', `/${hostile}`],
  ['label', 'preview', '--id', sampleDevice(1), '--out', '/nowhere/label.pdf'],
  [hostile],
])('pacline %s … says nothing that a terminal obeys', async (...words) => {
  const environment = { PACLINE_STATE_DIR: await hostileJournal() };
  for (const args of [words, [...words, '--json']]) {
    const ended = await pacline(args, environment);
    expect(ended.stdout + ended.stderr).not.toMatch(hidden);
    if (args !== words) objects(ended);
  }
});

test('neither a page nor a list holds what hides, and a spreadsheet finds no formula', async () => {
  const folder = await hostileJournal();
  const at = temporaryFolder();
  const files = { page: join(at, 'page.html'), list: join(at, 'units.csv'), edit: join(at, 'edit.csv') };
  const environment = { PACLINE_STATE_DIR: folder };
  await pacline(['report', '--since', '1d', '--html', files.page, '--csv', files.list], environment);
  expect(readFileSync(files.page, 'utf8')).not.toMatch(hidden);
  const csv = readFileSync(files.list, 'utf8');
  expect(csv).not.toMatch(hidden);
  expect(csv).not.toMatch(/(?:^|,)"?[=+\-@]/m);

  const exported = await pacline(['series', 'export', 'edit', '--out', files.edit], environment);
  expect(exported).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('1 of them has a cell that begins with ='),
  });
});

test('what is typed or written in the settings is refused where it would be kept', async () => {
  const folder = temporaryFolder();
  const settings = join(folder, 'station.toml');
  writeFileSync(settings, '[station]\nname = "S\\u202egnp"\n');
  for (const args of [
    ['run', '--settings', settings],
    ['unit', 'set-aside', sampleDevice(1), '--why', hostile],
    ['edit', 'set', '--id', sampleDevice(1), '--name', hostile],
    [
      'register',
      '--id',
      sampleDevice(1),
      '--pac',
      samplePac(1),
      '--device-type',
      deviceType,
      '--prototype',
      '--prefix',
      hostile,
    ],
  ]) {
    const ended = await pacline(args, { ...nobody, PACLINE_STATE_DIR: folder });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/sign(?:s that are| that is) not seen/);
    expect(ended.stderr).not.toMatch(hidden);
  }
});
