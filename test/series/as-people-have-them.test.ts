import { describe, expect, test } from 'vitest';

import { loadDeliveryList } from '../../src/series/delivery-list/delivery-list.ts';
import { parseColumnNames } from '../../src/series/columns/series-columns.ts';
import { readSeries, type SeriesEntry } from '../../src/series/series-rows.ts';
import { defaults, madeUpId, madeUpPac } from './made-up-series.ts';
import { seriesFile } from './series-folder.ts';

const [pac1, pac2, pac3] = [madeUpPac(1), madeUpPac(2), madeUpPac(3)] as const;
const { signal } = new AbortController();

const columnsOf = (texts: readonly string[]) => {
  const columns = parseColumnNames(texts, 'new');
  if (!columns.ok) throw new Error(columns.reason);
  return columns.value;
};

const entriesOf = async (content: string, column: readonly string[] = []): Promise<readonly SeriesEntry<'new'>[]> =>
  Array.fromAsync(readSeries(seriesFile(content), { purpose: 'new', defaults, columns: columnsOf(column), signal }));

const pairs = (entries: readonly SeriesEntry<'new'>[]): readonly (string | readonly string[])[] =>
  entries.flatMap((entry): readonly (string | readonly string[])[] =>
    entry.kind === 'unit' ? [[entry.deviceId, entry.pac.reveal()]] : entry.kind === 'fault' ? [entry.reason] : [],
  );

const both = [
  ['00A10001', pac1],
  ['00A10002', pac2],
];

const spaced = (text: string, size: number, by: string): string =>
  (text.match(new RegExp(`.{${size}}`, 'g')) ?? []).join(by);

describe('is read as it is meant:', () => {
  test.each<[string, string]>([
    ['the line sep=; of a spreadsheet', `sep=;\r\nid;pac\r\n00A10001;${pac1}\r\n00A10002;${pac2}\r\n`],
    [
      'sep=, in quotes and with the commas of a second saving',
      `\uFEFF"sep=,",\nid,pac\n00A10001,${pac1}\n00A10002,${pac2}`,
    ],
    ['sep=| without a header', `SEP=|\n00A10001|${pac1}\n00A10002|${pac2}\n`],
    [
      'sep= that goes against what is there most',
      `sep=;\nid;pac;a,b,c,d\n00A10001;${pac1};,,,\n00A10002;${pac2};,,,\n`,
    ],
    ['vertical bars', `id|pac\n00A10001|${pac1}\n00A10002|${pac2}\n`],
    ['="…" as a formula', `id;pac\n="00A10001";="${pac1}"\n="00A10002" ; ="${pac2}"\n`],
    ['="…" in quotes', `id;pac\n"=""00A10001""";"=""${pac1}"""\n00A10002;${pac2}\n`],
    ['leading apostrophes', `id;pac\n'00A10001;'${pac1}\n’00A10002;${pac2}\n`],
    ['0x', `id;pac\n0x00A10001;0x${pac1}\n0XA10002;0X${pac2}\n`],
    ['digits in groups', `id;pac\n00A1 0001;${spaced(pac1, 4, ' ')}\n00:A1:00:02;${spaced(pac2, 2, '-')}\n`],
    [
      'digits in groups by blanks that do not break',
      `id;pac\n00A1\u00A00001;${spaced(pac1, 4, '\u202F')}\n00A10002;${pac2}\u200B\n`,
    ],
    ['IDs without their leading zeros', `id;pac\nA10001;${pac1}\nA10002;${pac2}\n`],
    ['SIGFOX ID and PAC', `SIGFOX ID;PAC;Serial\n00A10001;${pac1};0001\n00A10002;${pac2};0002\n`],
    ['DEVID and Porting Code', `Lot,Porting Code,DEVID\n7,${pac1},00A10001\n7,${pac2},00A10002\n`],
    ['Sigfox Device ID and sigfox_pac', `sigfox_pac\tSigfox Device-ID\n${pac1}\t00A10001\n${pac2}\t00A10002\n`],
    ['Device ID (hex) and PAC code', `Device ID (hex);PAC code\n00A10001;${pac1}\n00A10002;${pac2}\n`],
  ])('%s', async (_, content) => {
    expect(pairs(await entriesOf(content))).toEqual(both);
    const list = await loadDeliveryList(seriesFile(content));
    expect(both.map(([id]) => list.pacOf(id as never)?.reveal())).toEqual([pac1, pac2]);
  });

  test('a file whose lines keep their numbers below sep=', async () => {
    expect(await entriesOf(`sep=;\nid;pac\nxx;${pac1}\n`)).toMatchObject([
      { kind: 'form', separator: ';' },
      { kind: 'fault', line: 3 },
    ]);
  });

  test('a header of one column with a blank in its name', async () => {
    const entries = await Array.fromAsync(
      readSeries(seriesFile('SIGFOX ID\nA10001\n'), { purpose: 'edit', defaults, signal }),
    );
    expect(entries).toMatchObject([
      { kind: 'form', header: true },
      { kind: 'unit', deviceId: '00A10001' },
    ]);
  });

  test('words in the first row, once somebody has said by number which columns are meant', async () => {
    expect(pairs(await entriesOf(`Kennung;Code\nA10001;${pac1}\nA10002;${pac2}\n`, ['id=#1', 'pac=#2']))).toEqual(both);
    expect(await entriesOf(`A1000G1;${pac1}\n`, ['id=#1', 'pac=#2'])).toMatchObject([
      { kind: 'form', header: false },
      { kind: 'fault', line: 1 },
    ]);
  });
});

