import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { DeviceId } from '../../../src/domain/device-id.ts';
import { PaclineError } from '../../../src/domain/errors/pacline-error.ts';
import { csvRows } from '../../../src/series/file/csv-rows.ts';
import { loadDeliveryList, readDeliveryList } from '../../../src/series/delivery-list/delivery-list.ts';
import { DeliveryListError } from '../../../src/series/delivery-list/delivery-list-error.ts';
import type { PacList } from '../../../src/station/pac-list.ts';

const pacs = ['5EED0000A1B2C301', '5EED0000A1B2C302', '5EED0000A1B2C303'] as const;
const [pac1, pac2, pac3] = pacs;

const emptyFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pacline-series-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

const csvFile = async (content: string | Uint8Array): Promise<string> => {
  const path = join(await emptyFolder(), 'batch.csv');
  await writeFile(path, content);
  return path;
};

const pacOf = (list: PacList, id: string): string | null => {
  const parsed = DeviceId.parse(id);
  return parsed.ok ? (list.pacOf(parsed.value)?.reveal() ?? null) : null;
};

const failure = async (loading: Promise<unknown>): Promise<PaclineError> => {
  const error: unknown = await loading.catch((reason: unknown) => reason);
  if (PaclineError.is(error, 'bad delivery list')) return error;
  throw new Error(`expected a bad delivery list, got ${String(error)}`);
};

/** All that anyone could print of it. */
const everything = (error: PaclineError): string =>
  `${error.stack ?? ''} ${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)}`.toUpperCase();

/** The text in pieces of any size, as a disk may give them. */
async function* pieces(content: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < content.length; at += size) yield content.slice(at, at + size);
}

test('The PAC of a listed ID is found, however the ID was written, and of no other', async () => {
  const list = await loadDeliveryList(await csvFile(`id;pac\nA10001;${pac1}\n00a10002;${pac2.toLowerCase()}\n`));
  expect(pacOf(list, '00A10001')).toBe(pac1);
  expect(pacOf(list, 'a10002')).toBe(pac2);
  expect(pacOf(list, '00A10003')).toBeNull();
});

test.each([
  ['semicolons, no header', `00A10001;${pac1}\n00A10002;${pac2}`],
  ['a third column without header', `00A10001;${pac1};130000000001\n00A10002;${pac2};130000000002`],
  ['commas', `id,pac\n00A10001,${pac1}\n00A10002,${pac2}\n`],
  ['tabs', `PAC\tDevice ID\n${pac1}\t00A10001\n${pac2}\t00A10002\n`],
  ['foreign columns and other order', `lot;TDID;Pac;device_id\n7;130000000001;${pac1};00A10001\n7;;${pac2};00A10002\n`],
  ['another separator in a quoted cell', `"lot, box; pallet",id,pac\n"1;2;3,4",00A10001,${pac1}\n,00A10002,${pac2}\n`],
  ['blanks, blank lines and empty rows', `\n  \n id ; pac \n\n 00A10001 ; "${pac1}" \n;;\n\n00A10002;${pac2};\n\n`],
  ['byte order mark and CRLF', `\uFEFFid;pac\r\n00A10001;${pac1}\r\n00A10002;${pac2}\r\n`],
  ['CR only', `id;pac\r00A10001;${pac1}\r00A10002;${pac2}`],
  [
    'UTF-16 as a spreadsheet writes it',
    Buffer.from(`\uFEFFid\tpac\r\n00A10001\t${pac1}\r\n00A10002\t${pac2}\r\n`, 'utf16le'),
  ],
  ['a line said twice', `00A10001;${pac1}\n00A10002;${pac2}\n00a10001;${pac1}\n`],
])('A list with %s is read', async (_, content) => {
  const list = await loadDeliveryList(await csvFile(content));
  expect([pacOf(list, '00A10001'), pacOf(list, '00A10002')]).toEqual([pac1, pac2]);
});

