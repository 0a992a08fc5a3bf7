import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { PaclineError } from '../../../src/domain/errors/pacline-error.ts';
import { loadDeliveryList } from '../../../src/series/delivery-list/delivery-list.ts';
import { readSeries } from '../../../src/series/series-rows.ts';
import type { NewUnit } from '../../../src/series/series-units.ts';
import { parseEncoding } from '../../../src/series/file/text-encoding.ts';
import { defaults, madeUpPac, madeUpRow } from '../made-up-series.ts';
import { seriesFile, temporaryFolder } from '../series-folder.ts';

const pac = madeUpPac(1);
const { signal } = new AbortController();

const namesIn = async (content: Uint8Array, encoding?: string): Promise<readonly string[]> => {
  const units: NewUnit[] = [];
  for await (const entry of readSeries(seriesFile(content), {
    purpose: 'new',
    defaults,
    signal,
    ...(encoding === undefined ? {} : { encoding }),
  })) {
    if (entry.kind === 'fault') throw new Error(entry.reason);
    if (entry.kind === 'unit') units.push(entry);
  }
  return units.map(({ name }) => name);
};

const refusal = async (path: string, encoding?: string): Promise<string> => {
  const error: unknown = await Array.fromAsync(
    readSeries(path, { purpose: 'new', defaults, signal, ...(encoding === undefined ? {} : { encoding }) }),
  ).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!PaclineError.is(error, 'bad usage')) throw new Error(`expected bad usage, got ${String(error)}`);
  expect(error.message).not.toContain(pac);
  return error.message.replace(path, 'FILE');
};

const list = `id;pac;name\r\n00A10001;${pac};Zähler Köln\r\n`;

/** One byte for a character, as the table says; ASCII as it is. */
const inBytes = (text: string, table: Readonly<Record<string, number>>): Buffer =>
  Buffer.from(text.split('').map((letter) => table[letter] ?? letter.charCodeAt(0)));

const fifoIn = (folder: string): string => {
  const path = join(folder, 'fifo');
  execFileSync('bash', ['-c', 'mkfifo "$0"', path]);
  return path;
};

const windows = inBytes(list, {});
const mac = inBytes(list, { ä: 0x8a, ö: 0x9a });
const dos = inBytes(list, { ä: 0x84, ö: 0x94 });
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

describe('a name with umlauts is read right', () => {
  test.each<[string, Uint8Array, string | undefined]>([
    ['in UTF-8', Buffer.from(list), undefined],
    ['in UTF-8 with a mark', Buffer.from(`\uFEFF${list}`), undefined],
    ['in UTF-16LE with a mark', utf16(`\uFEFF${list}`), undefined],
    ['in UTF-16BE with a mark', utf16(`\uFEFF${list}`).swap16(), undefined],
    ['in UTF-16LE without a mark', utf16(list), undefined],
    ['in UTF-16BE without a mark', utf16(list).swap16(), undefined],
    ['in UTF-16BE with a mark, called UTF-16', utf16(`\uFEFF${list}`).swap16(), 'utf-16le'],
    ['in Windows-1252, if that is said', windows, 'windows-1252'],
    ['in the encoding of old Macintoshes, if that is said', mac, 'macintosh'],
  ])('%s', async (_, content, encoding) => {
    expect(await namesIn(content, encoding)).toEqual(['Zähler Köln']);
  });

  test('over the borders of the pieces in which a disk gives it', async () => {
    const rows = Array.from({ length: 9000 }, (_, index) => `${madeUpRow(index)};${'ä'.repeat(1 + (index % 3))}€😀`);
    const names = rows.map((row) => row.split(';')[2]);
    expect(await namesIn(Buffer.from(`id;pac;name\n${rows.join('\n')}`))).toEqual(names);
  });
});

