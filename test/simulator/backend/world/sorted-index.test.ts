import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueQueue } from '../../../../src/simulator/backend/world/due-queue.ts';
import { SortedIndex } from '../../../../src/simulator/backend/world/sorted-index.ts';

const ascending = (a: number, b: number): number => a - b;
const numbers = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 4_000, size: 'max' });

describe('a sorted index', () => {
  it('holds what a sorted list without repetitions holds, whatever is put in and taken out, and reads from any rank both ways', () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, fc.nat(5_000), (first, put, removed, bound) => {
        const expected = [...new Set([...first, ...put]).difference(new Set(removed))].toSorted(ascending);
        const index = new SortedIndex(ascending, new Set(first));
        for (const item of put) index.put(item);
        for (const item of removed) index.remove(item);
        const rank = index.rank((item) => item < bound);
        expect(index.size).toBe(expected.length);
        expect(rank).toBe(expected.filter((item) => item < bound).length);
        expect([...index.from(rank)]).toEqual(expected.slice(rank));
        expect([...index.backFrom(rank - 1)]).toEqual(expected.slice(0, rank).toReversed());
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the item that was put last in a place', () => {
    const index = new SortedIndex<{ readonly key: number; readonly name: string }>((a, b) => a.key - b.key);
    index.put({ key: 1, name: 'old' });
    index.put({ key: 1, name: 'new' });
    expect([...index.from(0)]).toEqual([{ key: 1, name: 'new' }]);
  });
});

describe('a queue of things that wait', () => {
  it('gives out what is due in the order of its time, and of its coming where times are the same', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 200 }), fc.nat(20), (times, now) => {
        const queue = new DueQueue<number>();
        for (const [ordinal, time] of times.entries()) queue.add(ordinal, time);
        const order = [...times.keys()].toSorted((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
        const due = order.filter((ordinal) => (times[ordinal] ?? 0) <= now);
        expect([...queue.due(now)]).toEqual(due);
        expect([...queue.due(20)]).toEqual(order.slice(due.length));
      }),
    );
  });
});