test('Rows that say the same again are counted, not refused', async () => {
  expect(
    await readDeliveryList(csvRows(pieces(`A10001;${pac1}\n00a10001;${pac1.toLowerCase()}\nA10001;${pac1}\n`, 9))),
  ).toMatchObject({ faults: [], units: 1, duplicates: 2 });
});

test.each([
  ['a long ID', `id;pac\n00A100011;${pac1}`, 2, 1, 'ID: 1 to 8 hex digits expected, has 9'],
  [
    'an ID not in hex',
    `00A1000G;${pac1}`,
    1,
    1,
    'ID: 1 to 8 hex digits expected, has 8 characters, some of them not hex',
  ],
  ['no ID', `00A10001;${pac1}\n;${pac2}`, 2, 1, 'ID: missing; 1 to 8 hex digits expected'],
  ['an erased ID', `FEDCBA98;${pac1}`, 1, 1, 'device ID FEDCBA98 is what a modem without credentials reports'],
  ['a short PAC', `pac;id\n${pac1.slice(1)};00A10001`, 2, 1, 'PAC: 16 hex digits expected, has 15'],
  [
    'a PAC not in hex',
    `00A10001;${pac1.slice(1)}x`,
    1,
    2,
    'PAC: 16 hex digits expected, has 16 characters, some of them not hex',
  ],
  ['no PAC', `00A10001;${pac1}\n\n00A10002`, 3, 2, 'PAC: missing; 16 hex digits expected'],
  [
    'an erased PAC',
    `00A10001;${'F'.repeat(16)}`,
    1,
    2,
    'a PAC of sixteen F is what a modem without credentials reports',
  ],
  [
    'one ID with two PACs',
    `00A10001;${pac1}\n00A10002;${pac2}\nA10001;${pac3}`,
    3,
    2,
    'device ID 00A10001 stands on line 1 with another PAC',
  ],
  [
    'one PAC with two IDs',
    `id;pac\r\n00A10001;${pac1}\r\n00A10002;${pac1}`,
    3,
    1,
    'the PAC of device ID 00A10002 stands on line 2 with another ID, 00A10001',
  ],
  [
    'a header without ID',
    `serial;pac\n00A10001;${pac1}`,
    1,
    null,
    'the header names no column for id; say which column it is, most likely --column id=serial; there are #1 serial, #2 pac',
  ],
  [
    'a header without PAC',
    `id;code\n00A10001;${pac1}`,
    1,
    null,
    'the header names no column for pac; say which column it is, most likely --column pac=code; there are #1 id, #2 code',
  ],
  [
    'two ID columns',
    `id;pac;deviceId\n00A10001;${pac1};00A10001`,
    1,
    null,
    'the header names two columns for id, #1 id and #3 deviceId; say which column it is, as in --column id=#1; there are #1 id, #2 pac, #3 deviceId',
  ],
  [
    'two PAC columns',
    `id;pac;PAC\n00A10001;${pac1};${pac2}`,
    1,
    null,
    'the header names two columns for pac, #2 pac and #3 PAC; say which column it is, as in --column pac=#2; there are #1 id, #2 pac, #3 PAC',
  ],
  [
    'a quote never closed',
    `00A10001;${pac1}\n\n00A10002;"${pac2}\n00A10003;${pac3}\n`,
    3,
    null,
    'a quote opens here and is never closed',
  ],
  [
    'an endless row',
    `00A10001;${pac1}\n00A10002;"${`${pac2}\n`.repeat(2000)}"`,
    2,
    null,
    'a quote opens here and is never closed, or the row is longer than 16384 bytes',
  ],
  [
    'a quote in a cell',
    `00A10001;${pac1}\n00A10002;${pac2.slice(0, 8)}"${pac2.slice(8)}\n`,
    2,
    null,
    'quotes do not match; put them around a whole cell, or leave them out',
  ],
  ['nothing at all', '', 1, null, 'the list holds no unit'],
  ['only a header', 'id;pac\n\n', 1, null, 'the list holds no unit'],
])('%s is refused by line and column', async (_, content, line, column, reason) => {
  const path = await csvFile(content);
  const error = await failure(loadDeliveryList(path));
  expect(error).toBeInstanceOf(DeliveryListError);
  expect(error).toMatchObject({ faults: [{ line, column, reason }], context: { path, line, column, faults: 1 } });
  expect(error.message).toBe(
    `${path}, line ${line}${column === null ? '' : `, column ${column}`}: ${reason}. (bad delivery list)`,
  );
  for (const pac of pacs) expect(everything(error)).not.toContain(pac);
});

