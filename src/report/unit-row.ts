import { blameOf } from '../domain/verdict/actor.ts';
import type { Phase } from '../domain/phase.ts';
import { localTime } from '../domain/shift.ts';
import type { Measurement } from '../domain/measurement.ts';
import { nowText, type ReportedUnit } from './reported-unit.ts';
import type { UnseatedUnit } from './unseated.ts';

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
  source: () => 'slot',
} as const satisfies Readonly<Record<string, (unit: ReportedUnit) => UnitCell>>;

export type UnitColumn = keyof typeof cellOf;

export const unitColumns = Object.keys(cellOf) as readonly UnitColumn[];

export type UnitReportRow = Readonly<Record<UnitColumn, UnitCell>>;

/** Points in time in ms since the epoch. */
export const unitRow = (unit: ReportedUnit): UnitReportRow => rowOf((column) => cellOf[column](unit));

/** The same of a unit that was in no slot: what a slot would tell is not known. */
export const unseatedRow = (unit: UnseatedUnit): UnitReportRow => {
  const { registration, source, station, at, serialNumber, standing, now } = unit;
  const { deviceId, state, code, reason, changedAt, deviceTypeId, certificate, name } = registration;
  const known: Readonly<Partial<Record<UnitColumn, UnitCell>>> = {
    id: deviceId,
    serial: serialNumber,
    station,
    startedAt: at,
    code,
    blame: blameOf(code),
    message: reason,
    standing,
    now,
    good: state === 'confirmed',
    registration: state,
    registrationChangedAt: changedAt,
    deviceTypeId,
    productCertificate: certificate,
    prototype: certificate === null,
    name,
    source,
  };
  return rowOf((column) => known[column] ?? null);
};

const rowOf = (cell: (column: UnitColumn) => UnitCell): UnitReportRow =>
  Object.fromEntries(unitColumns.map((column) => [column, cell(column)])) as Record<UnitColumn, UnitCell>;

/** The same as cells of a table for people: local time, nothing where nothing is known. */
export const cellsOf = (row: UnitReportRow): readonly string[] =>
  unitColumns.map((column) => cellText(column, row[column]));

const cellText = (column: UnitColumn, value: UnitCell): string => {
  if (value === null) return '';
  return column.endsWith('At') && typeof value === 'number'
    ? `${localTime(value)}:${String(new Date(value).getSeconds()).padStart(2, '0')}`
    : String(value);
};

const phaseMs = ({ lastWord }: ReportedUnit, phase: Phase): number | null => lastWord.phaseMs[phase] ?? null;

const measured = ({ lastWord }: ReportedUnit, name: Measurement['name']): string | number | null =>
  lastWord.measurements.find((one) => one.name === name)?.value ?? null;