test('sep= with what nobody uses is refused', async () => {
  expect(pairs(await entriesOf(`sep=^\nid^pac\n`))).toEqual([
    expect.stringMatching(/names a separator that is not understood/),
  ]);
});

describe('what a spreadsheet has spoilt is named:', () => {
  test.each<[string, string, RegExp]>([
    ['scientific notation', '1.23E+10', /scientific notation.*format "text"/],
    ['scientific notation with a comma', '9,18375E+15', /scientific notation/],
    ['scientific notation without a fraction', '1E+15', /scientific notation/],
    ['a fraction', '10012345.0', /with a fraction/],
    ['thousands', '10,012,345', /grouped it like a number/],
    ['thousands with points', '10.012.345', /grouped it like a number/],
    ['a date', '01.05.2024', /made a date of it/],
    ['a month', '1-Mar', /made a date of it/],
    ['an error', '#N/A', /an error of a spreadsheet/],
    ['a narrow column', '########', /too narrow/],
    ['a formula', '=A1', /formula stands here/],
    ['a negative number', '-5', /negative/],
  ])('%s', async (_, cell, says) => {
    const faults = (await entriesOf(`id;pac\n"${cell}";${pac1}\n00A10002;"${cell}"\n00A10003;${pac3}\n`)).flatMap(
      (entry) => (entry.kind === 'fault' ? [entry] : []),
    );
    expect(faults).toMatchObject([
      { line: 2, column: { name: 'id' } },
      { line: 3, column: { name: 'pac' } },
    ]);
    for (const { reason } of faults) {
      expect(reason).toMatch(says);
      expect(reason).not.toContain(cell);
    }
  });

  test('without a header too', async () => {
    expect(pairs(await entriesOf('1.23E+10;9.18375E+15\n'))).toEqual([
      expect.stringMatching(/^ID: .*scientific/),
      expect.stringMatching(/^PAC: .*scientific/),
    ]);
  });

  test('PACs that lost their leading zeros', async () => {
    expect(pairs(await entriesOf('id;pac\nA10001;123456789012345\n'))).toEqual([
      'PAC: 16 hex digits expected, has 15; a spreadsheet drops leading zeros',
    ]);
  });

  test('a whole column of PACs rounded to fifteen digits', async () => {
    const content = 'id;pac\nA10001;9183746554637280\nA10002;1234567812345670\n';
    expect(pairs(await entriesOf(content))).toEqual([
      expect.stringMatching(/every PAC ends in 0: .*rounded.*original list/),
    ]);
    expect(pairs(await entriesOf(content, ['id=id', 'pac=pac']))).toHaveLength(1);
    await expect(loadDeliveryList(seriesFile(content))).rejects.toThrow(/rounded/);
  });

  test('while one PAC that ends in 0, or letters among them, are nothing to complain of', async () => {
    expect(pairs(await entriesOf('id;pac\nA10001;9183746554637280\n'))).toEqual([['00A10001', '9183746554637280']]);
    expect(pairs(await entriesOf('id;pac\nA10001;9183746554637280\nA10002;918374655463728A\n'))).toHaveLength(2);
  });

  test('and letters that look like a power are hex', async () => {
    expect(pairs(await entriesOf('id;pac\n0012E345;1234567812E45678\n'))).toEqual([['0012E345', '1234567812E45678']]);
  });
});

