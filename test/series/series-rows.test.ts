import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import type { SeriesPurpose } from '../../src/series/columns/column-names.ts';
import { parseColumnNames, type ColumnNames } from '../../src/series/columns/series-columns.ts';
import { readSeries, type SeriesEntry } from '../../src/series/series-rows.ts';
import type { NewUnit, SeriesDefaults } from '../../src/series/series-units.ts';
import { defaults, deviceTypeId, madeUpId, madeUpPac } from './made-up-series.ts';
import { seriesFile, temporaryFolder } from './series-folder.ts';

const [pac1, pac2, pac3] = [madeUpPac(1), madeUpPac(2), madeUpPac(3)] as const;
const otherType = '5eed0000000000000000000d';
const certificate = 'P_00A1_C077_01';

interface Reading {
  readonly columns?: ColumnNames;
  readonly defaults?: SeriesDefaults;
}

const entriesOf = async <Purpose extends SeriesPurpose>(
  purpose: Purpose,
  content: string | Uint8Array,
  how: Reading = { defaults },
): Promise<readonly SeriesEntry<Purpose>[]> => {
  const entries: SeriesEntry<Purpose>[] = [];
  for await (const entry of readSeries(seriesFile(content), { purpose, ...how, signal: new AbortController().signal }))
    entries.push(entry);
  return entries;
};

const newUnits = async (content: string | Uint8Array, how?: Reading): Promise<readonly NewUnit[]> => {
  const entries = await entriesOf('new', content, how);
  expect(entries.filter(({ kind }) => kind === 'fault')).toEqual([]);
  return entries.flatMap((entry) => (entry.kind === 'unit' ? [entry] : []));
};

const plain = ({ deviceId, pac, name }: NewUnit) => [deviceId, pac.reveal(), name];

