import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { openJournalReader } from '../../src/journal/open-journal-reader.ts';
import { readZpl } from '../../src/simulator/read-zpl.ts';
import { SimulatedLabelPrinter } from '../../src/simulator/label-printer.ts';
import { MadeUpLine } from '../report/made-up-line.ts';
import { madeUpId } from '../series/made-up-series.ts';
import { objects, pacline, startPacline, temporaryFolder } from './support/pacline.ts';

const settings = `
[station]
name = "bench 3"
[product]
name = "Wasserzähler"
deviceTypeId = "0123456789abcdef01234567"
productCertificate = "P_0001_AFAF_01"
prefix = "wz-"
[[slot]]
name = "left"
port = "/dev/ttyUSB0"
[[slot]]
name = "right"
port = "/dev/ttyUSB1"
`;

const withSettings = (): { readonly folder: string; readonly environment: { readonly PACLINE_SETTINGS: string } } => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'station.toml'), settings);
  return { folder, environment: { PACLINE_SETTINGS: join(folder, 'station.toml') } };
};

test('label preview writes what the printer would get, or a page, or an image', async () => {
  const { folder, environment } = withSettings();
  const zpl = join(folder, 'label.zpl');
  const shown = await pacline(['label', 'preview', '--id', 'a1bcde', '--serial', '0012', '--out', zpl], environment);
  expect(shown).toEqual({ code: 0, stdout: `${zpl}: label of 00A1BCDE, its code holds 00A1BCDE\n`, stderr: '' });
  expect(readZpl(readFileSync(zpl, 'latin1'))).toMatchObject({
    texts: ['Wasserzähler', '00A1BCDE', 'P_0001_AFAF_01', 'SN 0012'],
    code: { symbology: 'datamatrix', text: '00A1BCDE' },
  });

  for (const [name, begin] of [
    ['label.pdf', '%PDF'],
    ['label.png', '\u0089PNG'],
  ] as const) {
    const file = join(folder, name);
    expect(
      objects(
        await pacline(['label', 'preview', '--id', 'a1bcde', '--code', 'qr', '--out', file, '--json'], environment),
      ),
    ).toEqual([{ event: 'previewed', file, deviceId: '00A1BCDE', code: '00A1BCDE' }]);
    expect(readFileSync(file, 'latin1').slice(0, 4)).toBe(begin);
  }

  expect(await pacline(['label', 'preview', '--id', '1', '--out', join(folder, 'label.gif')])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('.zpl, .pdf or .png is expected') as string,
  });
  expect(await pacline(['label', 'preview', '--id', '1', '--out', `${folder}/no/label.png`])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('(ENOENT)') as string,
  });
});

test("a template of one's own is checked before anything is written", async () => {
  const folder = temporaryFolder();
  const template = join(folder, 'own.zpl');
  writeFileSync(template, '^XA^CI28\n^FO0,0^A0N,20^FH^FD{{deviceid}}^FS\n^XZ\n');
  const refused = await pacline([
    'label',
    'preview',
    '--id',
    '1',
    '--template',
    template,
    '--out',
    join(folder, 'out.zpl'),
  ]);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`${template}:2: there is no field {{deviceid}}`) as string,
  });
  expect(readdirSync(folder)).toEqual(['own.zpl']);
});

test('label test-print prints on a printer, or says what is wrong with it', async () => {
  const paper = await SimulatedLabelPrinter.start({
    listen: { host: '127.0.0.1', port: 0 },
    signal: new AbortController().signal,
  });
  onTestFinished(() => paper.switchOff());
  const printer = `127.0.0.1:${paper.address.port}`;
  expect(await pacline(['label', 'test-print', '--printer', printer])).toEqual({
    code: 0,
    stdout: `${printer} has the label; a scan of it gives 00A10001\n`,
    stderr: '',
  });
  expect(paper.labels).toMatchObject([{ code: { text: '00A10001' } }]);
  paper.condition = 'paper out';
  expect(await pacline(['label', 'test-print', '--printer', printer])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('it is out of paper. (printer down)') as string,
  });

  const folder = temporaryFolder();
  expect((await pacline(['label', 'test-print', '--folder', folder, '--show-pac'])).code).toBe(0);
  expect(readdirSync(folder)).toEqual(['00A10001.pdf']);
  expect(await pacline(['label', 'test-print'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('exactly one of them') as string,
  });
});