describe('nothing of a file is used', () => {
  test.each<[string, Uint8Array, string | undefined, RegExp]>([
    [
      'Windows-1252',
      windows,
      undefined,
      /^FILE, line 2: the file is not UTF-8, .* most likely Windows-1252 \("ANSI"\); give --encoding windows-1252, or save/,
    ],
    ['an old Macintosh encoding', mac, undefined, /line 2: .* old Macintosh programs; give --encoding macintosh/],
    ['that of DOS', dos, undefined, /line 2: .* DOS \(code page 850\); save the file as/],
    [
      'a two-byte one',
      Buffer.concat([Buffer.from(`A10001;${pac};`), Buffer.from([0xb2, 0xe2, 0xca, 0xd4])]),
      undefined,
      /line 1: .* two-byte encoding of East Asia; name it, as in --encoding gb18030/,
    ],
    [
      'any, after thousands of good rows',
      Buffer.concat([
        Buffer.from(Array.from({ length: 5000 }, (_, index) => `${madeUpRow(index)}\n`).join('')),
        windows,
      ]),
      undefined,
      /line 5002: /,
    ],
    [
      'any, with lines that end in CR',
      Buffer.from(windows.toString('latin1').replaceAll('\r\n', '\r'), 'latin1'),
      undefined,
      /line 2: /,
    ],
    [
      'UTF-8 cut off in a letter',
      Buffer.from(list).subarray(0, list.indexOf('ä') + 1),
      undefined,
      /^FILE ends in the middle of a character; was it copied as a whole\?/,
    ],
    [
      'UTF-8 in which a letter is lost already',
      Buffer.from(`id;pac;name\nA10001;${pac};Z\uFFFDhler\n`),
      undefined,
      /line 2: a replacement character stands here: an earlier program has lost a letter/,
    ],
    [
      'UTF-8 that is to be read as Windows-1252',
      Buffer.from(list),
      'windows-1252',
      /^FILE is UTF-8, and would be misread as windows-1252; leave --encoding out/,
    ],
    [
      'UTF-16 that is to be read as Windows-1252',
      utf16(`\uFEFF${list}`),
      'windows-1252',
      /begins with the mark of utf-16le/,
    ],
    ['one that cannot hold it', Buffer.from([0x81, 0x20, 0xff]), 'shift_jis', /line 1: this is not shift_jis/],
    [
      'text with NULs',
      Buffer.from(`id;pac\nA10001;${pac}\n\0\0\0\0\n`),
      undefined,
      /^FILE, line 3: a NUL stands here; this is no text file/,
    ],
    ['NULs only', Buffer.alloc(9000), undefined, /line 1: a NUL stands here/],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x69, 0, 0, 0]), undefined, /^FILE is UTF-32 text; save it as UTF-8/],
    [
      'an Excel workbook',
      Buffer.from('PK\x03\x04\x14\0\0\0\x08\0[Content_Types].xml', 'latin1'),
      undefined,
      /^FILE is an Excel workbook \(\.xlsx\); open it, .*save the sheet as "CSV UTF-8"/,
    ],
    [
      'an old Excel workbook',
      Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'),
      undefined,
      /Excel workbook of the old kind \(\.xls\)/,
    ],
    [
      'an OpenDocument workbook',
      Buffer.from('PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet', 'latin1'),
      undefined,
      /OpenDocument workbook/,
    ],
    ['a ZIP archive', Buffer.from('PK\x03\x04\x14\0batch.csv', 'latin1'), undefined, /ZIP archive; unpack it/],
    ['a gzip', Buffer.from([0x1f, 0x8b, 8, 0]), undefined, /packed \(gzip\)/],
    [
      'a web page',
      Buffer.from(`\uFEFF\n<html><table><tr><td>A10001<td>${pac}`),
      undefined,
      /web page, even if it is called \.xls/,
    ],
    [
      'a workbook in XML',
      Buffer.from('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'),
      undefined,
      /Excel workbook in XML/,
    ],
    ['JSON', Buffer.from(`[{"id":"A10001","pac":"${pac}"}]`), undefined, /^FILE is JSON; export it as CSV/],
    ['a PDF', Buffer.from('%PDF-1.7\n'), undefined, /PDF; ask for the list as CSV/],
  ])('that is %s', async (_, content, encoding, says) => {
    expect(await refusal(seriesFile(content), encoding)).toMatch(says);
  });

  test.each<[string, (folder: string) => string, RegExp]>([
    ['a pipe', (folder) => fifoIn(folder), /^FILE is a pipe, .*; write the list to a file and name that/],
    ['a device', () => '/dev/zero', /^FILE is a device; /],
    ['a folder', (folder) => folder, /^FILE is a folder; name the file in it/],
  ])('that is %s, and nobody waits for it', async (_, make, says) => {
    expect(await refusal(make(temporaryFolder()))).toMatch(says);
  });
});

test('a delivery list is looked at in the same way, under its own code', async () => {
  await expect(loadDeliveryList(seriesFile(Buffer.from('PK\x03\x04 xl/', 'latin1')))).rejects.toMatchObject({
    code: 'bad delivery list',
    message: expect.stringContaining('Excel workbook'),
  });
  await expect(loadDeliveryList(seriesFile(inBytes(`id;pac;Käufer\nA10001;${pac};ü\n`, {})))).rejects.toMatchObject({
    code: 'bad delivery list',
    message: expect.stringContaining('line 1: the file is not UTF-8'),
  });
  await expect(loadDeliveryList(fifoIn(temporaryFolder()))).rejects.toMatchObject({
    code: 'bad delivery list',
    message: expect.stringContaining('is a pipe'),
  });
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'ansi.csv'), inBytes(`id;pac;Käufer\nA10001;${pac};ü\n`, {}));
  const read = await loadDeliveryList(join(folder, 'ansi.csv'), { encoding: 'windows-1252' });
  expect(read.pacOf('00A10001' as never)?.reveal()).toBe(pac);
});

test.each([
  ['latin1', 'windows-1252'],
  ['UTF-16', 'utf-16le'],
  ['windows-1252', 'windows-1252'],
  ['Mac', 'macintosh'],
  ['euc-kr', 'euc-kr'],
])('the encoding %s is known as %s', (label, name) => {
  expect(parseEncoding(label)).toMatchObject({ ok: true, value: name });
});

test.each([['ansi'], ['cp850'], ['']])('the encoding "%s" is refused, with some that are known', (label) => {
  expect(parseEncoding(label)).toMatchObject({
    ok: false,
    code: 'bad usage',
    reason: expect.stringMatching(/windows-1252, macintosh/),
  });
});