describe('a New series', () => {
  test.each<[string, string | Uint8Array]>([
    ['semicolons, no header', `00A10001;${pac1}\n00A10002;${pac2}`],
    ['a header in another order and case', `PAC;ID\n${pac1};a10001\n${pac2.toLowerCase()};00a10002\n`],
    ['commas', `id,pac\n00A10001,${pac1}\n00A10002,${pac2}\n`],
    ['tabs', `Device ID\tpac\n00A10001\t${pac1}\n00A10002\t${pac2}\n`],
    ['blanks in plain text', `A10001   ${pac1}\n  A10002 \t ${pac2}  \n`],
    ['blanks and a header', `id pac\r\nA10001 ${pac1}\r\nA10002 ${pac2}\r\n`],
    ['byte order mark, CRLF and quotes', `\uFEFF"id";"pac"\r\n"00A10001";"${pac1}"\r\n\r\n00A10002;${pac2};;\r\n`],
    ['UTF-16', Buffer.from(`\uFEFFid;pac\r\n00A10001;${pac1}\r\n00A10002;${pac2}\r\n`, 'utf16le')],
    ['UTF-16 and blanks', Buffer.from(`\uFEFF00A10001 ${pac1}\r\n00A10002 ${pac2}\r\n`, 'utf16le')],
  ])('with %s is read', async (_, content) => {
    expect((await newUnits(content)).map(plain)).toEqual([
      ['00A10001', pac1, 'u-00A10001'],
      ['00A10002', pac2, 'u-00A10002'],
    ]);
  });

  test('may say everything of a unit, and a row goes before what is given for all', async () => {
    const [first, second, third] = await newUnits(
      `id;pac;name;productCertificate;prototype;deviceTypeId;lat;lng;activable;automaticRenewal\n` +
        `A10001;${pac1};"Gate; north";p_00a1_c077_01;false;${otherType.toUpperCase()};48,8584;-2.2945;yes;0\n` +
        `A10002;${pac2};;;TRUE;;;;;\n` +
        `A10003;${pac3};;;;;90;180;No;true\n`,
      { defaults: { deviceTypeId, certification: { kind: 'certificate', certificate: 'P_0001_AFAF_01' as never } } },
    );
    expect(first).toMatchObject({
      line: 2,
      name: 'Gate; north',
      deviceTypeId: otherType,
      certification: { kind: 'certificate', certificate },
      details: { lat: 48.8584, lng: -2.2945, activable: true, automaticRenewal: false },
    });
    expect(second).toMatchObject({ name: '00A10002', deviceTypeId, certification: { kind: 'prototype' }, details: {} });
    expect(third).toMatchObject({
      certification: { kind: 'certificate', certificate: 'P_0001_AFAF_01' },
      details: { lat: 90, lng: 180, activable: false, automaticRenewal: true },
    });
  });

  test('tells how it is written, and names once what means nothing', async () => {
    const [form] = await entriesOf('new', `lot;ID;TDID;pac;targetId\n7;A10001;13;${pac1};\n`);
    expect(form).toEqual({
      kind: 'form',
      encoding: 'utf-8',
      separator: ';',
      header: true,
      columns: [
        { name: 'id', number: 2 },
        { name: 'pac', number: 4 },
      ],
      leftAlone: ['lot', 'TDID', 'targetId'],
      doubt: null,
    });
    const [headerless] = await entriesOf('new', `A10001,${pac1},13\n`);
    expect(headerless).toEqual({
      kind: 'form',
      encoding: 'utf-8',
      separator: ',',
      header: false,
      columns: [
        { name: 'id', number: 1 },
        { name: 'pac', number: 2 },
      ],
      leftAlone: ['#3'],
      doubt: null,
    });
  });

  test.each<[string, readonly string[], string]>([
    ['by name', ['pac=PORTING_CODE', 'id=Serial No'], `box;serial_no;porting code\n1;A10001;${pac1}\n`],
    ['by name where the usual name means something else', ['pac=code'], `id;pac;code\nA10001;none;${pac1}\n`],
    ['by number', ['id=#2', 'PAC=#3'], `1;A10001;${pac1}\n`],
    ['by number in part', ['name=#3'], `A10001;${pac1};u-00A10001\n`],
    ['by number instead of a usual place', ['id=#3', 'pac=#1'], `${pac1};junk;A10001\n`],
  ])('finds columns that are called otherwise, %s', async (_, names, content) => {
    const columns = parseColumnNames(names, 'new');
    if (!columns.ok) throw new Error(columns.reason);
    expect((await newUnits(content, { defaults, columns: columns.value })).map(plain)).toEqual([
      ['00A10001', pac1, 'u-00A10001'],
    ]);
  });

  test('may say a row again, and is told of it', async () => {
    expect(await entriesOf('new', `A10001;${pac1}\n00a10001;${pac1.toLowerCase()}\n`)).toMatchObject([
      { kind: 'form' },
      { kind: 'unit' },
      { kind: 'repeat', line: 2, firstLine: 1 },
    ]);
  });

  test('goes on after a bad row', async () => {
    const entries = await entriesOf('new', `A10001;${pac1}\nx;y\nA10002;${pac2}\n`);
    expect(entries.map(({ kind }) => kind)).toEqual(['form', 'unit', 'fault', 'fault', 'unit']);
  });
});

const all = 'id;pac;name;productCertificate;prototype;deviceTypeId;lat;lng;activable;automaticRenewal';