test('label print prints a label once more, or for the first time where it is owed, and writes down who asked', async () => {
  const paper = await SimulatedLabelPrinter.start({
    listen: { host: '127.0.0.1', port: 0 },
    signal: new AbortController().signal,
  });
  onTestFinished(() => paper.switchOff());
  const folder = temporaryFolder();
  const printer = `127.0.0.1:${paper.address.port}`;
  writeFileSync(
    join(folder, 'station.toml'),
    `[printer]\nzpl = "${printer}"\n${['tank', 'mug'].map((name) => `[[product]]\nname = "${name}"\ndeviceTypeId = "0123456789abcdef01234567"\nprototype = true\n`).join('label = { code = "qr" }\n')}`,
  );
  const environment = { PACLINE_SETTINGS: join(folder, 'station.toml'), PACLINE_STATE_DIR: folder };
  const print = (unit: number, ...args: readonly string[]) =>
    pacline(['label', 'print', '--id', madeUpId(unit), '--json', ...args], environment);
  expect(await print(1)).toMatchObject({ code: 5, stderr: expect.stringContaining('There is no journal') as string });
  expect(readdirSync(folder)).toEqual(['station.toml']);

  const line = await MadeUpLine.open(join(folder, 'journal.sqlite'));
  for (const unit of [1, 2]) await line.seat({ unit, ending: 'green', product: 'tank' });
  await line.seat({ unit: 3, ending: 'green', product: 'mug' });
  await line.label(1, 'label owed');
  expect(await print(1)).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('scan the slot of the unit and REPRINT there') as string,
  });
  expect(paper.labels).toEqual([]);

  await line.journal.close();
  const printed = { event: 'printed', printer, deviceId: madeUpId(1), code: madeUpId(1) };
  expect(objects(await print(1))).toEqual([{ ...printed, copies: 1, reprints: 0 }]);
  expect(objects(await print(1, '--operator', 'Ada'))).toEqual([{ ...printed, copies: 2, reprints: 1 }]);
  expect(paper.labels).toMatchObject([
    { texts: expect.arrayContaining(['tank']) as unknown, code: { symbology: 'qr', text: madeUpId(1) } },
    {},
  ]);
  expect(await print(2)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`There is no label of ${madeUpId(2)} yet`) as string,
  });
  expect(await print(3)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('The product mug has no label') as string,
  });

  const reader = await openJournalReader({ path: join(folder, 'journal.sqlite') });
  const printedEvents = [];
  for await (const { event } of reader.read()) if (event.kind === 'label printed') printedEvents.push(event);
  await reader.close();
  expect(printedEvents).toEqual(
    [null, 'Ada'].map((operator, index) => ({
      kind: 'label printed',
      deviceId: madeUpId(1),
      reprint: index > 0,
      operator,
    })),
  );
  paper.condition = 'head open';
  expect(await print(1)).toMatchObject({ code: 3 });
});

test('label sheet has the commands and the slots of the settings', async () => {
  const { folder, environment } = withSettings();
  const file = join(folder, 'sheet.pdf');
  expect(objects(await pacline(['label', 'sheet', '--out', file, '--json'], environment))).toEqual([
    { event: 'sheet', file, slots: ['left', 'right'] },
  ]);
  const text = readFileSync(file, 'latin1');
  for (const code of ['START', 'CANCEL', 'UNLOCK', 'REPRINT', 'SIGNOUT', 'SLOT:left', 'SLOT:right'])
    expect(text).toContain(`(PACLINE:${code}) Tj`);
  expect((await pacline(['label', 'sheet', '--out', '/dev/null'])).stderr).toContain('/dev/null is not a file');
});

test('simulate printer says what comes out of it', async () => {
  const serving = startPacline(['simulate', 'printer', '--json']);
  const [, printer = ''] = await serving.until(/"printer":"([^"]+)"/);
  expect((await pacline(['label', 'test-print', '--printer', printer, '--product', 'Meter'])).code).toBe(0);
  serving.stop('SIGINT');
  const ended = await serving.ended;
  expect(ended.code).toBe(0);
  expect(objects(ended)[1]).toEqual({
    event: 'label',
    texts: ['Meter', '00A10001'],
    code: { symbology: 'datamatrix', text: '00A10001' },
  });
});