const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${row(index)}\n`).join('');

describe('a file stops and asks for its columns', () => {
  test.each<[string, string, readonly string[], RegExp]>([
    [
      'of a table whose id counts the rows',
      `id;uuid;sigfox_no;pac\n${rows(3, (index) => `${index + 1};7c1${index};${madeUpId(index)};${madeUpPac(index)}`)}`,
      [],
      /^the column id counts the rows and has no IDs in it; say which column it is, most likely --column id=sigfox_no; there are #1 id, #2 uuid, #3 sigfox_no, #4 pac$/,
    ],
    [
      'of a table with id and sigfox_id',
      `id,sigfox_id,pac\n1,00A10001,${pac1}\n`,
      [],
      /^the header names two columns for id, #1 id and #2 sigfox_id; .* most likely --column id=sigfox_id;/,
    ],
    [
      'of one unit with its row number',
      `ID;Node;PAC\n1;00A10001;${pac1}\n`,
      [],
      /^the column ID looks like row numbers and not like IDs; .*--column id=Node;/,
    ],
    [
      'with numbers of a database for IDs',
      `id;Radio no;pac\n1041;00A10001;${pac1}\n1044;00A1000A;${pac2}\n`,
      [],
      /looks like row numbers.* --column "id=Radio no";/,
    ],
    [
      'with row numbers and no header',
      `1;${pac1};00A10001\n2;${pac2};00A10002\n`,
      [],
      /^column #1 counts the rows .*most likely --column id=#3/,
    ],
    [
      'whose IDs are names',
      `Device ID;Radio;PAC\nboard one;00A1000A;${pac1}\nboard two;00A1000B;${pac2}\n`,
      [],
      /^the column Device ID has no IDs in it; .*--column id=Radio;/,
    ],
    [
      'whose header is in no known words',
      `Kennung;Geheimnis\n00A1000A;${pac1}\n00A1000B;${pac2}\n`,
      [],
      /^neither ID nor PAC stands in the first row where they should be; say which column it is, most likely --column id=Kennung \(and in the same way pac\); there are #1 Kennung, #2 Geheimnis$/,
    ],
    ['whose columns are swapped', `${pac1};00A1000A\n${pac2};00A1000B\n`, [], /most likely --column id=#2/],
    [
      'with a PAC among unknown names',
      `Kennung;Geheimnis;code\n00A1000A;x;${pac1}\n`,
      ['id=Kennung'],
      /no column for pac; .*most likely --column pac=code;/,
    ],
  ])('%s', async (_, content, column, says) => {
    const entries = await entriesOf(content, column);
    expect(entries).toMatchObject([{ kind: 'fault', line: 1, column: null }]);
    expect(pairs(entries)[0]).toMatch(says);
    for (const pac of [pac1, pac2, madeUpPac(0)]) expect(JSON.stringify(entries)).not.toContain(pac);
  });

  test('and takes what it is told, even row numbers', async () => {
    const content = `id;sigfox_id;pac\n1;00A10001;${pac1}\n2;00A10002;${pac2}\n`;
    expect(pairs(await entriesOf(content, ['id=sigfox_id']))).toEqual(both);
    expect(pairs(await entriesOf(content, ['id=#1']))).toEqual([
      ['00000001', pac1],
      ['00000002', pac2],
    ]);
  });

  test('as a delivery list does, which takes --column as well', async () => {
    const path = seriesFile(`Kennung;Geheimnis\n00A10001;${pac1}\n`);
    await expect(loadDeliveryList(path)).rejects.toMatchObject({
      code: 'bad delivery list',
      message: expect.stringMatching(/line 1: neither ID nor PAC .*--column id=Kennung/),
    });
    const list = await loadDeliveryList(path, { columns: columnsOf(['id=Kennung', 'pac=Geheimnis']) });
    expect(list.pacOf('00A10001' as never)?.reveal()).toBe(pac1);
    expect(parseColumnNames(['name=x'], 'delivery')).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/may be id, pac$/),
    });
  });
});
