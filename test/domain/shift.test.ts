import { describe, expect, it } from 'vitest';

import { shiftAt, wholeDay } from '../../src/domain/shift.ts';

const local = (text: string): number => new Date(text).getTime();
const three = [6 * 60, 14 * 60, 22 * 60];

describe('a shift', () => {
  it.each([
    ['2026-11-25T06:00:00', '2026-11-25 06:00'],
    ['2026-11-25T13:59:59.999', '2026-11-25 06:00'],
    ['2026-11-25T14:00:00', '2026-11-25 14:00'],
    ['2026-11-25T23:30:00', '2026-11-25 22:00'],
    ['2026-11-26T05:59:59', '2026-11-25 22:00'],
  ])('at %s is the one that began at %s', (at, name) => {
    expect(shiftAt(local(at), three).name).toBe(name);
  });

  it('ends where the next one begins, over midnight too', () => {
    const night = shiftAt(local('2026-11-26T01:00:00'), three);
    expect(night.to).toBe(local('2026-11-26T06:00:00'));
    expect(shiftAt(night.to, three).from).toBe(night.to);
  });

  it('is the whole day where nothing else is said', () => {
    expect(shiftAt(local('2026-11-25T15:00:00'), wholeDay)).toEqual({
      name: '2026-11-25 00:00',
      from: local('2026-11-25T00:00:00'),
      to: local('2026-11-26T00:00:00'),
    });
  });

  it('does not depend on the order of the settings', () => {
    expect(shiftAt(local('2026-11-25T07:00:00'), three.toReversed())).toEqual(
      shiftAt(local('2026-11-25T07:00:00'), three),
    );
  });
});
