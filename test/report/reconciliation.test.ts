import { describe, expect, test } from 'vitest';

import { closingSentence } from '../../src/report/figures.ts';
import { madeUpId } from '../series/made-up-series.ts';
import { MadeUpLine, minute, morning } from './made-up-line.ts';

const lost = (report: Awaited<ReturnType<MadeUpLine['report']>>) =>
  Object.fromEntries(report.reconciliation.steps.map(({ step, units, lost: short }) => [step, [units, short]]));

describe('a shift in which everything goes well', () => {
  test('is seated = read = registered = confirmed, and closes', async () => {
    const line = await MadeUpLine.open();
    for (const unit of [1, 2, 3]) await line.seat({ unit, ending: 'green' });
    const report = await line.report();
    expect(lost(report)).toEqual({ seated: [3, 0], read: [3, 0], registered: [3, 0], confirmed: [3, 0] });
    expect(report.reconciliation).toMatchObject({
      runs: 3,
      seatings: 3,
      units: 3,
      repeats: 0,
      closes: true,
      differences: [],
    });
    expect(closingSentence(report)).toBe('Closes: 3 units, all done.');
  });

  test('takes the same ID together, and golden units and those turned away out of the count', async () => {
    const line = await MadeUpLine.open();
    await line.seat({ ending: 'golden' });
    await line.seat({ ending: 'golden failed' });
    await line.seat({ ending: 'locked' });
    for (const ending of ['mute', 'check failed', 'green'] as const) await line.seat({ unit: 1, ending });
    await line.seat({ unit: 1, ending: 'green', slot: 'right' });
    const { reconciliation } = await line.report();
    expect(reconciliation).toMatchObject({
      runs: 7,
      goldenRuns: 2,
      goldenFailed: 1,
      turnedAway: 1,
      turnedAwayBy: [{ code: 'slot locked', count: 1 }],
      seatings: 4,
      units: 2,
      repeats: 2,
    });
    expect(reconciliation.ends).toMatchObject({ 'not read': 1, confirmed: 1 });
  });
});

describe('each difference', () => {
  test('names its unit, the first step it misses, why, whose turn it is and what it is now', async () => {
    const line = await MadeUpLine.open();
    await line.seat({ ending: 'mute', slot: 'right' });
    await line.seat({ unit: 2, ending: 'check failed' });
    await line.seat({ unit: 3, ending: 'refused' });
    const amber = await line.seat({ unit: 4, ending: 'amber' });
    await line.remove(amber);
    await line.seat({ unit: 5, ending: 'unknown' });
    await line.seat({ unit: 6, ending: 'green' });
    const { reconciliation } = await line.report();
    expect(reconciliation.differences).toMatchObject([
      {
        missing: 'read',
        standing: 'for a person',
        slot: 'right',
        deviceId: null,
        at: morning,
        code: 'no answer',
        blame: 'fixture',
        now: 'never read',
      },
      {
        missing: 'registered',
        standing: 'open',
        deviceId: madeUpId(4),
        colour: 'amber',
        leftAmber: true,
        code: 'backend unreachable',
        blame: 'backend',
        now: expect.stringMatching(/^owed since 2026-11-25 06:03/),
      },
      {
        missing: 'registered',
        standing: 'for a person',
        deviceId: madeUpId(2),
        code: 'check failed',
        blame: 'unit',
        now: 'read, not registered',
      },
      {
        missing: 'confirmed',
        standing: 'open',
        deviceId: madeUpId(5),
        leftAmber: false,
        now: expect.stringMatching(/^being looked up/),
      },
      {
        missing: 'confirmed',
        standing: 'for a person',
        deviceId: madeUpId(3),
        code: 'backend refused',
        now: expect.stringMatching(/^refused/),
      },
    ]);
    expect(reconciliation).toMatchObject({
      closes: false,
      standings: { done: 1, 'done later': 0, open: 2, 'for a person': 3 },
    });
  });

  test('that was amber when it was taken out stays listed, settled, once the backend has confirmed the unit', async () => {
    const line = await MadeUpLine.open();
    const run = await line.seat({ unit: 1, ending: 'unknown' });
    await line.remove(run);
    line.setClock(morning + 600 * minute);
    await line.confirm(1);
    const report = await line.report();
    expect(report.reconciliation).toMatchObject({
      closes: true,
      differences: [
        { missing: null, standing: 'done later', colour: 'amber', leftAmber: true, now: 'confirmed 2026-11-25 16:00' },
      ],
    });
    expect(report.yield).toMatchObject({ good: 1, firstPass: 1 });
  });

  test('is none where the amber unit became green in its slot', async () => {
    const line = await MadeUpLine.open();
    const run = await line.seat({ unit: 1, ending: 'unknown' });
    await line.confirm(1);
    await line.journal.append([
      {
        kind: 'verdict settled',
        run,
        deviceId: madeUpId(1),
        colour: 'green',
        outcome: 'pass',
        code: 'registered',
        message: 'Confirmed.',
      },
    ]);
    expect((await line.report()).reconciliation).toMatchObject({ closes: true, differences: [] });
  });

  test('is open for a run without an end, also of a unit that is confirmed', async () => {
    const line = await MadeUpLine.open();
    await line.seat({ ending: 'vanished' });
    await line.seat({ unit: 2, ending: 'cut off' });
    await line.seat({ unit: 3, ending: 'green' });
    await line.seat({ unit: 3, ending: 'cut off' });
    await line.journal.append([{ kind: 'registration intended', deviceId: madeUpId(3) }]);
    await line.confirm(3);
    const { reconciliation } = await line.report();
    expect(
      reconciliation.differences.map(({ missing, standing, now }) => [
        missing,
        standing,
        now.replace(/ 2026.*?(?=;|$)/, ''),
      ]),
    ).toEqual([
      ['read', 'open', 'its run has no end'],
      ['registered', 'open', 'owed since; its run has no end'],
      [null, 'open', 'confirmed; its run has no end'],
    ]);
    expect(reconciliation.ends).toMatchObject({ 'in its run': 1, owed: 1, confirmed: 1 });
  });

  test('is settled where a unit was pulled out and the backend confirmed it all the same', async () => {
    const line = await MadeUpLine.open();
    await line.seat({ unit: 1, ending: 'cut off' });
    await line.seat({ unit: 1, ending: 'pulled' });
    const [open] = (await line.journal.runs({ open: true, limit: 100 })).map(({ run }) => run);
    await line.journal.append([
      {
        kind: 'run ended',
        run: open ?? '',
        deviceId: madeUpId(1),
        colour: 'red',
        outcome: 'aborted',
        code: 'interrupted',
        message: 'The process died.',
        elapsedMs: 1,
        transcript: '',
      },
    ]);
    await line.confirm(1);
    expect((await line.report()).reconciliation.differences).toMatchObject([
      { missing: null, standing: 'done later', code: 'port lost' },
    ]);
  });
});

