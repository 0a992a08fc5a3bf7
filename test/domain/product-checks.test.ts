import { describe, expect, test } from 'vitest';

import { DeviceId } from '../../src/domain/device-id.ts';
import {
  describeMeasurement,
  measure,
  noChecks,
  type Limits,
  type ProductChecks,
  type UnitValues,
} from '../../src/domain/product-checks.ts';

const id = (text: string): DeviceId => {
  const parsed = DeviceId.parse(text);
  return parsed.ok ? parsed.value : expect.fail(parsed.reason);
};

const silent: UnitValues = {
  deviceId: id('00A10001'),
  firmware: undefined,
  supplyMillivolts: undefined,
  temperatureCelsius: undefined,
  radioZone: undefined,
  keyMode: undefined,
};

/** The one measurement that these checks make of these values. */
const one = (values: Partial<UnitValues>, checks: Partial<ProductChecks>) => {
  const [only, ...others] = measure({ ...silent, ...values }, { ...noChecks, ...checks });
  expect(others).toEqual([]);
  return only ?? expect.fail('nothing was measured');
};

const limits = (min: number | null, max: number | null): Limits => ({ min, max });

test('where nothing is limited and nothing given, nothing is measured', () => {
  expect(measure(silent, noChecks)).toEqual([]);
});

test.each([
  { given: '1.10', least: '1.9', passed: true },
  { given: '1.9', least: '1.10', passed: false },
  { given: '1.9', least: '1.9', passed: true },
  { given: '1.9.0', least: '1.9', passed: true },
  { given: '1.9', least: '1.9.0', passed: false },
  { given: '2', least: '1.99.99', passed: true },
  { given: 'V1.0.0-rc', least: '1.0.0', passed: true },
  { given: 'SFM v2.4 (2019)', least: '2.3', passed: true },
  { given: '010', least: '9', passed: true },
  { given: 'unknown', least: '0', passed: false },
  { given: '', least: '1', passed: false },
  { given: undefined, least: '1', passed: false },
])('firmware $given is at least $least: $passed', ({ given, least, passed }) => {
  expect(one({ firmware: given }, { minFirmware: least })).toEqual({
    name: 'firmware',
    value: given ?? 'not given',
    unit: null,
    low: least,
    high: null,
    passed,
  });
});

describe.each([
  { name: 'supply', value: 'supplyMillivolts', unit: 'mV' },
  { name: 'temperature', value: 'temperatureCelsius', unit: '°C' },
] as const)('$name', ({ name, value, unit }) => {
  test.each([
    { given: 10, min: 10, max: 20, passed: true },
    { given: 20, min: 10, max: 20, passed: true },
    { given: 9.99, min: 10, max: 20, passed: false },
    { given: 20.01, min: 10, max: 20, passed: false },
    { given: -40, min: null, max: 20, passed: true },
    { given: 0, min: 0, max: null, passed: true },
    { given: -1, min: 0, max: null, passed: false },
    { given: undefined, min: 10, max: 20, passed: false },
  ])('$given within $min and $max passes: $passed', ({ given, min, max, passed }) => {
    expect(one({ [value]: given }, { [value]: limits(min, max) })).toEqual({
      name,
      value: given ?? 'not given',
      unit,
      low: min,
      high: max,
      passed,
    });
  });

  test('that is given and not limited is kept, and passes', () => {
    expect(one({ [value]: 3300 }, {})).toEqual({ name, value: 3300, unit, low: null, high: null, passed: true });
  });
});

test.each([
  { deviceId: '00A10000', passed: true },
  { deviceId: '00A1FFFF', passed: true },
  { deviceId: '00A0FFFF', passed: false },
  { deviceId: '00A20000', passed: false },
  { deviceId: 'FFFFFFFE', passed: false },
])('the ID $deviceId is in the range of the maker: $passed', ({ deviceId, passed }) => {
  expect(one({ deviceId: id(deviceId) }, { idFrom: id('00A10000'), idTo: id('00A1FFFF') })).toMatchObject({
    name: 'deviceId',
    value: deviceId,
    passed,
  });
});

test('a range of IDs may be open at one end', () => {
  expect(one({}, { idFrom: id('1') }).passed).toBe(true);
  expect(one({}, { idTo: id('1') })).toMatchObject({ low: null, passed: false });
});

test.each([
  { given: 'RC1', wanted: 'RC1', passed: true },
  { given: 'RC2', wanted: 'RC1', passed: false },
  { given: undefined, wanted: 'RC1', passed: false },
  { given: 'RC2', wanted: null, passed: true },
])('the radio zone $given is $wanted: $passed', ({ given, wanted, passed }) => {
  expect(one({ radioZone: given }, { radioZone: wanted })).toMatchObject({
    value: given ?? 'not given',
    low: wanted,
    high: wanted,
    passed,
  });
});

test.each([
  { given: 'private', privateKey: true, passed: true },
  { given: 'public', privateKey: true, passed: false },
  { given: 'public', privateKey: false, passed: true },
])(
  'a unit on the $given key passes where the private one is asked for ($privateKey): $passed',
  ({ given, privateKey, passed }) => {
    expect(one({ keyMode: given }, { privateKey }).passed).toBe(passed);
  },
);

test('a modem that does not tell its key is not asked for it', () => {
  expect(measure(silent, { ...noChecks, privateKey: true })).toEqual([]);
});

test.each([
  {
    values: { supplyMillivolts: 2900 },
    checks: { supplyMillivolts: limits(3000, 3600) },
    words: 'its supply voltage is 2900 mV, at least 3000 and at most 3600 mV expected',
  },
  {
    values: {},
    checks: { supplyMillivolts: limits(3000, null) },
    words: 'its supply voltage is not given, at least 3000 mV expected',
  },
  {
    values: { firmware: '1.9' },
    checks: { minFirmware: '1.10' },
    words: 'its firmware is 1.9, at least 1.10 expected',
  },
  { values: { radioZone: 'RC2' }, checks: { radioZone: 'RC1' }, words: 'its radio zone is RC2, RC1 expected' },
  {
    values: { temperatureCelsius: 41 },
    checks: { temperatureCelsius: limits(null, 40) },
    words: 'its temperature is 41 °C, at most 40 °C expected',
  },
])('a person is told: $words', ({ values, checks, words }) => {
  expect(describeMeasurement(one(values, checks))).toBe(words);
});
