import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { madeUpId, madeUpPac, madeUpRow } from '../series/made-up-series.ts';
import { objects, pacline, temporaryFolder } from './support/pacline.ts';
import type { Ended } from './support/running-program.ts';
import { certificate, deviceType, serveBackend } from './support/served.ts';

const product = ['--device-type', deviceType, '--certificate', certificate];

/** Nothing that a command prints has a PAC in it. */
const series = async (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> => {
  const ended = await pacline(['series', ...args], environment);
  expect(ended.stdout + ended.stderr).not.toMatch(/5EEDC0DE/i);
  return ended;
};

const fileOf = (content: string): string => {
  const file = join(temporaryFolder(), 'batch.csv');
  writeFileSync(file, content);
  return file;
};

const madeUp = (count: number): string => Array.from({ length: count }, (_, index) => `${madeUpRow(index)}\n`).join('');

test('series check says what a file is, what is wrong with it and where', async () => {
  const file = fileOf(
    `lot;ID;PORTING_CODE\n7;a10001;${madeUpPac(1)}\n7;a10001;${madeUpPac(2)}\n7;a10003;${madeUpPac(3)}\n7;a10003;${madeUpPac(3)}\n7;${madeUpPac(4)};a10004\n`,
  );
  const text = await series(['check', file, '--column', 'pac=PORTING_CODE']);
  expect(text).toEqual({
    code: 1,
    stdout: `${file}: New series, cells between semicolons, with a header
  column  2  id
  column  3  pac
line 3, column 3 (pac): device ID 00A10001 stands on line 2 with another PAC
line 6, column 2 (id): ID: a PAC stands here; are the columns swapped?
line 6, column 3 (pac): PAC: 16 hex digits expected, has 6
5 rows: 2 good, 1 said twice, 2 bad
`,
    stderr:
      'Left alone: lot.\nThe file does not say everything: give --device-type and --certificate or --prototype with `pacline series import`.\n',
  });

  const json = await series(['check', file, '--column', 'pac=PORTING_CODE', '--max-faults', '1', '--json']);
  expect(json.code).toBe(1);
  expect(json.stderr).toContain('2 more faults; --max-faults shows more of them.\n');
  expect(objects(json)).toEqual([
    {
      event: 'form',
      file,
      purpose: 'new',
      encoding: 'utf-8',
      separator: ';',
      header: true,
      columns: [
        { name: 'id', number: 2 },
        { name: 'pac', number: 3 },
      ],
      leftAlone: ['lot'],
      doubt: null,
    },
    {
      event: 'fault',
      line: 3,
      column: { name: 'pac', number: 3 },
      reason: 'device ID 00A10001 stands on line 2 with another PAC',
    },
    { event: 'checked', file, purpose: 'new', rows: 5, good: 2, duplicates: 1, badRows: 2, faults: 3 },
  ]);
});

test('series check of an edit and a replace series', async () => {
  const edit = await series(['check', fileOf(`id name\nA10001 "North gate"\n`), '--purpose', 'edit']);
  expect(edit).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(/Edit series, cells between blanks, with a header\n[^]*\n1 row: 1 good\n$/) as string,
  });
  const replace = await series(['check', fileOf('A10001,A10001\n'), '--purpose', 'replace', '--json']);
  expect(replace.code).toBe(1);
  expect(objects(replace)).toMatchObject([
    {
      columns: [
        { name: 'id', number: 1 },
        { name: 'targetId', number: 2 },
      ],
    },
    { event: 'fault', line: 1 },
    { badRows: 1 },
  ]);
});