describe('labels', () => {
  test('are a step where the product has them, and are asked of no other product', async () => {
    const line = await MadeUpLine.open();
    for (const unit of [1, 2, 3]) await line.seat({ unit, ending: 'green' });
    await line.seat({ unit: 4, ending: 'green', product: 'mug' });
    await line.label(1, 'label owed', 'label printed', 'label verified');
    await line.label(2, 'label owed', 'label printed');
    await line.label(3, 'label owed');
    const report = await line.report();
    expect(lost(report)).toMatchObject({ confirmed: [4, 0], labelled: [1, 2] });
    expect(report.reconciliation).toMatchObject({ withoutLabel: 1, closes: false });
    expect(
      report.reconciliation.differences.map(({ deviceId, missing, now }) => [deviceId, missing, now.split(', ')[1]]),
    ).toEqual([
      [madeUpId(2), 'labelled', 'label not scanned back'],
      [madeUpId(3), 'labelled', 'label owed'],
    ]);
  });

  test('that no unit ever got are missed where the settings by which the unit was worked ask for them, and not by other settings', async () => {
    const line = await MadeUpLine.open();
    await line.seat({ unit: 1, ending: 'green' });
    await line.seat({ unit: 2, ending: 'green', product: 'mug' });
    const labels = { digest: 'd1gest', products: new Set(['tank']) };
    const { reconciliation } = await line.report({}, labels);
    expect(reconciliation).toMatchObject({
      closes: false,
      withoutLabel: 1,
      differences: [{ deviceId: madeUpId(1), missing: 'labelled', now: expect.stringContaining('no label') }],
    });
    expect((await line.report({}, { ...labels, digest: 'changed since' })).reconciliation).toMatchObject({
      closes: true,
      differences: [],
    });
  });

  test('that are never scanned back are good when they are printed', async () => {
    const line = await MadeUpLine.open();
    await line.seat({ unit: 1, ending: 'green' });
    await line.label(1, 'label owed', 'label printed');
    expect((await line.report()).reconciliation).toMatchObject({ closes: true, ends: { labelled: 1 } });
  });
});

describe('windows', () => {
  test('each add up by themselves; a unit of two of them is counted in both and said to have been there before', async () => {
    const line = await MadeUpLine.open();
    await line.seat({ unit: 1, ending: 'amber' });
    line.setClock(morning + 480 * minute);
    await line.seat({ unit: 1, ending: 'green' });
    await line.seat({ unit: 2, ending: 'green' });
    const early = await line.report();
    const late = await line.report({ from: morning + 480 * minute, to: morning + 960 * minute });
    expect(early.reconciliation).toMatchObject({ units: 1, seenBefore: 0, differences: [{ standing: 'done later' }] });
    expect(late.reconciliation).toMatchObject({ units: 2, seenBefore: 1, differences: [] });
  });

  test('of an order hold its runs whenever they were', async () => {
    const line = await MadeUpLine.open();
    await line.seat({ unit: 1, ending: 'green', order: 'PO-1' });
    await line.seat({ unit: 2, ending: 'green', order: 'PO-2' });
    line.setClock(morning + 5000 * minute);
    await line.seat({ unit: 3, ending: 'green', order: 'PO-1' });
    const report = await line.report({ kind: 'order', name: 'PO-1', from: null, to: null, order: 'PO-1' });
    expect(report.units.map(({ deviceId }) => deviceId)).toEqual([madeUpId(1), madeUpId(3)]);
    expect(report.orders).toEqual(['PO-1']);
  });

  test('without a run say so', async () => {
    const line = await MadeUpLine.open();
    const report = await line.report();
    expect(closingSentence(report)).toBe('No unit was seated.');
    expect(report).toMatchObject({
      yield: { yield: null, firstPassYield: null },
      pareto: { total: 0 },
      pace: { buckets: [] },
    });
  });
});
