import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { exportPresets, exportSeries, type ExportOptions } from '../../src/series/export-series.ts';
import { importSeries } from '../../src/series/import-series.ts';
import { defaults, deviceTypeId, madeUpId, madeUpPac, madeUpRow } from './made-up-series.ts';
import { seriesFile, temporaryFolder } from './series-folder.ts';

const certificate = 'P_00A1_C077_01';
const signal = new AbortController().signal;
const plain = { separator: ';', header: true, signal } as const;

const journalWith = async (content: string): Promise<Journal> => {
  const journal = await openJournal({
    path: join(temporaryFolder(), 'state', 'journal.sqlite'),
    station: 'office',
    clock: Date,
  });
  onTestFinished(() => journal.close());
  await importSeries(seriesFile(content), { journal, defaults, take: 'good rows', signal });
  return journal;
};

const exported = async (options: Omit<ExportOptions, 'signal'>): Promise<string> => {
  const path = join(temporaryFolder(), 'out.csv');
  await exportSeries(path, { ...options, signal });
  return readFileSync(path, 'utf8');
};

test('a New series has ID and PAC of what is owed, for its owner only, even where the file was open to all before', async () => {
  const journal = await journalWith(`${madeUpRow(2)}\n${madeUpRow(1)}\n`);
  const folder = temporaryFolder();
  const path = join(folder, 'new.csv');
  writeFileSync(path, 'old', { mode: 0o644 });
  expect(await exportSeries(path, { journal, ...exportPresets.new, ...plain })).toEqual({
    units: 2,
    withoutPac: 0,
    withFormulas: 0,
  });
  expect(readFileSync(path, 'utf8')).toBe(`id;pac\n${madeUpRow(1)}\n${madeUpRow(2)}\n`);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['new.csv']);
});

test('Edit and Replace series have what is confirmed', async () => {
  const journal = await journalWith(
    `id;pac;name;productCertificate\n${madeUpRow(1)};"Gate; north";${certificate}\n${madeUpRow(2)};;\n`,
  );
  expect(await exported({ journal, ...exportPresets.edit, ...plain })).toBe('id;name;productCertificate\n');
  await journal.append([{ kind: 'registration confirmed', deviceId: madeUpId(1), code: 'already done' }]);
  expect(await exported({ journal, ...exportPresets.edit, ...plain })).toBe(
    `id;name;productCertificate\n00A10001;"Gate; north";${certificate}\n`,
  );
  expect(await exported({ journal, ...exportPresets.replace, ...plain })).toBe('id;targetId\n00A10001;\n');
});

test('columns, separator and header are as asked for, and units of one product only where one is named', async () => {
  const journal = await journalWith(`id;pac;productCertificate\n${madeUpRow(1)};${certificate}\n${madeUpRow(2)};\n`);
  const columns = ['deviceTypeId', 'id', 'prototype', 'productCertificate'] as const;
  expect(await exported({ journal, states: ['owed'], columns, separator: '\t', header: false })).toBe(
    `${deviceTypeId}\t00A10001\tfalse\t${certificate}\n${deviceTypeId}\t00A10002\ttrue\t\n`,
  );
  expect(
    await exported({ journal, states: ['owed'], columns: ['id'], separator: ',', header: false, certificate: null }),
  ).toBe('00A10002\n');
  expect(
    await exported({
      journal,
      states: ['owed'],
      columns: ['id'],
      separator: ',',
      header: false,
      certificate,
      deviceTypeId,
    }),
  ).toBe('00A10001\n');
  expect(
    await exported({
      journal,
      states: ['owed'],
      columns: ['id'],
      separator: ',',
      header: false,
      deviceTypeId: '0'.repeat(24),
    }),
  ).toBe('');
});

test('what is exported reads as what was imported, page after page', async () => {
  const content = `id;pac;name\n${Array.from({ length: 2500 }, (_, index) => `${madeUpId(index)};${madeUpPac(index)};name ${index}\n`).join('')}`;
  const journal = await journalWith(content);
  expect(
    await exported({ journal, states: ['owed'], columns: ['id', 'pac', 'name'], separator: ';', header: true }),
  ).toBe(content);
});

test('a file that cannot be written, and what is no file, are refused, and nothing is left behind', async () => {
  const journal = await journalWith(`${madeUpRow(1)}\n`);
  const folder = temporaryFolder();
  const failing = (path: string, how: Partial<ExportOptions> = {}): Promise<unknown> =>
    exportSeries(path, { journal, ...exportPresets.edit, ...plain, ...how }).catch((error: unknown) => error);
  expect(await failing(join(folder, 'none', 'out.csv'))).toMatchObject({
    code: 'bad usage',
    message: expect.stringContaining('cannot be written (ENOENT)'),
  });
  expect(await failing(folder)).toMatchObject({ code: 'bad usage', message: expect.stringContaining('is not a file') });
  expect(await failing('/dev/null')).toMatchObject({ code: 'bad usage' });
  const reason = new PaclineError('interrupted', 'Stopped on request.');
  expect(await failing(join(folder, 'out.csv'), { signal: AbortSignal.abort(reason) })).toBe(reason);
  expect(readdirSync(folder)).toEqual([]);
  expect(existsSync(`${folder}.part`)).toBe(false);
});

test('units with a cell that a spreadsheet would take for a formula are counted, and written as they are', async () => {
  const names = ['=1+1', '+1', '-2', '@SUM(A1)', 'a=b'];
  const journal = await journalWith(
    `id;pac;name\n${names.map((name, index) => `${madeUpRow(index)};${name}\n`).join('')}`,
  );
  const path = join(temporaryFolder(), 'out.csv');
  const columns = ['id', 'name'] as const;
  expect(await exportSeries(path, { journal, states: ['owed'], columns, ...plain })).toMatchObject({
    units: 5,
    withFormulas: 4,
  });
  expect(readFileSync(path, 'utf8')).toBe(
    `id;name\n${names.map((name, index) => `${madeUpId(index)};${name}\n`).join('')}`,
  );
});