test.each<[string, string, number, string | null, number | null, string | RegExp]>([
  ['a long ID', `id;pac\n00A100011;${pac1}`, 2, 'id', 1, 'ID: 1 to 8 hex digits expected, has 9'],
  ['an erased ID', `FEDCBA98;${pac1}`, 1, 'id', 1, /what a modem without credentials reports/],
  ['a PAC for an ID', `${pac1};${pac2}`, 1, 'id', 1, 'ID: a PAC stands here; are the columns swapped?'],
  ['no PAC', 'id;pac\nA10001;', 2, 'pac', 2, 'PAC: missing; 16 hex digits expected'],
  ['a short PAC', `pac;id\n${pac1.slice(1)};A10001`, 2, 'pac', 1, 'PAC: 16 hex digits expected, has 15'],
  [
    'a long name',
    `id;pac;name\nA10001;${pac1};${'n'.repeat(101)}`,
    2,
    'name',
    3,
    'a name has at most 100 characters; this one has 101',
  ],
  [
    'a name over two lines',
    `id;pac;name\nA10001;${pac1};"a\nb"`,
    3,
    'name',
    3,
    'a name goes over one line and has no control characters and no signs that are not seen',
  ],
  ['the PAC in the name', `id;pac;name\nA10001;${pac1};unit ${pac1.toLowerCase()}`, 2, 'name', 3, /has the PAC in it/],
  [
    'a modem certificate',
    `${all}\nA10001;${pac1};;M_0001_AFAF_01;;;;;;`,
    2,
    'productCertificate',
    4,
    /M_0001_AFAF_01 is a modem certificate/,
  ],
  [
    'a certificate with blanks',
    `${all}\nA10001;${pac1};;P 0004 D356 03;;;;;;`,
    2,
    'productCertificate',
    4,
    /was P_0004_D356_03 meant\?/,
  ],
  [
    'a placeholder certificate',
    `${all}\nA10001;${pac1};;P_0001_AFAF_XX;;;;;;`,
    2,
    'productCertificate',
    4,
    /XX stands for the revision/,
  ],
  [
    'a PAC for a certificate',
    `${all}\nA10001;${pac1};;${pac2};;;;;;`,
    2,
    'productCertificate',
    4,
    'not a product certificate: P_, 4 hex, _, 4 hex, _, 2 hex are expected',
  ],
  [
    'certificate and prototype',
    `${all}\nA10001;${pac1};;${certificate};1;;;;;`,
    2,
    'prototype',
    5,
    /this row has both/,
  ],
  [
    'neither certificate nor prototype',
    `${all}\nA10001;${pac1};;;no;;;;;`,
    2,
    'prototype',
    5,
    /prototype is false, so that a product certificate is needed/,
  ],
  [
    'a boolean that is none',
    `${all}\nA10001;${pac1};;;maybe;;;;;`,
    2,
    'prototype',
    5,
    'true or false is expected (or 1 or 0, yes or no)',
  ],
  [
    'a device type that is none',
    `${all}\nA10001;${pac1};;;;abc;;;;`,
    2,
    'deviceTypeId',
    6,
    'a device type has 24 hex digits; 3 characters stand here',
  ],
  [
    'a place beyond the pole',
    `${all}\nA10001;${pac1};;;;;90.01;0;;`,
    2,
    'lat',
    7,
    'degrees from -90 to 90 are expected, as in 48.8584',
  ],
  [
    'a place beyond the date line',
    `${all}\nA10001;${pac1};;;;;0;-180,5;;`,
    2,
    'lng',
    8,
    'degrees from -180 to 180 are expected, as in 48.8584',
  ],
  ['a place that is no number', `${all}\nA10001;${pac1};;;;;0x10;1e1;;`, 2, 'lat', 7, /degrees/],
  ['half a place', `id;pac;lat\nA10001;${pac1};48`, 2, 'lng', null, 'missing; lat and lng go together'],
  [
    'a decimal comma between commas',
    `id,pac,lat,lng\nA10001,${pac1},48,5,2,2`,
    2,
    null,
    null,
    /more cells than the header; put quotes around numbers with a decimal comma/,
  ],
  [
    'a name with blanks between blanks',
    `id pac name\nA10001 ${pac1} the north gate`,
    2,
    null,
    null,
    /put quotes around names with blanks/,
  ],
  [
    'one ID with two PACs',
    `A10001;${pac1}\nA10002;${pac2}\n00A10001;${pac3}`,
    3,
    'pac',
    2,
    'device ID 00A10001 stands on line 1 with another PAC',
  ],
  [
    'one PAC with two IDs',
    `A10001;${pac1}\n\nA10002;${pac1}`,
    3,
    'id',
    1,
    'the PAC of device ID 00A10002 stands on line 1 with another ID, 00A10001',
  ],
  [
    'a header without PAC',
    'id;code\nA10001;x',
    1,
    null,
    null,
    'the header names no column for pac; say which column it is, as in --column pac=#2; there are #1 id, #2 code',
  ],
  [
    'two PAC columns',
    `id;pac;PAC\nA10001;${pac1};${pac2}`,
    1,
    null,
    null,
    'the header names two columns for pac, #2 pac and #3 PAC; say which column it is, as in --column pac=#2; there are #1 id, #2 pac, #3 PAC',
  ],
  [
    'a quote never closed',
    `A10001;${pac1}\nA10002;"${pac2}\n`,
    2,
    null,
    null,
    'a quote opens here and is never closed',
  ],
  ['nothing at all', '', 1, null, null, 'the file holds no unit'],
  ['only a header', 'id;pac\n\n', 1, null, null, 'the file holds no unit'],
])('%s is a fault by line and column', async (_, content, line, name, number, reason) => {
  const entries = await entriesOf('new', content);
  const faults = entries.filter(({ kind }) => kind === 'fault');
  expect(faults[0]).toEqual({
    kind: 'fault',
    line,
    column: name === null ? null : { name, number },
    reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
  });
  for (const pac of [pac1, pac2, pac3]) expect(JSON.stringify(faults)).not.toContain(pac);
});

