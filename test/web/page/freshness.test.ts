import { expect, test } from 'vitest';

import { ageOf, isStale } from '../../../src/web/page/live/freshness.ts';

const then = { steady: 1000, wall: 1_700_000_000_000 };
const after = (steadyMs: number, wallMs = steadyMs) => ({ steady: then.steady + steadyMs, wall: then.wall + wallMs });

test('a picture is believed for three seconds', () => {
  expect(isStale(then, after(3000))).toBe(false);
  expect(isStale(then, after(3001))).toBe(true);
  expect(isStale(null, after(0))).toBe(true);
});

test('a machine that slept has a clock that stood still, and one that did not', () => {
  expect(isStale(then, after(10, 3_600_000))).toBe(true);
});

test('a clock that was set back makes nothing younger', () => {
  expect(ageOf(then, after(5000, -3_600_000))).toBe(5000);
  expect(isStale(then, after(5000, -3_600_000))).toBe(true);
});
