import { describe, expect, test } from 'vitest';

import { closingSentence } from '../../src/report/figures.ts';
import { unseatedRow } from '../../src/report/unit-row.ts';
import { deviceId } from '../journal/journal-bench.ts';
import { madeUpId, madeUpPac } from '../series/made-up-series.ts';
import { MadeUpLine, morning } from './made-up-line.ts';

const deviceTypeId = 'a1b2c3d4e5f6a1b2c3d4e5f6';

const type = (line: MadeUpLine, unit: number) =>
  line.journal.append([
    {
      kind: 'unit read',
      run: `typed-${unit}`,
      deviceId: madeUpId(unit),
      pac: madeUpPac(unit),
      pacSource: 'typed',
      dialect: 'typed',
      firmware: null,
    },
    { kind: 'registration owed', deviceId: madeUpId(unit), deviceTypeId, certificate: null, name: 'typed' },
  ]);

const give = (line: MadeUpLine, ...units: readonly number[]) =>
  line.journal.append([
    {
      kind: 'units listed',
      list: 'units.csv',
      listing: 'digest-1',
      deviceTypeId,
      certificate: null,
      units: units.map((unit) => ({ deviceId: madeUpId(unit), pac: madeUpPac(unit), name: `unit ${unit}` })),
    },
  ]);

const refuse = async (line: MadeUpLine, unit: number): Promise<void> => {
  await line.journal.append([
    { kind: 'registration intended', deviceId: madeUpId(unit) },
    { kind: 'registration refused', deviceId: madeUpId(unit), code: 'backend refused', reason: 'the PAC is spent' },
  ]);
};

describe('units that were typed, or came in a file', () => {
  test('stand in the report with where they came from and how they stand', async () => {
    const line = await MadeUpLine.open();
    await type(line, 1);
    await line.confirm(1);
    await give(line, 2, 3, 4);
    await line.confirm(2);
    await refuse(line, 3);
    await line.confirm(4);
    const report = await line.report({ from: morning, to: morning + 3_600_000 });
    expect(report.unseated).toMatchObject({
      units: 4,
      open: 0,
      sources: [
        { source: 'by hand', states: { confirmed: 1, refused: 0 } },
        { source: 'units.csv', states: { confirmed: 2, refused: 1 } },
      ],
    });
    expect(closingSentence(report)).toBe('Closes: of 4 units 3 are done and 1 for a person.');
    expect(
      report.unseated.listed.map(({ registration, source, standing }) => [registration.deviceId, source, standing]),
    ).toEqual([
      [madeUpId(1), 'by hand', 'done'],
      [madeUpId(3), 'units.csv', 'for a person'],
      [madeUpId(2), 'units.csv', 'done'],
      [madeUpId(4), 'units.csv', 'done'],
    ]);
    const [, refused] = report.unseated.listed;
    expect(refused && unseatedRow(refused)).toMatchObject({
      id: madeUpId(3),
      source: 'units.csv',
      slot: null,
      code: 'backend refused',
      blame: 'backend',
      registration: 'refused',
      good: false,
    });
  });

  test('keep the report open while one of them is owed', async () => {
    const line = await MadeUpLine.open();
    await line.seat({ unit: 0, ending: 'green' });
    await type(line, 1);
    const report = await line.report({ from: morning });
    expect(report).toMatchObject({ closes: false, reconciliation: { closes: true, units: 1 } });
    expect(closingSentence(report)).toBe('Does not close: 1 unit open.');
    await line.confirm(1);
    expect(await line.report({ from: morning })).toMatchObject({ closes: true });
  });

  test('count once, where they were in a slot of the same time: there', async () => {
    const line = await MadeUpLine.open();
    await give(line, 0, 1);
    await line.confirm(0);
    await line.confirm(1);
    await line.seat({ unit: 0, ending: 'amber' });
    const report = await line.report({ from: morning });
    expect(report.reconciliation.units).toBe(1);
    expect(report.unseated.listed.map(({ registration }) => registration.deviceId)).toEqual([deviceId(madeUpId(1))]);
  });

  test('are no part of an order, nor of a time before they came', async () => {
    const line = await MadeUpLine.open();
    line.setClock(morning + 7_200_000);
    await type(line, 1);
    expect((await line.report({ kind: 'order', name: 'PO-1', order: 'PO-1' })).unseated.units).toBe(0);
    expect((await line.report({ from: morning, to: morning + 3_600_000 })).unseated.units).toBe(0);
  });
});