test.each<[string, SeriesPurpose, string, Reading, RegExp]>([
  ['no device type for any unit', 'new', `A10001;${pac1}`, {}, /in which device type/],
  [
    'no certificate for any unit',
    'new',
    `A10001;${pac1}`,
    { defaults: { deviceTypeId } },
    /with what the units are registered/,
  ],
  ['nothing to be changed in any unit', 'edit', 'A10001\nA10002\n', {}, /what is to be changed/],
  [
    'a column that is not in the file',
    'new',
    `${pac1};A10001\n`,
    { defaults, columns: { pac: 'CODE' } },
    /^the first row names no column "CODE", which is to be pac$/,
  ],
  [
    'a column that is there twice',
    'new',
    `id;c;C\nA10001;${pac1};\n`,
    { defaults, columns: { pac: 'c' } },
    /two columns "c"; say which one is pac by its number, as in #2/,
  ],
])('%s is said once for the file', async (_, purpose, content, how, reason) => {
  const entries = await entriesOf(purpose, content, how);
  expect(entries).toEqual([{ kind: 'fault', line: 1, column: null, reason: expect.stringMatching(reason) }]);
  expect(JSON.stringify(entries)).not.toContain(pac1);
});

test('what looks like a PAC among the names of columns is not shown', async () => {
  const entries = await entriesOf('new', `id;${pac1};code;x\nA10001;;${pac2};\n`, {
    defaults,
    columns: { pac: 'code' },
  });
  expect(entries[0]).toMatchObject({ leftAlone: ['#2', 'x'] });
});

test.each([['pac'], ['pac='], ['=x'], ['serial=x'], ['targetId=x'], ['id=#0'], ['id=#x']])(
  '--column %s is no naming of a column',
  (text) => {
    expect(parseColumnNames([text], 'new')).toMatchObject({ ok: false, code: 'bad usage' });
  },
);

