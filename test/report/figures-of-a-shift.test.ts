import { describe, expect, test } from 'vitest';

import { spreadOf } from '../../src/report/spread.ts';
import { MadeUpLine, minute, morning } from './made-up-line.ts';

describe('yield', () => {
  test('is of units that were good at last; first-pass yield of those that were good at once', async () => {
    const line = await MadeUpLine.open();
    await line.seat({ unit: 1, ending: 'green' });
    await line.seat({ unit: 2, ending: 'check failed', slot: 'right' });
    await line.seat({ unit: 2, ending: 'green' });
    await line.seat({ unit: 3, ending: 'refused', slot: 'right' });
    await line.seat({ unit: 4, ending: 'green', slot: 'right' });
    await line.seat({ ending: 'golden', slot: 'right' });
    await line.seat({ ending: 'locked', slot: 'right' });
    expect((await line.report()).yield).toMatchObject({
      units: 4,
      good: 3,
      firstPass: 2,
      yield: 0.75,
      firstPassYield: 0.5,
      retestedUnits: 1,
      retests: 1,
      bySlot: [
        { slot: 'left', seatings: 2, units: 2, good: 2, yield: 1, firstSeated: 1, firstPass: 1, firstPassYield: 1 },
        { slot: 'right', seatings: 3, units: 2, good: 1, yield: 0.5, firstSeated: 3, firstPass: 1 },
      ],
    });
  });

  test('is not lowered by a unit that is pulled out when it was good before, nor raised by a red one that another shift had confirmed', async () => {
    const line = await MadeUpLine.open();
    await line.seat({ unit: 1, ending: 'green' });
    await line.seat({ unit: 1, ending: 'pulled' });
    await line.seat({ unit: 2, ending: 'green' });
    await line.seat({ unit: 2, ending: 'check failed' });
    const report = await line.report();
    expect(report.yield).toMatchObject({ units: 2, good: 1, firstPass: 2 });
    expect(report.reconciliation.differences).toMatchObject([
      { missing: null, standing: 'for a person', code: 'check failed' },
    ]);
  });

  test('lists slots as people count them', async () => {
    const line = await MadeUpLine.open();
    for (const [unit, slot] of ['slot 10', 'slot 9', 'slot 1'].entries())
      await line.seat({ unit, ending: 'green', slot });
    expect((await line.report()).slots).toEqual(['slot 1', 'slot 9', 'slot 10']);
  });
});

test('causes are counted by seating, most frequent first, with their blame and slots', async () => {
  const line = await MadeUpLine.open();
  for (const slot of ['left', 'right', 'right']) await line.seat({ ending: 'mute', slot });
  await line.seat({ unit: 1, ending: 'unknown' });
  await line.seat({ unit: 2, ending: 'green' });
  await line.seat({ ending: 'golden failed' });
  await line.seat({ ending: 'locked' });
  await line.seat({ ending: 'vanished' });
  expect((await line.report()).pareto).toEqual({
    total: 4,
    codes: [
      { code: 'no answer', blame: 'fixture', count: 3, share: 0.75, red: 3, amber: 0, bySlot: { left: 1, right: 2 } },
      { code: 'registration unknown', blame: 'backend', count: 1, share: 0.25, red: 0, amber: 1, bySlot: { left: 1 } },
    ],
    blames: [
      { blame: 'fixture', count: 3, share: 0.75 },
      { blame: 'backend', count: 1, share: 0.25 },
    ],
  });
});

describe('times', () => {
  test('are of whole runs: by phase, to the first answer, and from green to green in the same slot', async () => {
    const line = await MadeUpLine.open();
    await line.seat({
      unit: 1,
      ending: 'green',
      tookMs: 1000,
      measured: { firstAnswerMs: 30, phaseMs: { reading: 90, registering: 400 } },
    });
    await line.seat({ unit: 2, ending: 'green', tookMs: 3000, slot: 'right' });
    await line.seat({ ending: 'mute', tookMs: 5000, measured: { firstAnswerMs: null, phaseMs: {} } });
    await line.seat({
      unit: 3,
      ending: 'green',
      tookMs: 2000,
      measured: { firstAnswerMs: 50, phaseMs: { reading: 110 } },
    });
    await line.seat({ unit: 4, ending: 'pulled', tookMs: 50 });
    const { timings } = await line.report();
    expect(timings).toMatchObject({
      seating: { count: 4, median: 2000, max: 5000 },
      green: { count: 3, median: 2000, p95: 3000, max: 3000 },
      firstAnswer: { count: 3, median: 40, max: 50 },
      greenToGreen: { count: 1, median: 3 * minute + 1000 },
      phases: [
        { phase: 'reading', spread: { count: 3, median: 90 } },
        { phase: 'registering', spread: { count: 1, median: 400 } },
      ],
    });
    expect(timings.bySlot).toMatchObject([
      { slot: 'left', green: { count: 2 } },
      { slot: 'right', green: { count: 1, median: 3000 } },
    ]);
  });

  test.each([
    [[], { count: 0, median: null, p95: null, max: null }],
    [[7], { count: 1, median: 7, p95: 7, max: 7 }],
    [[4, 1, 3, 2], { count: 4, median: 2, p95: 4, max: 4 }],
    [Array.from({ length: 100 }, (_, index) => index + 1), { count: 100, median: 50, p95: 95, max: 100 }],
  ])('of %j are values that were measured', (values, spread) => {
    expect(spreadOf(values)).toEqual(spread);
  });
});

describe('pace', () => {
  test('counts units by the hour over the whole shift so far, empty hours too', async () => {
    const line = await MadeUpLine.open();
    await line.seat({ unit: 1, ending: 'green' });
    await line.seat({ ending: 'mute' });
    line.setClock(morning + 130 * minute);
    await line.seat({ unit: 2, ending: 'green' });
    line.setClock(morning + 200 * minute);
    const { pace } = await line.report();
    expect(pace.buckets.map(({ from, good, others }) => [(from - morning) / minute, good, others])).toEqual([
      [0, 1, 1],
      [60, 0, 0],
      [120, 1, 0],
      [180, 0, 0],
    ]);
    expect(pace.goodPerHour).toBeCloseTo(2 / ((130 + 2 / 60) / 60));
  });

  test('counts by the day where it is about many days', async () => {
    const line = await MadeUpLine.open();
    await line.seat({ unit: 1, ending: 'green' });
    line.setClock(morning + 3 * 24 * 60 * minute);
    await line.seat({ unit: 2, ending: 'green' });
    const { pace } = await line.report({ kind: 'order', from: null, to: null, order: 'PO-1' });
    expect(pace).toMatchObject({ width: 'day', buckets: [{ good: 1 }, { good: 0 }, { good: 0 }, { good: 1 }] });
  });
});
