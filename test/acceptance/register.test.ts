import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { objects, pacline, temporaryFolder } from './support/pacline.ts';
import type { Ended } from './support/running-program.ts';
import {
  certificate,
  deviceType,
  nobody,
  password,
  serveBackend,
  serveBackendWithStrangers,
  serveBoard,
} from './support/served.ts';

const pac = 'B7D93CE5A61F82D4';
const otherPac = 'C8E04DF6B72093E5';
const product = ['--device-type', deviceType, '--certificate', certificate];

/** Nothing that a command prints names what is secret. */
const withoutSecrets = (ended: Ended): Ended => {
  for (const secret of [pac, otherPac, password]) expect(ended.stdout + ended.stderr).not.toContain(secret);
  return ended;
};

const register = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  input = '',
): Promise<Ended> => withoutSecrets(await pacline(['register', ...args], environment, input));

test('register confirms a typed unit, and the second time says that it is already done', async () => {
  const world = { ...(await serveBackend()), PACLINE_STATE_DIR: temporaryFolder() };
  const first = await register([...product, '--id', 'a10c4e', '--pac', pac, '--json'], world);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(objects(first)).toEqual([
    {
      deviceId: '00A10C4E',
      outcome: 'pass',
      code: 'registered',
      state: 'confirmed',
      message: expect.any(String),
      jobId: null,
    },
  ]);

  const second = await register([...product, '--id', 'a10c4e', '--pac', pac, '--json'], world);
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(objects(second)).toMatchObject([{ deviceId: '00A10C4E', outcome: 'pass', code: 'already done' }]);

  const text = await register([...product, '--id', 'a10c4e', '--pac', pac], world);
  expect(text).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^pass {2}00A10C4E {2}already done: Confirmed at \d\d:\d\d, and seen again now\.\n$/),
    stderr: '',
  });
});

test('register from a station that has never seen the unit says already done too', async () => {
  const backend = await serveBackend();
  const unit = [...product, '--id', 'a10c4e', '--pac', pac, '--json'];
  await register(unit, { ...backend, PACLINE_STATE_DIR: temporaryFolder() });
  const elsewhere = await register(unit, { ...backend, PACLINE_STATE_DIR: temporaryFolder() });
  expect(elsewhere.code).toBe(0);
  expect(objects(elsewhere)).toMatchObject([{ code: 'already done' }]);
});

test('register takes the PAC from standard input, so that it is in no shell history', async () => {
  const ended = await register(
    [...product, '--id', 'a10c4e', '--pac', '-', '--json'],
    { ...(await serveBackend()), PACLINE_STATE_DIR: temporaryFolder() },
    `${pac}\n`,
  );
  expect(ended.code).toBe(0);
  expect(objects(ended)).toMatchObject([{ deviceId: '00A10C4E', code: 'registered' }]);
});

test('register --port reads the modem, and leaves a run with its dialogue in the journal', async () => {
  const world = { ...(await serveBackend()), PACLINE_STATE_DIR: temporaryFolder() };
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e', '--pac', pac);
  const ended = await register([...product, '--port', port, '--json'], world);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(objects(ended)).toMatchObject([{ deviceId: '00A10C4E', outcome: 'pass', code: 'registered', jobId: null }]);

  const [run] = objects(await pacline(['journal', 'list', '--json'], world));
  expect(run).toMatchObject({ port, deviceId: '00A10C4E', colour: 'green', code: 'registered' });
  const dialogue = withoutSecrets(await pacline(['journal', 'show', String(run?.['run'])], world));
  expect(dialogue.stdout).toContain('> AT$I=10<CR>');
});

test('register --port of a modem without a PAC needs the delivery list, and works with it', async () => {
  const folder = temporaryFolder();
  const world = { ...(await serveBackend()), PACLINE_STATE_DIR: folder };
  const { port } = await serveBoard('--dialect', 'td-next', '--id', 'a10c4e');
  const without = await register([...product, '--port', port, '--json'], world);
  expect(without.code).toBe(2);
  expect(objects(without)).toMatchObject([{ deviceId: '00A10C4E', outcome: 'error', code: 'pac needed' }]);

  const list = join(folder, 'delivery.csv');
  writeFileSync(list, `id,pac\nA10C4E,${pac}\n`);
  const registered = await register([...product, '--port', port, '--delivery-list', list, '--json'], world);
  expect(registered.code).toBe(0);
  expect(objects(registered)).toMatchObject([{ deviceId: '00A10C4E', code: 'registered' }]);
});