describe('an Edit series', () => {
  test('has the changes of each unit, and what is not named stays as it is', async () => {
    const entries = await entriesOf(
      'edit',
      `id;name;productCertificate;lat;lng;automaticRenewal;pac\nA10001;Gate;;;;;${pac1}\nA10002;;${certificate};48,5;2,5;1;\n`,
      {},
    );
    expect(entries.slice(1)).toEqual([
      { kind: 'unit', line: 2, deviceId: '00A10001', changes: { name: 'Gate' } },
      {
        kind: 'unit',
        line: 3,
        deviceId: '00A10002',
        changes: { certification: { kind: 'certificate', certificate }, lat: 48.5, lng: 2.5, automaticRenewal: true },
      },
    ]);
  });

  test('may be IDs only, with one change for all of them', async () => {
    const entries = await entriesOf('edit', 'Device ID\nA10001\n', {
      defaults: { certification: { kind: 'prototype' } },
    });
    expect(entries.slice(1)).toEqual([
      { kind: 'unit', line: 2, deviceId: '00A10001', changes: { certification: { kind: 'prototype' } } },
    ]);
  });

  test('may say the same of a unit twice, which is one edit', async () => {
    const entries = await entriesOf('edit', 'id;name\nA10001;a\n00A10001;a\nA10002;a\n', {});
    expect(entries.slice(1).map(({ kind }) => kind)).toEqual(['unit', 'repeat', 'unit']);
  });

  test('has something to change in each row, and one row for each unit', async () => {
    expect((await entriesOf('edit', 'id;name\nA10001;\nA10002;a\nA10002;b\nA10003;c\n', {})).slice(1)).toEqual([
      { kind: 'fault', line: 2, column: null, reason: 'nothing to be changed stands in this row' },
      expect.objectContaining({ kind: 'unit', line: 3 }),
      {
        kind: 'fault',
        line: 4,
        column: { name: 'id', number: 1 },
        reason: 'device ID 00A10002 stands on line 3 with other changes; one row has all that is to be changed of it',
      },
      expect.objectContaining({ kind: 'unit', line: 5 }),
    ]);
  });
});

test('a Replace series has pairs of IDs, each ID once on its side and never beside itself', async () => {
  expect(
    (
      await entriesOf(
        'replace',
        'targetId,id\nA10011,A10001\nA10011,A10001\nA10012,A10001\nA10011,A10002\nA10003,A10003\n,A10004\nA10015,A10005\n',
        {},
      )
    ).slice(1),
  ).toEqual([
    { kind: 'unit', line: 2, deviceId: '00A10001', targetDeviceId: '00A10011' },
    { kind: 'repeat', line: 3, firstLine: 2 },
    {
      kind: 'fault',
      line: 4,
      column: { name: 'targetId', number: 1 },
      reason: 'device ID 00A10001 stands on line 2 with another target',
    },
    {
      kind: 'fault',
      line: 5,
      column: { name: 'id', number: 2 },
      reason: 'the target of device ID 00A10002 stands on line 2 with another ID, 00A10001',
    },
    {
      kind: 'fault',
      line: 6,
      column: { name: 'targetId', number: 1 },
      reason: 'device ID 00A10003 cannot take its own place',
    },
    {
      kind: 'fault',
      line: 7,
      column: { name: 'targetId', number: 1 },
      reason: 'ID: missing; 1 to 8 hex digits expected',
    },
    { kind: 'unit', line: 8, deviceId: '00A10005', targetDeviceId: '00A10015' },
  ]);
});

const read = async (file: string, signal = new AbortController().signal): Promise<unknown> =>
  Array.fromAsync(readSeries(file, { purpose: 'new', defaults, signal })).catch((error: unknown) => error);

test('a file that is missing or a folder says so, and a stopped reading ends with its reason', async () => {
  const path = seriesFile(`A10001;${pac1}\n`);
  expect(await read(`${path}x`)).toMatchObject({
    code: 'bad usage',
    message: `There is no file ${path}x; check the name. (bad usage)`,
  });
  expect(await read(dirname(path))).toMatchObject({
    code: 'bad usage',
    message: expect.stringContaining('is a folder'),
  });
  const reason = new PaclineError('interrupted', 'Stopped on request.');
  expect(await read(path, AbortSignal.abort(reason))).toBe(reason);
});

interface Row {
  readonly id: string;
  readonly pac: string;
  readonly name: string;
  readonly lat: number;
}

