import { describe, expect, test } from 'vitest';

import { shiftWindow, sinceWindow } from '../../src/report/report-window.ts';

const local = (text: string): number => new Date(text).getTime();
const now = local('2026-11-25T07:12:30');
const three = [6 * 60, 14 * 60, 22 * 60];
const window = { kind: 'shift', order: null };

describe('the window of a shift', () => {
  test.each([
    ['current', three, '2026-11-25 06:00'],
    ['last', three, '2026-11-24 22:00'],
    ['2026-11-24 14:00', three, '2026-11-24 14:00'],
    ['2026-11-24T15:20', three, '2026-11-24 14:00'],
    ['2026-11-25 01:00', three, '2026-11-24 22:00'],
    ['2026-11-20', [6 * 60], '2026-11-20 06:00'],
  ])('%s, of shifts that begin at %j, is that of %s', (name, starts, expected) => {
    expect(shiftWindow(name, { now, ...(starts === undefined ? {} : { starts }) })).toMatchObject({
      ok: true,
      value: { ...window, name: expected, from: local(expected.replace(' ', 'T')) },
    });
  });

  test.each([
    ['current', '2026-11-25'],
    ['last', '2026-11-24'],
    ['2026-11-20', '2026-11-20'],
  ])('%s, where nothing says when shifts begin, is a day: %s', (name, expected) => {
    expect(shiftWindow(name, { now })).toMatchObject({
      ok: true,
      value: {
        kind: 'day',
        name: expected,
        from: local(`${expected}T00:00`),
        to: local(`${expected}T00:00`) + 86_400_000,
      },
    });
  });

  test.each([
    ['next', three, /is no shift/],
    ['2026-02-30', three, /is no shift/],
    ['2026-11-24 25:00', three, /is no shift/],
    ['2026-11-20', three, /3 shifts/],
  ])('cannot be told from %s', (name, starts, reason) => {
    expect(shiftWindow(name, { now, starts })).toMatchObject({
      ok: false,
      code: 'bad usage',
      reason: expect.stringMatching(reason),
    });
  });
});

describe('a window since', () => {
  test.each([
    ['30m', '2026-11-25T06:42:30'],
    ['2h', '2026-11-25T05:12:30'],
    ['3d', '2026-11-22T07:12:30'],
    ['today', '2026-11-25T00:00:00'],
    ['yesterday', '2026-11-24T00:00:00'],
    ['2026-11-20', '2026-11-20T00:00:00'],
    ['2026-11-20 06:30', '2026-11-20T06:30:00'],
    ['2026-11-20T06:30:15', '2026-11-20T06:30:15'],
    ['2026-11-20T06:30:00Z', '2026-11-20T06:30:00Z'],
    ['2026-11-20T06:30:00+02:00', '2026-11-20T04:30:00Z'],
  ])('%s begins at %s and has no end', (text, from) => {
    expect(sinceWindow(text, { now })).toMatchObject({
      ok: true,
      value: { kind: 'since', from: local(from), to: null, order: null },
    });
  });

  test.each([['soon'], ['2 weeks'], ['2026-13-01'], ['2026-04-31'], ['2026-11-25T24:00'], ['2026-11-26'], ['']])(
    'cannot begin at "%s"',
    (text) => {
      expect(sinceWindow(text, { now })).toMatchObject({ ok: false, code: 'bad usage' });
    },
  );
});