test('register --port of a dead board says so, and keeps the attempt', async () => {
  const world = { ...(await serveBackend()), PACLINE_STATE_DIR: temporaryFolder() };
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--fault', 'mute');
  const ended = await register([...product, '--port', port, '--json'], world);
  expect(ended.code).toBe(3);
  expect(objects(ended)).toEqual([
    { deviceId: null, outcome: 'timeout', code: 'no answer', state: null, message: expect.any(String), jobId: null },
  ]);
  expect(objects(await pacline(['journal', 'list', '--json'], world))).toMatchObject([
    { outcome: 'timeout', code: 'no answer', deviceId: null },
  ]);
});

test('register of a unit that somebody else has registered fails and says whose turn it is', async () => {
  // A backend may show our own unit late: by default somebody else's is looked for a minute long.
  const settings = join(temporaryFolder(), 'station.toml');
  writeFileSync(settings, '[backend]\nabsentAfterS = 1\n');
  const ended = await register([...product, '--id', 'a1beef', '--pac', pac, '--json'], {
    ...(await serveBackendWithStrangers()),
    PACLINE_STATE_DIR: temporaryFolder(),
    PACLINE_SETTINGS: settings,
  });
  expect(ended.code).toBe(1);
  expect(objects(ended)).toMatchObject([{ deviceId: '00A1BEEF', outcome: 'fail', code: 'owned elsewhere' }]);
  expect(ended.stderr).toContain('Ask who registered this unit');
});

test('register with another certificate than the unit has is refused and changes nothing', async () => {
  const world = { ...(await serveBackend()), PACLINE_STATE_DIR: temporaryFolder() };
  const unit = ['--id', 'a10c4e', '--pac', pac, '--json'];
  await register([...product, ...unit], world);
  const ended = await register(['--device-type', deviceType, '--prototype', ...unit], world);
  expect(ended.code).toBe(1);
  expect(objects(ended)).toMatchObject([
    { deviceId: '00A10C4E', outcome: 'error', code: 'other certificate', state: 'confirmed' },
  ]);
  expect(objects(await pacline(['journal', 'show', 'a10c4e', '--json'], world))).toMatchObject([
    { registration: { state: 'confirmed', certificate } },
  ]);
});

test('register while nobody answers leaves the unit owed, and the same command pays the debt later', async () => {
  const state = { PACLINE_STATE_DIR: temporaryFolder() };
  const unit = [...product, '--id', 'a10c4e', '--pac', pac, '--json'];
  const owed = await register(unit, { ...nobody, ...state });
  expect(owed.code).toBe(4);
  expect(objects(owed)).toEqual([
    {
      deviceId: '00A10C4E',
      outcome: 'error',
      code: 'backend unreachable',
      state: 'owed',
      message: expect.stringContaining('It is owed and was not sent yet'),
      jobId: null,
    },
  ]);

  const shown = withoutSecrets(await pacline(['journal', 'show', 'a10c4e', '--json'], state));
  expect(objects(shown)).toMatchObject([
    { deviceId: '00A10C4E', registration: { state: 'owed', certificate, deviceTypeId: deviceType } },
  ]);

  const paid = await register(unit, { ...(await serveBackend()), ...state });
  expect(paid.code).toBe(0);
  expect(objects(paid)).toMatchObject([{ outcome: 'pass', code: 'registered' }]);
  expect((await pacline(['journal', 'show', 'a10c4e'], state)).stdout).toMatch(/registration +confirmed/);
});

test('an answer that got lost is looked for, not sent again', async () => {
  const world = { ...(await serveBackend('--fault', 'lost-after-commit')), PACLINE_STATE_DIR: temporaryFolder() };
  const ended = await register([...product, '--id', 'a10c4e', '--pac', pac, '--json'], world);
  expect(ended.code).toBe(0);
  expect(objects(ended)).toMatchObject([{ outcome: 'pass', code: 'registered' }]);
});

test('a PAC that was read from one modem and is typed for another ID, and another PAC for an ID that was read, are stopped before anything is sent', async () => {
  const world = { ...nobody, PACLINE_STATE_DIR: temporaryFolder() };
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e', '--pac', pac);
  await register([...product, '--port', port], world);
  const twoPacs = await register([...product, '--id', 'a10c4e', '--pac', otherPac, '--json'], world);
  expect(twoPacs.code).toBe(1);
  expect(objects(twoPacs)).toEqual([
    {
      deviceId: '00A10C4E',
      outcome: 'fail',
      code: 'two pacs for one id',
      state: 'owed',
      message: expect.any(String),
      jobId: null,
    },
  ]);

  const twoIds = await register([...product, '--id', 'a10c4f', '--pac', pac, '--json'], world);
  expect(twoIds.code).toBe(1);
  expect(objects(twoIds)).toMatchObject([{ deviceId: '00A10C4F', outcome: 'fail', code: 'two ids for one pac' }]);
  expect((await pacline(['journal', 'show', 'a10c4f'], world)).code).toBe(2);
});

