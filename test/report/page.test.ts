import { describe, expect, test } from 'vitest';

import { unitsAsCsv } from '../../src/cli/report/units-as-csv.ts';
import { phases } from '../../src/domain/phase.ts';
import { histogramOf } from '../../src/report/html/histogram.ts';
import { html } from '../../src/report/html/markup.ts';
import { reportPage } from '../../src/report/html/page.ts';
import { cellsOf, unitColumns, unitRow } from '../../src/report/unit-row.ts';
import { madeUpId, madeUpPac } from '../series/made-up-series.ts';
import { MadeUpLine, morning } from './made-up-line.ts';

const hostile = `<img src=x onerror="alert('1')">&amp;\u0007\u202e`;

/** One of everything, with names that would break a careless page. */
const hostileLine = async (): Promise<MadeUpLine> => {
  const line = await MadeUpLine.open();
  const names = { slot: hostile, product: `${hostile} product`, order: '</title><script>order()</script>' };
  for (const [unit, ending] of (
    ['green', 'amber', 'unknown', 'refused', 'check failed', 'cut off', 'pulled'] as const
  ).entries())
    await line.seat({ unit, ending, ...names });
  for (const ending of ['mute', 'golden', 'locked', 'vanished'] as const)
    await line.seat({ ending, ...names, slot: '=1+1' });
  await line.journal.append([
    { kind: 'serial bound', serial: '=HYPERLINK("http://x.example")', deviceId: madeUpId(0), run: '-', slot: hostile },
  ]);
  await line.label(0, 'label owed', 'label printed', 'label verified');
  return line;
};

const voidTags = new Set(['meta', 'br', '!doctype']);

/** What is opened and not closed, or the other way round. */
const unbalanced = (page: string): readonly string[] => {
  const open: string[] = [];
  for (const [, slash, name = '', rest = ''] of page
    .replace(/<style>[^]*?<\/style>/, '')
    .matchAll(/<(\/?)(!?[a-z][a-z0-9]*)([^<>]*)>/g)) {
    if (voidTags.has(name) || rest.endsWith('/')) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) return [...open, `/${name}`];
  }
  return open;
};

