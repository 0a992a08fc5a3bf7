import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { madeUpId, madeUpPac } from '../series/made-up-series.ts';
import { objects, pacline, shell, temporaryFolder } from './support/pacline.ts';
import { accessTo, certificate, deviceType, serveBackend, serveBoard } from './support/served.ts';
import { typingAt } from './support/typing-at.ts';

const product = ['--device-type', deviceType, '--certificate', certificate];

const fileOf = (content: string | Uint8Array, name = 'batch.csv'): string => {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, content);
  return file;
};

/** The names of units as the backend has been given them. */
const nameAt = async (world: ReturnType<typeof accessTo>, id: string): Promise<unknown> => {
  const { PACLINE_API_URL: url, PACLINE_API_LOGIN: login, PACLINE_API_PASSWORD: password } = world;
  const answer = await fetch(`${url}/devices/?id=${id}`, {
    headers: { authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}` },
  });
  return ((await answer.json()) as { readonly data: readonly { readonly name: string }[] }).data.map(
    ({ name }) => name,
  );
};

describe('register --file', () => {
  test('sends no name of an unknown encoding, and the right one once that is said', async () => {
    const access = await serveBackend();
    const world = { ...access, PACLINE_STATE_DIR: temporaryFolder() };
    const file = fileOf(
      Buffer.from(
        `id;pac;name\r\n${madeUpId(1)};${madeUpPac(1)};plain\r\n${madeUpId(2)};${madeUpPac(2)};Zähler Küche\r\n`,
        'latin1',
      ),
    );
    const refused = await pacline(['register', '--file', file, ...product, '--json'], world);
    expect(refused.code).toBe(2);
    expect(objects(refused)).toMatchObject([
      {
        event: 'error',
        code: 'bad usage',
        message: expect.stringMatching(/line 3: .*give --encoding windows-1252/) as string,
      },
    ]);
    expect(await nameAt(access, madeUpId(1))).toEqual([]);

    expect(
      (await pacline(['register', '--file', file, ...product, '--json', '--encoding', 'windows-1252'], world)).code,
    ).toBe(0);
    expect(await nameAt(access, madeUpId(2))).toEqual(['Zähler Küche']);
  });

  test('takes no row numbers for IDs, and the right column once it is named', async () => {
    const world = { ...(await serveBackend()), PACLINE_STATE_DIR: temporaryFolder() };
    const file = fileOf(
      `id,serial_number,radio,pac\n1,100001,${madeUpId(1)},${madeUpPac(1)}\n2,100002,${madeUpId(2)},${madeUpPac(2)}\n`,
    );
    const refused = await pacline(['register', '--file', file, ...product, '--json'], world);
    expect(refused.code).toBe(1);
    expect(objects(refused)).toMatchObject([
      {
        event: 'fault',
        line: 1,
        reason: expect.stringMatching(/^the column id counts the rows .*--column id=radio;/) as string,
      },
      { event: 'end', confirmed: 0, refused: 0, left: 0 },
    ]);

    const registered = await pacline(['register', '--file', file, ...product, '--json', '--column', 'id=radio'], world);
    expect(registered.code).toBe(0);
    expect(objects(registered)).toMatchObject([
      { deviceId: madeUpId(1), code: 'registered' },
      { deviceId: madeUpId(2), code: 'registered' },
      { event: 'end', confirmed: 2 },
    ]);
  });
});

describe('series check', () => {
  test('reads what a spreadsheet writes', async () => {
    const file = fileOf(
      Buffer.from(`\uFEFFsep=;\r\nSIGFOX ID;PAC;Name\r\n="00A10001";'${madeUpPac(1)};Zähler\r\n`, 'utf16le'),
    );
    const ended = await pacline(['series', 'check', file, '--json']);
    expect(ended.code).toBe(0);
    expect(objects(ended)).toMatchObject([
      { event: 'form', encoding: 'utf-16le', separator: ';', header: true },
      { event: 'checked', rows: 1, good: 1 },
    ]);
    expect((await pacline(['series', 'check', file])).stdout).toContain(
      'cells between semicolons, with a header, in utf-16le\n',
    );
  });

  test.each([
    {
      what: 'a workbook',
      content: Buffer.from('PK\x03\x04\x14\0\0\0[Content_Types].xml', 'latin1'),
      code: 2,
      says: /is an Excel workbook \(\.xlsx\); .*save the sheet as "CSV UTF-8"/,
    },
    { what: 'a file of NULs', content: Buffer.alloc(100), code: 2, says: /line 1: a NUL stands here/ },
    {
      what: 'scientific notation',
      content: Buffer.from('id;pac\n1.23E+10;9,18375E+15\n'),
      code: 1,
      says: /line 2, column 2 \(pac\): PAC: a spreadsheet has made a number in scientific notation/,
    },
    {
      what: 'PACs rounded to fifteen digits',
      content: Buffer.from('id;pac\nA10001;9183746554637280\nA10002;1234567812345670\n'),
      code: 1,
      says: /line 1: every PAC ends in 0: .*rounded/,
    },
    {
      what: 'columns with unknown names',
      content: Buffer.from(`Kennung;Geheimnis\nA10001;${madeUpPac(1)}\n`),
      code: 1,
      says: /line 1: neither ID nor PAC .*--column id=Kennung .*there are #1 Kennung, #2 Geheimnis/,
    },
  ])('names $what', async ({ content, code, says }) => {
    const ended = await pacline(['series', 'check', fileOf(content)]);
    expect(ended.code).toBe(code);
    expect(ended.stdout + ended.stderr).toMatch(says);
  });

  test('does not wait for a pipe', async () => {
    const ended = await shell(`cd ${temporaryFolder()} && mkfifo units && pacline series check units`);
    expect(ended).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/units is a pipe, .*write the list to a file/) as string,
    });
  });

  test('refuses an encoding that there is not', async () => {
    const ended = await pacline(['series', 'check', fileOf('id;pac\n'), '--encoding', 'ansi']);
    expect(ended).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/"ansi" is no encoding that can be read; known are .*windows-1252/) as string,
    });
  });
});