test('Swapped columns are recognized, and no PAC of them is shown', async () => {
  const error = await failure(loadDeliveryList(await csvFile(`${pac1};00A10001\n`)));
  expect(error).toMatchObject({
    faults: [
      {
        line: 1,
        column: null,
        reason:
          'neither ID nor PAC stands in the first row where they should be; say which column it is, most likely --column id=#2 (and in the same way pac); there are #1, #2 00A10001',
      },
    ],
  });
  expect(everything(error)).not.toContain(pac1);
});

test('The message has the first fault and the number of the others, the error has them all in the order of the file', async () => {
  const error = await failure(
    loadDeliveryList(await csvFile(`00A10001;${pac1}\nx;${pac2}\n00A10002;\n00A10003;${pac1}\n`)),
  );
  expect(error.message).toContain(
    ', line 2, column 1: ID: 1 to 8 hex digits expected, has 1 characters, some of them not hex; 2 more faults in this file. (',
  );
  expect(error).toMatchObject({ faults: [{ line: 2 }, { line: 3 }, { line: 4 }] });
});

test('What was found before a broken row is not forgotten', async () => {
  const good = Array.from(
    { length: 3000 },
    (_, index) => `${(0xa10000 + index).toString(16)};5EED${index.toString(16).padStart(12, '0')}\r\n`,
  ).join('');
  const error = await failure(loadDeliveryList(await csvFile(`id;pac\r\nx;${pac1}\r\n${good}00A1FFFF;"${pac2}"3\r\n`)));
  expect(error).toMatchObject({
    faults: [
      { line: 2, column: 1 },
      { line: 3003, column: null },
    ],
  });
});

test.each(['serial;pac\n', 'id;pac\n00A10001;"5EED"0\n'])(
  'A reading that ends early lets go of the file: %j',
  async (start) => {
    const released = Promise.withResolvers<string>();
    const endless = async function* (): AsyncGenerator<string> {
      try {
        yield start;
        for (;;) yield `00A10001;${pac1}\n`;
      } finally {
        released.resolve('released');
      }
    };
    expect((await readDeliveryList(csvRows(endless()))).faults).toHaveLength(1);
    expect(await released.promise).toBe('released');
  },
);