test('series import makes units owed, once; the outbox registers them; series export lists them', async () => {
  const folder = temporaryFolder();
  const world = { ...(await serveBackend()), PACLINE_STATE_DIR: join(folder, 'state') };
  const file = fileOf(`${madeUp(3)}xx;${madeUpPac(77)}\n`);
  const imported = await series(['import', file, ...product, '--prefix', 'u-'], world);
  expect(imported).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/line 4, column 1 \(id\): .*\n4 rows: 3 listed, 1 bad\n$/) as string,
  });
  expect(imported.stderr).toContain('`pacline outbox drain` later');

  const again = await series(['import', file, ...product, '--prefix', 'u-', '--json'], world);
  expect(objects(again).at(-1)).toEqual({
    event: 'imported',
    file,
    rows: 4,
    listed: 0,
    heldBack: 0,
    owedBefore: 3,
    doneBefore: 0,
    underWay: 0,
    duplicates: 0,
    badRows: 1,
    faults: 1,
  });

  const out = join(folder, 'new.csv');
  expect(
    (
      await series(
        ['export', 'new', '--out', out, '--show-pac', '--no-header', '--separator', ',', '--columns', 'pac,id'],
        world,
      )
    ).code,
  ).toBe(0);
  expect(readFileSync(out, 'utf8')).toBe([0, 1, 2].map((index) => `${madeUpPac(index)},${madeUpId(index)}\n`).join(''));
  expect(statSync(out).mode & 0o777).toBe(0o600);

  expect((await pacline(['outbox', 'drain'], world)).code).toBe(0);
  const exported = await series(['export', 'edit', '--out', out, '--force', '--json'], world);
  expect(objects(exported)).toEqual([
    {
      event: 'exported',
      file: out,
      purpose: 'edit',
      units: 3,
      withoutPac: 0,
      withFormulas: 0,
      columns: ['id', 'name', 'productCertificate'],
      separator: ';',
      header: true,
    },
  ]);
  expect(exported.stderr).toContain('question-mark icon of the portal');
  expect(readFileSync(out, 'utf8')).toBe(
    `id;name;productCertificate\n${[0, 1, 2].map((index) => `${madeUpId(index)};u-${madeUpId(index)};${certificate}\n`).join('')}`,
  );

  const done = await series(['import', file, ...product, '--json'], world);
  expect(objects(done).at(-1)).toMatchObject({ listed: 0, doneBefore: 3 });
});

test('series import --all-or-nothing leaves everything behind for one bad row', async () => {
  const world = { PACLINE_STATE_DIR: temporaryFolder() };
  const ended = await series(
    ['import', fileOf(`${madeUp(600)}xx;yy\n`), ...product, '--all-or-nothing', '--json'],
    world,
  );
  expect(ended).toMatchObject({
    code: 1,
    stderr: 'Nothing was written: correct the bad rows, or leave --all-or-nothing out.\n',
  });
  expect(objects(ended).at(-1)).toMatchObject({ rows: 601, listed: 0, heldBack: 600, badRows: 1 });
  expect(objects(await pacline(['outbox', 'list', '--json'], world))).toMatchObject([{ event: 'end', owed: 0 }]);
});

test('series import says what of a file is no part of a registration', async () => {
  const ended = await series(
    ['import', fileOf(`id,pac,lat,lng\n${madeUpId(1)},${madeUpPac(1)},48.5,2.5\n`), ...product],
    { PACLINE_STATE_DIR: temporaryFolder() },
  );
  expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('only checked here: lat, lng.') as string });
});

test.each([
  { what: 'a file that is not there', args: ['check', 'no-such.csv'], says: /There is no file no-such\.csv/ },
  {
    what: 'a column that there is not',
    args: ['check', 'x.csv', '--column', 'serial=x'],
    says: /pac=PORTING_CODE or id=#1/,
  },
  { what: 'certificate and prototype', args: ['import', 'x.csv', ...product, '--prototype'], says: /exactly one/ },
  { what: 'a device type that is none', args: ['import', 'x.csv', '--device-type', 'abc'], says: /24 hex digits/ },
  {
    what: 'a long prefix',
    args: ['import', 'x.csv', ...product, '--prefix', 'p'.repeat(41)],
    says: /at most 40 characters/,
  },
  { what: 'PACs without being asked for', args: ['export', 'new', '--out', 'x.csv'], says: /--show-pac/ },
  {
    what: 'a column that cannot be written',
    args: ['export', 'edit', '--out', 'x.csv', '--columns', 'id,colour'],
    says: /no column "colour"/,
  },
  { what: 'an export of nothing', args: ['export', 'some', '--out', 'x.csv'], says: /new, edit, replace/ },
])('$what is refused in one sentence', async ({ args, says }) => {
  const ended = await series([...args, '--json'], { PACLINE_STATE_DIR: temporaryFolder() });
  expect(ended.code).toBe(2);
  expect(objects(ended)).toMatchObject([{ outcome: 'error', code: 'bad usage', message: expect.stringMatching(says) }]);
});

test('a New series is of one product: of two that are owed, one is to be chosen', async () => {
  const world = { PACLINE_STATE_DIR: temporaryFolder() };
  await series(
    [
      'import',
      fileOf(`id;pac;prototype;productCertificate\n${madeUpRow(1)};1;\n${madeUpRow(2)};;${certificate}\n`),
      '--device-type',
      deviceType,
    ],
    world,
  );
  const out = join(temporaryFolder(), 'new.csv');
  const both = await series(['export', 'new', '--out', out, '--show-pac'], world);
  expect(both).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/units of 2: .*prototype in .* \(1\)/) as string,
  });
  expect((await series(['export', 'new', '--out', out, '--show-pac', '--prototype'], world)).code).toBe(0);
  expect(readFileSync(out, 'utf8')).toBe(`id;pac\n${madeUpRow(1)}\n`);
});
