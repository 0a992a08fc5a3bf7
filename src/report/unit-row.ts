import { blameOf } from '../domain/verdict/actor.ts';
import type { Phase } from '../domain/phase.ts';
import { localTime } from '../domain/shift.ts';
import type { Measurement } from '../domain/measurement.ts';
import { nowText, type ReportedUnit } from './reported-unit.ts';

export type UnitCell = string | number | boolean | null;

/**
 * What a list of units tells of one: programs read these names, so they stay. New ones come at the end. The verdict, its slot and
 * its times are those of the seating that counts. Never a PAC.
 */
const cellOf = {
  id: ({ deviceId }) => deviceId,
  serial: ({ serialNumber }) => serialNumber,
  product: ({ lastWord }) => lastWord.product,
  order: ({ lastWord }) => lastWord.order,
  station: ({ lastWord }) => lastWord.station,
  slot: ({ lastWord }) => lastWord.slot,
  operator: ({ lastWord }) => lastWord.operator,
  run: ({ lastWord }) => lastWord.run,
  firstSeatedAt: ({ seatings: [first] }) => first.startedAt,
  startedAt: ({ lastWord }) => lastWord.startedAt,
  endedAt: ({ lastWord }) => lastWord.endedAt,
  removedAt: ({ lastWord }) => lastWord.removedAt,
  seatings: ({ seatings }) => seatings.length,
  reds: ({ seatings }) => seatings.filter(({ colour }) => colour === 'red').length,
  seenBefore: ({ seenBefore }) => seenBefore,
  colour: ({ lastWord }) => lastWord.colour,
  outcome: ({ lastWord }) => lastWord.outcome,
  code: ({ lastWord }) => lastWord.code,
  blame: ({ lastWord }) => blameOf(lastWord.code),
  message: ({ lastWord }) => lastWord.message,
  end: ({ end }) => end,
  missing: ({ missing }) => missing,
  standing: ({ standing }) => standing,
  now: nowText,
  good: ({ isGood }) => isGood,
  firstPass: ({ isFirstPass }) => isFirstPass,
  registration: ({ registration }) => registration?.state ?? null,
  registrationChangedAt: ({ registration }) => registration?.changedAt ?? null,
  deviceTypeId: ({ registration }) => registration?.deviceTypeId ?? null,
  productCertificate: ({ registration }) => registration?.certificate ?? null,
  prototype: ({ registration }) => (registration === null ? null : registration.certificate === null),
  name: ({ registration }) => registration?.name ?? null,
  label: ({ label }) => label?.state ?? null,
  labelCopies: ({ label }) => label?.copies ?? null,
  labelReprints: ({ label }) => label?.reprints ?? null,
  elapsedMs: ({ lastWord }) => lastWord.elapsedMs,
  firstAnswerMs: ({ lastWord }) => lastWord.firstAnswerMs,
  openingMs: (unit) => phaseMs(unit, 'opening'),
  identifyingMs: (unit) => phaseMs(unit, 'identifying'),
  readingMs: (unit) => phaseMs(unit, 'reading'),
  checkingMs: (unit) => phaseMs(unit, 'checking'),
  scanningMs: (unit) => phaseMs(unit, 'scanning'),
  registeringMs: (unit) => phaseMs(unit, 'registering'),
  labellingMs: (unit) => phaseMs(unit, 'labelling'),
  firmware: (unit) => measured(unit, 'firmware'),
  supplyMillivolts: (unit) => measured(unit, 'supply'),
  temperatureCelsius: (unit) => measured(unit, 'temperature'),
  radioZone: (unit) => measured(unit, 'radioZone'),
  keyMode: (unit) => measured(unit, 'keyMode'),
  settings: ({ lastWord }) => lastWord.settingsDigest,
} as const satisfies Readonly<Record<string, (unit: ReportedUnit) => UnitCell>>;

export type UnitColumn = keyof typeof cellOf;

export const unitColumns = Object.keys(cellOf) as readonly UnitColumn[];

/** Points in time in ms since the epoch. */
export const unitRow = (unit: ReportedUnit): Readonly<Record<UnitColumn, UnitCell>> =>
  Object.fromEntries(unitColumns.map((column) => [column, cellOf[column](unit)])) as Record<UnitColumn, UnitCell>;

/** The same as cells of a table for people: local time, nothing where nothing is known. */
export const unitCells = (unit: ReportedUnit): readonly string[] =>
  unitColumns.map((column) => cellText(column, cellOf[column](unit)));

const cellText = (column: UnitColumn, value: UnitCell): string => {
  if (value === null) return '';
  return column.endsWith('At') && typeof value === 'number'
    ? `${localTime(value)}:${String(new Date(value).getSeconds()).padStart(2, '0')}`
    : String(value);
};

const phaseMs = ({ lastWord }: ReportedUnit, phase: Phase): number | null => lastWord.phaseMs[phase] ?? null;

const measured = ({ lastWord }: ReportedUnit, name: Measurement['name']): string | number | null =>
  lastWord.measurements.find((one) => one.name === name)?.value ?? null;