test('A file that is missing or a folder says so', async () => {
  const path = await csvFile('');
  expect((await failure(loadDeliveryList(`${path}x`))).message).toBe(
    `There is no delivery list ${path}x; check the name. (bad delivery list)`,
  );
  expect((await failure(loadDeliveryList(dirname(path)))).message).toContain('is a folder');
});

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9A-F]{${length}}$`));
const units = fc.uniqueArray(
  fc.record({ id: hex(4).map((end) => `00A1${end}`), pac: hex(12).map((end) => `5EED${end}`) }),
  { minLength: 1, maxLength: 30, comparator: (a, b) => a.id === b.id || a.pac === b.pac },
);

const rendering = fc.record({
  separator: fc.constantFrom(';', ',', '\t'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  header: fc.constantFrom(
    null,
    { id: 'id', pac: 'pac', tdid: 'tdid' },
    { id: 'Device ID', pac: 'PAC', tdid: 'TDID' },
    { id: 'deviceId', pac: 'Pac', tdid: 'TD id' },
    { id: 'DEVICE_ID', pac: ' pac ', tdid: '' },
  ),
  columns: fc.constantFrom(
    ['id', 'pac'] as const,
    ['id', 'pac', 'tdid'] as const,
    ['tdid', 'pac', 'id'] as const,
    ['pac', 'id'] as const,
  ),
  byteOrderMark: fc.boolean(),
  lastLineEnd: fc.boolean(),
  pieceSize: fc.integer({ min: 1, max: 50 }),
  /** Read round and round, one for each cell and row: nothing in the list depends on them. */
  quirks: fc.array(
    fc.record({
      quoted: fc.boolean(),
      lowerCase: fc.boolean(),
      short: fc.boolean(),
      blanks: fc.constantFrom('', ' ', '  '),
      blankLines: fc.nat(2),
      again: fc.boolean(),
    }),
    { minLength: 1, maxLength: 17 },
  ),
});

type Rendering = typeof rendering extends fc.Arbitrary<infer T> ? T : never;

const render = (
  list: readonly { readonly id: string; readonly pac: string }[],
  { separator, lineEnd, header, columns, byteOrderMark, lastLineEnd, quirks }: Rendering,
): string => {
  let turn = 0;
  const quirk = () =>
    quirks[(turn += 1) % quirks.length] ?? {
      quoted: false,
      lowerCase: false,
      short: false,
      blanks: '',
      blankLines: 0,
      again: false,
    };
  const cell = (content: string): string => {
    const { quoted, lowerCase, blanks } = quirk();
    const text = lowerCase ? content.toLowerCase() : content;
    return blanks + (quoted || text.includes(separator) ? `"${text}"` : text) + blanks;
  };
  const order = header === null && (columns[0] !== 'id' || columns[1] !== 'pac') ? (['id', 'pac'] as const) : columns;
  const line = (row: Readonly<Record<'id' | 'pac' | 'tdid', string>>): string =>
    order.map((column) => cell(row[column])).join(separator) + lineEnd.repeat(1 + quirk().blankLines);
  const rows = list.flatMap(({ id, pac }, index) => {
    const row = line({
      id: quirk().short ? id.replace(/^0+/, '') : id,
      pac,
      tdid: index % 2 === 0 ? '' : '130000000001',
    });
    return quirk().again ? [row, row] : [row];
  });
  const text = (byteOrderMark ? '\uFEFF' : '') + (header === null ? '' : line(header)) + rows.join('');
  return lastLineEnd ? text : text.replace(/[\r\n]+$/, '');
};

test('However a list is written, the same list is read', async () => {
  await fc.assert(
    fc.asyncProperty(units, rendering, async (list, how) => {
      const {
        list: read,
        faults,
        units: count,
      } = await readDeliveryList(csvRows(pieces(render(list, how), how.pieceSize)));
      expect(faults).toEqual([]);
      expect(count).toBe(list.length);
      for (const { id, pac } of list) expect(pacOf(read, id)).toBe(pac);
    }),
    { numRuns: 300 },
  );
});

test('However a list is damaged, no error and nothing printed of the list shows a PAC', async () => {
  const path = join(await emptyFolder(), 'damaged.csv');
  const damage = fc.array(
    fc.record({ at: fc.nat(), cut: fc.nat(3), put: fc.constantFrom('"', ';', '\n', '0', 'x', pac1) }),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(units, rendering, damage, async (list, how, hits) => {
      const whole = render(list, how);
      const damaged = hits.reduce(
        (text, { at, cut, put }) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + cut),
        whole,
      );
      await writeFile(path, damaged);
      const result = await loadDeliveryList(path).catch((reason: unknown) => reason);
      const printed =
        result instanceof PaclineError
          ? everything(result)
          : `${inspect(result, { depth: 20, showHidden: true })} ${JSON.stringify(result)}`.toUpperCase();
      for (const pac of [pac1, ...list.map((unit) => unit.pac)]) expect(printed).not.toContain(pac);
      if (result instanceof Error) expect(result).toBeInstanceOf(DeliveryListError);
    }),
    { numRuns: 300 },
  );
});