const rows = fc
  .uniqueArray(
    fc.record({
      place: fc.nat(0xffff),
      name: fc.stringMatching(/^[a-z;,"]{0,6}[a-z]$/),
      lat: fc.integer({ min: -9000, max: 9000 }),
    }),
    { minLength: 1, maxLength: 25, selector: ({ place }) => place },
  )
  .map((list): readonly Row[] =>
    list.map(({ place, name, lat }) => ({ id: madeUpId(place), pac: madeUpPac(place), name, lat: lat / 100 })),
  );

const rendering = fc.record({
  separator: fc.constantFrom(';', ',', '\t', ' '),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  order: fc.shuffledSubarray(['id', 'pac', 'name', 'lat', 'lng', 'lot'] as const, { minLength: 6 }),
  spelling: fc.constantFrom('as is', 'upper case', 'lower case'),
  encoding: fc.constantFrom('utf8', 'utf8 with mark', 'utf16le'),
  /** Read round and round, one for each cell. */
  quirks: fc.array(
    fc.record({
      quoted: fc.boolean(),
      lowerCase: fc.boolean(),
      short: fc.boolean(),
      comma: fc.boolean(),
      blankLine: fc.boolean(),
    }),
    { minLength: 1, maxLength: 17 },
  ),
});

const render = (
  list: readonly Row[],
  { separator, lineEnd, order, spelling, encoding, quirks }: typeof rendering extends fc.Arbitrary<infer T> ? T : never,
): Buffer => {
  let turn = 0;
  const quirk = () =>
    quirks[(turn += 1) % quirks.length] ?? {
      quoted: false,
      lowerCase: false,
      short: false,
      comma: false,
      blankLine: false,
    };
  const cell = (text: string): string =>
    quirk().quoted || text.includes(separator) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
  const digits = (text: string): string => (quirk().lowerCase ? text.toLowerCase() : text);
  const texts = ({ id, pac, name, lat }: Row) => ({
    id: digits(quirk().short ? id.replace(/^0+/, '') : id),
    pac: digits(pac),
    name,
    lat: quirk().comma ? String(lat).replace('.', ',') : String(lat),
    lng: '0',
    lot: '7',
  });
  const spelled = (name: string): string =>
    spelling === 'upper case' ? name.toUpperCase() : spelling === 'lower case' ? name.toLowerCase() : name;
  const lines = [order.map(spelled), ...list.map((row) => order.map((column) => cell(texts(row)[column])))].map(
    (cells) => cells.join(separator) + lineEnd + (quirk().blankLine ? lineEnd : ''),
  );
  return Buffer.from(
    (encoding === 'utf8' ? '' : '\uFEFF') + lines.join(''),
    encoding === 'utf16le' ? 'utf16le' : 'utf8',
  );
};

test('however rows are written, the same units are read', async () => {
  const path = join(temporaryFolder(), 'series.txt');
  await fc.assert(
    fc.asyncProperty(rows, rendering, async (list, how) => {
      writeFileSync(path, render(list, how));
      const entries = await Array.fromAsync(
        readSeries(path, { purpose: 'new', defaults, signal: new AbortController().signal }),
      );
      expect(
        entries.slice(1).map((entry) => (entry.kind === 'unit' ? [...plain(entry), entry.details.lat] : entry)),
      ).toEqual(list.map(({ id, pac, name, lat }) => [id, pac, name, lat]));
    }),
    { numRuns: 300 },
  );
});

test('however a file is damaged, nothing printed of it shows a PAC, and every line is a unit, a repeat or a fault', async () => {
  const path = join(temporaryFolder(), 'series.txt');
  const damage = fc.array(
    fc.record({ at: fc.nat(), cut: fc.nat(3), put: fc.constantFrom('"', ';', '\n', '0', 'x', ' ', pac1) }),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(rows, rendering, damage, async (list, how, hits) => {
      const damaged = hits.reduce(
        (text, { at, cut, put }) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + cut),
        render(list, { ...how, encoding: 'utf8' }).toString(),
      );
      writeFileSync(path, damaged);
      const entries = await Array.fromAsync(
        readSeries(path, { purpose: 'new', defaults, signal: new AbortController().signal }),
      );
      expect(entries.length).toBeGreaterThan(0);
      const printed = inspect(
        entries.map((entry) => (entry.kind === 'unit' ? { ...entry, name: '' } : entry)),
        { depth: 20, showHidden: true, maxArrayLength: null },
      ).toUpperCase();
      for (const pac of [pac1, ...list.map((row) => row.pac)]) expect(printed).not.toContain(pac);
    }),
    { numRuns: 300 },
  );
});
