import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeIn } from '../../../src/backend/shared/times.ts';
import { toRegisteredDevice as ofV1 } from '../../../src/backend/v1/registered-device.ts';
import { toRegisteredDevice as ofV2 } from '../../../src/backend/v2/registered-device.ts';

const anyNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -1, 9e15, 2 ** 53, 1e300, Infinity, NaN, 8_640_000_000_000_000, 8_640_000_000_000_001),
);

const isPrintable = (time: number | undefined): boolean =>
  time === undefined || (time > 0 && new Date(time).toISOString() !== '');

test('a time is printable, or it is none', () => {
  fc.assert(
    fc.property(anyNumber, fc.constantFrom('ms' as const, 'seconds or ms' as const), (time, unit) =>
      isPrintable(timeIn(unit, time)),
    ),
  );
});

test.each([
  ['ms', 1_793_000_000_000, 1_793_000_000_000],
  ['ms', 1, 1],
  ['ms', 0, undefined],
  ['ms', null, undefined],
  ['ms', 9e15, undefined],
  ['seconds or ms', 1_793_000_000, 1_793_000_000_000],
  ['seconds or ms', 1_793_000_000_000, 1_793_000_000_000],
  ['seconds or ms', 0, undefined],
] as const)('in %s, %s is %s', (unit, time, expected) => {
  expect(timeIn(unit, time)).toBe(expected);
});

test('whatever times a device is shown with, each of them is printable or left out', () => {
  fc.assert(
    fc.property(anyNumber, anyNumber, anyNumber, (first, second, third) => {
      const devices = [
        ofV2({ id: 'A10001', lastCom: first, activationTime: second, creationTime: third }),
        ofV1({ id: 'A10001', last: first, activationTime: second }),
      ];
      return devices.every(
        (device) => device !== null && [device.lastSeenAt, device.activationAt, device.createdAt].every(isPrintable),
      );
    }),
  );
});

test('0 is never: the unit was not heard, and took no token', () => {
  for (const device of [
    ofV2({ id: 'A10001', lastCom: 0, activationTime: 0, creationTime: 0 }),
    ofV1({ id: 'A10001', last: 0, activationTime: 0 }),
  ]) {
    expect(Object.keys(device ?? {})).toEqual(['deviceId', 'name', 'deviceTypeId', 'certificate', 'prototype']);
  }
});