test.each([
  {
    what: 'a prefix',
    command: `register --id A10001 --pac ${madeUpPac(1)} ${product.join(' ')} --prefix $'Z\\xe4-'`,
    says: /--prefix got lost, .* UTF-8/,
  },
  { what: 'a name', command: `edit set --id A10001 --name $'Z\\xe4hler'`, says: /a letter of this name got lost/ },
])('$what typed in another encoding than UTF-8 is not sent', async ({ command, says }) => {
  const ended = await shell(`pacline ${command}`, {
    ...accessTo('http://127.0.0.1:1/v2'),
    PACLINE_STATE_DIR: temporaryFolder(),
  });
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringMatching(says) as string });
});

describe('identify', () => {
  test('finds the PAC in a delivery list that says SIGFOX ID, and in one whose columns are named', async () => {
    const { port } = await serveBoard('--dialect', 'td-next', '--id', madeUpId(1));
    const args = ['identify', '--port', port, '--dialect', 'td-next', '--json', '--delivery-list'];
    const known = await pacline([...args, fileOf(`SIGFOX ID;PAC;Serial\n${madeUpId(1)};${madeUpPac(1)};0001\n`)]);
    expect(objects(known)).toMatchObject([{ deviceId: madeUpId(1), pac: madeUpPac(1), pacSource: 'delivery-list' }]);

    const other = fileOf(`Radio No;Geheimnis\n${madeUpId(1)};${madeUpPac(1)}\n`);
    const refused = await pacline([...args, other]);
    expect(refused.code).toBe(2);
    expect(objects(refused)).toMatchObject([
      { code: 'bad delivery list', message: expect.stringContaining('--column "id=Radio No"') as string },
    ]);
    const named = await pacline([...args, other, '--column', 'id=Radio No', '--column', 'pac=Geheimnis']);
    expect(objects(named)).toMatchObject([{ pac: madeUpPac(1), pacSource: 'delivery-list' }]);
  });
});

describe('a person at a terminal', () => {
  test('is asked which column is which, is shown no PAC, and is told how not to be asked again', async () => {
    const file = fileOf(`box;Radio No;Geheimnis\n7;${madeUpId(1)};${madeUpPac(1)}\n7;${madeUpId(2)};${madeUpPac(2)}\n`);
    const terminal = typingAt(['series', 'check', file]);
    await terminal.answer(
      /2 {2}Radio No +as in 00A10001[^]*Which column is the device ID\? Its number or its name \[2\]: /,
      '9',
    );
    await terminal.answer(/A number from 1 to 3, or the name of a column, is expected[^]*\[2\]: /, '');
    await terminal.answer(/Which column is the PAC\? Its number or its name \[3\]: /, 'geheimnis');
    const { code, shown } = await terminal.ended;
    expect(shown).toContain('With --column "id=Radio No" --column pac=Geheimnis it is not asked again.');
    expect(shown).toContain('2 rows: 2 good');
    expect(shown).not.toContain(madeUpPac(1).slice(0, 8));
    expect(code).toBe(0);
  });

  test('may leave with Ctrl-C instead', async () => {
    const terminal = typingAt(
      ['series', 'import', fileOf(`Kennung;Geheimnis\n${madeUpId(1)};${madeUpPac(1)}\n`), ...product],
      { PACLINE_STATE_DIR: temporaryFolder() },
    );
    await terminal.press(/Which column is the device ID\?.*: /, '\u0003');
    expect(await terminal.ended).toMatchObject({
      code: 130,
      shown: expect.stringContaining('nothing was written') as string,
    });
  });

  test('is not asked where the columns are known', async () => {
    const { code, shown } = await typingAt(['series', 'check', fileOf(`id;pac\n${madeUpId(1)};${madeUpPac(1)}\n`)])
      .ended;
    expect(shown).not.toContain('Which column');
    expect(code).toBe(0);
  });
});
