import type { DeviceId } from './device-id.ts';
import type { Measurement } from './measurement.ts';

/** The least and the most that pass, both included; null: no limit on that side. */
export interface Limits {
  readonly min: number | null;
  readonly max: number | null;
}

/** What a product asks of its units beside an ID and a PAC; null: nothing. */
export interface ProductChecks {
  /** The range of IDs that the modem's maker has announced. */
  readonly idFrom: DeviceId | null;
  readonly idTo: DeviceId | null;
  /** Compared number by number: 1.10 is newer than 1.9. */
  readonly minFirmware: string | null;
  readonly supplyMillivolts: Limits | null;
  /** Degrees Celsius. */
  readonly temperatureCelsius: Limits | null;
  readonly radioZone: string | null;
  /** false: a unit that is left on the public key passes. */
  readonly privateKey: boolean;
}

export const noChecks: ProductChecks = {
  idFrom: null,
  idTo: null,
  minFirmware: null,
  supplyMillivolts: null,
  temperatureCelsius: null,
  radioZone: null,
  privateKey: true,
};

/** What was read of a unit; undefined: its modem does not give it. */
export interface UnitValues {
  readonly deviceId: DeviceId;
  readonly firmware: string | undefined;
  readonly supplyMillivolts: number | undefined;
  readonly temperatureCelsius: number | undefined;
  readonly radioZone: string | undefined;
  readonly keyMode: string | undefined;
}

/** Stands for a value that the modem does not give. */
const notGiven = 'not given';

/** Every value that is limited or was given, held against its limits. A limited value that the modem does not give does not pass. */
export const measure = (values: UnitValues, checks: ProductChecks): readonly Measurement[] => [
  ...idRange(values.deviceId, checks),
  ...firmware(values.firmware, checks.minFirmware),
  ...within('supply', 'mV', values.supplyMillivolts, checks.supplyMillivolts),
  ...within('temperature', '°C', values.temperatureCelsius, checks.temperatureCelsius),
  ...equal('radioZone', values.radioZone, checks.radioZone),
  ...equal('keyMode', values.keyMode, checks.privateKey && values.keyMode !== undefined ? 'private' : null),
];

/** What is wrong with it, for a person, without a full stop. */
export const describeMeasurement = ({ name, value, unit, low, high }: Measurement): string => {
  const shown = unit === null || value === notGiven ? `${value}` : `${value} ${unit}`;
  const limits =
    low === high
      ? `${low ?? ''}`
      : [low === null ? null : `at least ${low}`, high === null ? null : `at most ${high}`]
          .filter((limit) => limit !== null)
          .join(' and ');
  return `its ${words[name]} is ${shown}, ${limits}${unit === null ? '' : ` ${unit}`} expected`;
};

const words: Readonly<Record<Measurement['name'], string>> = {
  deviceId: 'ID',
  firmware: 'firmware',
  supply: 'supply voltage',
  temperature: 'temperature',
  radioZone: 'radio zone',
  keyMode: 'key mode',
};

const idRange = (deviceId: DeviceId, { idFrom, idTo }: ProductChecks): readonly Measurement[] => {
  if (idFrom === null && idTo === null) return [];
  // Eight upper-case hex digits each: the order of the texts is the order of the numbers.
  return [
    {
      name: 'deviceId',
      value: deviceId,
      unit: null,
      low: idFrom,
      high: idTo,
      passed: (idFrom === null || deviceId >= idFrom) && (idTo === null || deviceId <= idTo),
    },
  ];
};

const firmware = (given: string | undefined, least: string | null): readonly Measurement[] => {
  if (given === undefined && least === null) return [];
  return [
    {
      name: 'firmware',
      value: given ?? notGiven,
      unit: null,
      low: least,
      high: null,
      passed: least === null || (given !== undefined && isAtLeast(given, least)),
    },
  ];
};

const within = (
  name: 'supply' | 'temperature',
  unit: 'mV' | '°C',
  given: number | undefined,
  limits: Limits | null,
): readonly Measurement[] => {
  if (given === undefined && limits === null) return [];
  const { min, max } = limits ?? { min: null, max: null };
  const passed =
    limits === null || (given !== undefined && (min === null || given >= min) && (max === null || given <= max));
  return [{ name, value: given ?? notGiven, unit, low: min, high: max, passed }];
};

const equal = (
  name: 'radioZone' | 'keyMode',
  given: string | undefined,
  wanted: string | null,
): readonly Measurement[] => {
  if (given === undefined && wanted === null) return [];
  return [
    {
      name,
      value: given ?? notGiven,
      unit: null,
      low: wanted,
      high: wanted,
      passed: wanted === null || given === wanted,
    },
  ];
};

/** The first run of dotted numbers in each text, number by number. A text without a number is older than any. */
const isAtLeast = (given: string, least: string): boolean => {
  const [one, other] = [numbersOf(given), numbersOf(least)];
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const difference = (one[index] ?? -1) - (other[index] ?? -1);
    if (difference !== 0) return difference > 0;
  }
  return one.length > 0;
};

const numbersOf = (text: string): readonly number[] =>
  (/\d+(?:\.\d+)*/.exec(text)?.[0] ?? '')
    .split('.')
    .filter((part) => part !== '')
    .map(Number);