describe('the page', () => {
  test('is one whole file that runs nothing and asks nobody for anything', async () => {
    const page = reportPage(await (await hostileLine()).report());
    expect(unbalanced(page)).toEqual([]);
    expect(page).toMatch(/^<!doctype html>\s+<html lang="en">/);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|url\(|@import|\b(?:src|href)\s*=\s*"/i);
    for (const plot of page.match(/<svg(?![^>]*aria-hidden)[^>]*>.{0,20}/g) ?? [])
      expect(plot).toMatch(/role="img".*aria-label="[^"]+"><title>/);
  });

  test('shows hostile names as they are written', async () => {
    const page = reportPage(await (await hostileLine()).report());
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;\\u0007\\u202e');
    expect(page).toContain('&lt;/title&gt;&lt;script&gt;order()');
    expect(page).toContain('bench &lt;1&gt;');
  });

  test('names every difference and says every verdict by shape and word, too', async () => {
    const line = await hostileLine();
    const report = await line.report();
    const page = reportPage(report);
    for (const { deviceId } of report.reconciliation.differences)
      if (deviceId !== null) expect(page).toContain(deviceId);
    for (const mark of ['■ red', '▲ amber']) expect(page).toContain(mark);
    expect(page).toContain('Does not close: 4 units open.');
  });

  test('of nothing is a page, too', async () => {
    const page = reportPage(await (await MadeUpLine.open()).report());
    expect(unbalanced(page)).toEqual([]);
    expect(page).toContain('No unit was seated.');
    expect(page).not.toContain('NaN');
  });
});

test('no PAC is in a page, a list or a report', async () => {
  const report = await (await hostileLine()).report();
  const all = [reportPage(report), unitsAsCsv(report), JSON.stringify(report)].join('\n').toUpperCase();
  for (const unit of [0, 1, 2, 3, 4, 5, 6]) expect(all).not.toContain(madeUpPac(unit));
});

describe('the list of units', () => {
  test('has the columns that other programs know, and one for every phase', () => {
    expect(unitColumns.join()).toBe(
      'id,serial,product,order,station,slot,operator,run,firstSeatedAt,startedAt,endedAt,removedAt,seatings,reds,seenBefore,colour,outcome,code,blame,message,end,missing,standing,now,good,firstPass,registration,registrationChangedAt,deviceTypeId,productCertificate,prototype,name,label,labelCopies,labelReprints,elapsedMs,firstAnswerMs,openingMs,identifyingMs,readingMs,checkingMs,scanningMs,registeringMs,labellingMs,firmware,supplyMillivolts,temperatureCelsius,radioZone,keyMode,settings,source',
    );
    expect(unitColumns).toEqual(expect.arrayContaining(phases.map((phase) => `${phase}Ms`)));
  });

  test('tells of a unit what was measured and what became of it', async () => {
    const line = await MadeUpLine.open();
    const supply = { name: 'supply', value: 2812, unit: 'mV', low: 3000, high: 3600, passed: false } as const;
    await line.seat({ unit: 1, ending: 'check failed', measured: { measurements: [supply] } });
    await line.seat({
      unit: 1,
      ending: 'green',
      measured: { phaseMs: { reading: 91 }, measurements: [{ ...supply, value: 3301, passed: true }] },
    });
    const [unit] = (await line.report()).units;
    if (unit === undefined) throw new Error('no unit');
    expect(unitRow(unit)).toMatchObject({
      id: madeUpId(1),
      product: 'tank',
      order: 'PO-1',
      operator: 'Ada',
      firstSeatedAt: morning,
      seatings: 2,
      reds: 1,
      code: 'registered',
      blame: null,
      end: 'confirmed',
      missing: null,
      standing: 'done',
      good: true,
      firstPass: false,
      productCertificate: 'P_00A1_B2C3_01',
      prototype: false,
      readingMs: 91,
      scanningMs: null,
      supplyMillivolts: 3301,
      settings: 'd1gest',
    });
    const cells = cellsOf(unitRow(unit));
    expect(cells[unitColumns.indexOf('firstSeatedAt')]).toBe('2026-11-25 06:00:00');
    expect(cells[unitColumns.indexOf('scanningMs')]).toBe('');
  });

  test('as CSV has one row a unit, and nothing in it is a formula', async () => {
    const report = await (await hostileLine()).report();
    const csv = unitsAsCsv(report);
    expect(csv.split('\n')[0]).toBe(unitColumns.join());
    expect(csv).toContain(`"'=HYPERLINK(""http://x.example"")"`);
    expect(csv).toMatch(/,'=1\+1,/);
    expect(csv.trimEnd().split('\n')).toHaveLength(1 + report.units.length);
  });
});

test('what is put into markup is escaped, unless it is markup', () => {
  expect(html`<b title="${'"'}">${['<', html`<i>${1}</i>`, null]}</b>`.text).toBe('<b title="&quot;">&lt;<i>1</i></b>');
});

test.each([
  { values: [], columns: [] },
  { values: [1230], columns: [['1.23', 1]] },
  {
    values: [500, 1500, 2500],
    columns: [
      ['0.4', 1],
      ['0.6', 0],
      ['0.8', 0],
      ['1.0', 0],
      ['1.2', 0],
      ['1.4', 1],
      ['1.6', 0],
      ['1.8', 0],
      ['2.0', 0],
      ['2.2', 0],
      ['2.4', 1],
    ],
  },
])('a histogram of $values has columns of one round width', ({ values, columns }) => {
  expect(histogramOf(values).map(({ name, count }) => [name, count])).toEqual(columns);
});

test('a histogram holds every value, those far off in its last column', () => {
  const values = [...Array.from({ length: 200 }, (_, index) => 1000 + index * 5), 90_000, 120_000];
  const columns = histogramOf(values);
  expect(columns.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
  expect(columns.at(-1)).toEqual({ name: '2.0+', count: 2 });
});