describe('what cannot be meant is refused before anything is read or sent', () => {
  const place = ['--device-type', deviceType];
  const unit = ['--id', 'a10c4e', '--pac', pac];
  test.each([
    {
      what: 'a placeholder certificate',
      args: [...place, '--certificate', 'P_0001_AFAF_XX', ...unit],
      code: 'bad certificate',
      says: /placeholder.*XX.*01/,
    },
    {
      what: 'a modem certificate',
      args: [...place, '--certificate', 'M_0001_AFAF_01', ...unit],
      code: 'modem certificate',
      says: /modem certificate.*P_/,
    },
    {
      what: 'a certificate with blanks',
      args: [...place, '--certificate', 'P 0004 D356 03', ...unit],
      code: 'bad certificate',
      says: /was P_0004_D356_03 meant\? \(/,
    },
    {
      what: 'half a certificate',
      args: [...place, '--certificate', 'P_0001', ...unit],
      code: 'bad certificate',
      says: /P_0001_AFAF_01/,
    },
    {
      what: 'certificate and prototype',
      args: [...product, '--prototype', ...unit],
      code: 'bad usage',
      says: /exactly one/,
    },
    {
      what: 'neither certificate nor prototype',
      args: [...place, ...unit],
      code: 'bad usage',
      says: /--certificate P_… or with --prototype/,
    },
    {
      what: 'a PAC of 15 digits',
      args: [...product, '--id', 'a10c4e', '--pac', pac.slice(1)],
      code: 'bad pac',
      says: /16 hex digits; this one has 15/,
    },
    {
      what: 'an ID of 9 digits',
      args: [...product, '--id', '000a10c4e', '--pac', pac],
      code: 'bad device id',
      says: /1 to 8 hex digits/,
    },
    {
      what: 'no PAC',
      args: [...product, '--id', 'a10c4e'],
      code: 'bad usage',
      says: /--pac, --pac - or --delivery-list/,
    },
    {
      what: 'a PAC without its unit',
      args: [...product, '--pac', '-'],
      code: 'bad usage',
      says: /--id and --pac, or --port/,
    },
    { what: 'no device type', args: ['--prototype', ...unit], code: 'bad usage', says: /--device-type/ },
    {
      what: 'a device type that is none',
      args: ['--device-type', 'abc', '--prototype', ...unit],
      code: 'bad usage',
      says: /24 hex digits/,
    },
  ])('$what', async ({ args, code, says }) => {
    const state = join(temporaryFolder(), 'never-made');
    const ended = await register([...args, '--json'], { ...nobody, PACLINE_STATE_DIR: state });
    expect(ended.code).toBe(2);
    expect(objects(ended)).toMatchObject([{ outcome: 'error', code, message: expect.stringMatching(says) }]);
    expect(ended.stderr).toMatch(/^pacline: .+\n {2}.+\.\n$/);
    expect(existsSync(state)).toBe(false);
  });
});

test('units that were typed or came in a file stand in the list and in the report, with where they came from', async () => {
  const folder = temporaryFolder();
  const world = { ...(await serveBackend()), PACLINE_STATE_DIR: join(folder, 'state') };
  expect((await register([...product, '--id', 'a10c4e', '--pac', pac], world)).code).toBe(0);
  const file = join(folder, 'units.csv');
  writeFileSync(file, 'id,pac\nA10C50,B7D93CE5A61F82D0\nA10C51,B7D93CE5A61F82D1\n');
  expect((await register([...product, '--file', file], world)).code).toBe(0);

  const list = withoutSecrets(await pacline(['journal', 'list'], world));
  expect(list.stdout).toMatch(/^\S+ \S+ {2}● GREEN {2}2 units {3}file \S+units\.csv {2}2 confirmed$/m);
  expect(list.stdout).toMatch(/^\S+ \S+ {2}● GREEN {2}00A10C4E {2}by hand {2}confirmed, registered$/m);
  expect(objects(await pacline(['journal', 'list', '--json'], world))).toMatchObject([
    { event: 'intake', kind: 'file', list: file, units: 2, states: { confirmed: 2 } },
    { event: 'intake', kind: 'typed', source: 'by hand', deviceId: '00A10C4E', state: 'confirmed' },
  ]);
  expect((await pacline(['journal', 'show', '00A10C4E'], world)).stdout).toContain('came          by hand');

  const csv = join(folder, 'units-of-today.csv');
  const report = await pacline(['report', '--csv', csv, '--check'], world);
  expect(report.code).toBe(0);
  expect(report.stdout).toMatch(/^Today, \d{4}-\d\d-\d\d$/m);
  expect(report.stdout).toContain('not in a slot: by hand: 1 confirmed');
  expect(report.stdout).toContain('Closes: 3 units, all done.');
  expect(readFileSync(csv, 'utf8').trimEnd().split('\n')).toHaveLength(4);
});
