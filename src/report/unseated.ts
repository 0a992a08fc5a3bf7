import { localTime } from '../domain/shift.ts';
import { isOpen, registrationStates, type RegistrationState } from '../domain/registration.ts';
import type { DeviceId } from '../domain/device-id.ts';
import type { IntakeRecord, JournalReader, RegistrationRecord } from '../journal/journal.ts';
import type { ReportWindow } from './report-window.ts';
import type { ReportStanding } from './reported-unit.ts';

/**
 * Units of the window that came by hand or in a file, and were in no slot of it: they are no seatings, and stand beside the
 * reconciliation. A file belongs to every window in which it was given.
 */
export interface UnseatedUnits {
  readonly units: number;
  readonly states: Readonly<Record<RegistrationState, number>>;
  readonly open: number;
  readonly sources: readonly UnseatedSource[];
  /** Those first that are not confirmed; of many units not all. */
  readonly listed: readonly UnseatedUnit[];
}

export interface UnseatedSource {
  /** `by hand`, or the file as the person named it. */
  readonly source: string;
  readonly states: Readonly<Record<RegistrationState, number>>;
}

export interface UnseatedUnit {
  readonly source: string;
  /** When it was typed, or its file given. */
  readonly at: number;
  readonly station: string;
  readonly registration: RegistrationRecord;
  readonly serialNumber: string | null;
  readonly standing: ReportStanding;
  /** What it is by now, for a person. */
  readonly now: string;
}

export type UnseatedReader = Pick<
  JournalReader,
  'intakes' | 'registration' | 'countRegistrations' | 'registrationsById' | 'runs' | 'serialNumberOf'
>;

/** Of more units `pacline series export` makes a list. */
const mostListed = 10_000;
const mostIntakes = 10_000;
const unitsPerPage = 500;
const byHand = 'by hand';

/** An order is worked in slots: to a report of one, nothing else belongs. */
export const gatherUnseated = async (
  reader: UnseatedReader,
  { from, to, order }: Pick<ReportWindow, 'from' | 'to' | 'order'>,
): Promise<UnseatedUnits> => {
  const span = { from: from ?? 0, to: to ?? Number.MAX_SAFE_INTEGER };
  const intakes = order === null ? await reader.intakes({ ...span, limit: mostIntakes }) : [];
  const files = intakes.flatMap((intake) => (intake.kind === 'file' && intake.listing !== null ? [intake] : []));
  const sources: UnseatedSource[] = [];
  const typed = await typedUnits(intakes, new Set(files.map(({ listing }) => listing)), { reader, span });
  if (typed.length > 0) sources.push({ source: byHand, states: countStates(typed) });
  for (const { list, listing } of files) {
    const counts = await reader.countRegistrations({ listing, unseated: span });
    const states = { ...noStates, ...counts };
    if (sumOf(states) > 0) sources.push({ source: list, states });
  }
  const states = sources.reduce((sum, { states: more }) => addStates(sum, more), noStates);
  const listed = [...typed];
  for (const wanted of [registrationStates.filter((state) => state !== 'confirmed'), ['confirmed'] as const])
    for (const file of files)
      listed.push(...(await fileUnits(file, wanted, { reader, span, room: mostListed - listed.length })));
  return {
    units: sumOf(states),
    states,
    open: registrationStates.filter(isOpen).reduce((sum, state) => sum + states[state], 0),
    sources,
    listed,
  };
};

interface WindowOfJournal {
  readonly reader: UnseatedReader;
  readonly span: { readonly from: number; readonly to: number };
}

const typedUnits = async (
  intakes: readonly IntakeRecord[],
  listings: ReadonlySet<string | null>,
  { reader, span }: WindowOfJournal,
): Promise<readonly UnseatedUnit[]> => {
  const units = new Map<DeviceId, UnseatedUnit>();
  for (const intake of intakes) {
    if (intake.kind !== 'typed' || units.has(intake.deviceId)) continue;
    const registration = await reader.registration(intake.deviceId);
    if (registration === null || (registration.listing !== null && listings.has(registration.listing))) continue;
    const [seated] = await reader.runs({ ...span, deviceId: intake.deviceId, limit: 1 });
    if (seated === undefined)
      units.set(intake.deviceId, await unseatedUnit(registration, { ...intake, source: byHand }, reader));
  }
  return [...units.values()];
};

const fileUnits = async (
  { listing, list, lastAt, station }: Extract<IntakeRecord, { readonly kind: 'file' }>,
  states: readonly RegistrationState[],
  { reader, span, room }: WindowOfJournal & { readonly room: number },
): Promise<readonly UnseatedUnit[]> => {
  const units: UnseatedUnit[] = [];
  for (let after: DeviceId | null = null; units.length < room;) {
    const limit = Math.min(unitsPerPage, room - units.length);
    const page: readonly RegistrationRecord[] = await reader.registrationsById(states, {
      listing,
      unseated: span,
      after,
      limit,
    });
    for (const record of page) units.push(await unseatedUnit(record, { source: list, at: lastAt, station }, reader));
    if (page.length < limit) break;
    after = page.at(-1)?.deviceId ?? null;
  }
  return units;
};

const unseatedUnit = async (
  registration: RegistrationRecord,
  { source, at, station }: Pick<UnseatedUnit, 'source' | 'at' | 'station'>,
  reader: Pick<JournalReader, 'serialNumberOf'>,
): Promise<UnseatedUnit> => {
  const { deviceId, state, changedAt, owedAt } = registration;
  return {
    source,
    at,
    station,
    registration,
    serialNumber: await reader.serialNumberOf(deviceId),
    standing: standingOf(state),
    now: `${state} since ${localTime(state === 'owed' ? owedAt : changedAt)}`,
  };
};

/** Whoever took a registration back has settled it. */
const standingOf = (state: RegistrationState): ReportStanding => {
  if (isOpen(state)) return 'open';
  return state === 'confirmed' ? 'done' : state === 'refused' ? 'for a person' : 'done later';
};

const noStates = Object.fromEntries(registrationStates.map((state) => [state, 0])) as Readonly<
  Record<RegistrationState, number>
>;

const countStates = (units: readonly UnseatedUnit[]): Readonly<Record<RegistrationState, number>> => {
  const counts = { ...noStates };
  for (const { registration } of units) counts[registration.state] += 1;
  return counts;
};

const addStates = (
  sum: Readonly<Record<RegistrationState, number>>,
  more: Readonly<Record<RegistrationState, number>>,
): Readonly<Record<RegistrationState, number>> => {
  const all = { ...sum };
  for (const state of registrationStates) all[state] += more[state];
  return all;
};

const sumOf = (states: Readonly<Record<RegistrationState, number>>): number =>
  registrationStates.reduce((sum, state) => sum + states[state], 0);

/** `39 confirmed, 1 refused`. */
export const statesText = (states: Readonly<Record<RegistrationState, number>>): string =>
  registrationStates.flatMap((state) => (states[state] === 0 ? [] : [`${states[state]} ${state}`])).join(', ');
