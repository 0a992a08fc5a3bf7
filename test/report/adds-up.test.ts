import { array, assert, asyncProperty, constantFrom, integer, record, uniqueArray, type Arbitrary } from 'fast-check';
import { expect, test } from 'vitest';

import { steps } from '../../src/report/unit-end.ts';
import { endings, MadeUpLine, minute, morning, type MadeUpSeating } from './made-up-line.ts';

const seating: Arbitrary<MadeUpSeating> = record({
  unit: integer({ min: 0, max: 4 }),
  ending: constantFrom(...endings),
  slot: constantFrom('left', 'right'),
  product: constantFrom('tank', 'mug'),
});

const dayMs = 24 * 60 * minute;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

test('whatever happens on a line, its report adds up: every run is of one kind, every unit in one end, one standing and one slot', async () => {
  const line = await MadeUpLine.open();
  let days = 0;
  await assert(
    asyncProperty(
      array(seating, { maxLength: 14 }),
      uniqueArray(integer({ min: 0, max: 4 })),
      async (seatings, labelled) => {
        // Each case has a day and five units of its own
        const day = ++days;
        const from = morning + day * dayMs;
        line.setClock(from);
        for (const one of seatings) await line.seat({ ...one, unit: day * 5 + (one.unit ?? 0) });
        for (const unit of labelled) await line.label(day * 5 + unit, 'label owed', 'label printed');
        const {
          reconciliation: all,
          yield: yields,
          pareto,
          pace,
          units,
        } = await line.report({ from, to: from + dayMs });

        expect(all.runs).toBe(seatings.length);
        expect(all.runs).toBe(all.seatings + all.goldenRuns + all.turnedAway);
        expect(all.seatings).toBe(all.units + all.repeats);
        expect(all.units).toBe(units.length);
        expect(sum(units.map(({ seatings: own }) => own.length))).toBe(all.seatings);
        expect(sum(Object.values(all.ends))).toBe(all.units);
        expect(sum(Object.values(all.standings))).toBe(all.units);
        expect(all.differences.length).toBe(all.units - all.standings.done);

        const [first] = all.steps;
        const last = all.steps.at(-1);
        expect(first?.units).toBe(all.units);
        expect(sum(all.steps.map(({ lost }) => lost))).toBe(
          all.units - (last?.units ?? 0) - (last?.step === 'labelled' ? all.withoutLabel : 0),
        );
        for (const step of steps)
          expect(all.differences.filter(({ missing }) => missing === step).length).toBe(
            all.steps.find((one) => one.step === step)?.lost ?? 0,
          );

        expect(sum(yields.bySlot.map((slot) => slot.units))).toBe(yields.units);
        expect(sum(yields.bySlot.map(({ good }) => good))).toBe(yields.good);
        expect(sum(yields.bySlot.map(({ firstSeated }) => firstSeated))).toBe(yields.units);
        expect(sum(yields.bySlot.map((slot) => slot.seatings))).toBe(all.seatings);
        expect(yields.retests).toBe(all.repeats);

        expect(sum(pareto.codes.map(({ count }) => count))).toBe(pareto.total);
        expect(sum(pareto.blames.map(({ count }) => count))).toBe(pareto.total);
        for (const { count, red, amber, bySlot } of pareto.codes)
          expect([red + amber, sum(Object.values(bySlot))]).toEqual([count, count]);
        expect(sum(pace.buckets.map(({ good, others }) => good + others))).toBe(all.units);
      },
    ),
    { numRuns: 30 },
  );
});
