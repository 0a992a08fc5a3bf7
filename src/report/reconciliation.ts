import { blameOf } from '../domain/verdict/actor.ts';
import type { Blame } from '../domain/errors/error-entry.ts';
import type { DeviceId } from '../domain/device-id.ts';
import type { ResultCode, VerdictColour } from '../domain/outcome.ts';
import type { BriefRun } from './read-runs.ts';
import { nowText, type ReportedUnit, type ReportStanding } from './reported-unit.ts';
import { kindOf } from './run-kinds.ts';
import { stepOf, steps, unitEnds, type UnitStep, type UnitEnd } from './unit-end.ts';

/**
 * Where every unit of the window has gone:
 * ```
 * runs     = seatings + goldenRuns + turnedAway
 * seatings = units + repeats
 * units    = read + (lost before read), read = registered + (lost before registered), … down to labelled
 * ```
 * A *seating* is a run for a unit that the rules of the line let in. A *unit* is one device ID, however often it was seated, or
 * one seating in which no ID was read. How far a unit has come is what the journal holds of it by now, not what held when the
 * window ended. Before `labelled`, units whose product has no labels leave the count: `withoutLabel`.
 */
export interface Reconciliation {
  readonly runs: number;
  readonly goldenRuns: number;
  /** Golden runs that were red. */
  readonly goldenFailed: number;
  /** By the rules of the line: locked slot, golden unit due, debt limit, order complete. */
  readonly turnedAway: number;
  readonly turnedAwayBy: readonly CodeCount[];
  readonly seatings: number;
  readonly repeats: number;
  readonly units: number;
  /** Units that an earlier window has counted, too. */
  readonly seenBefore: number;
  /** `labelled` is left out where no product of the window has labels. */
  readonly steps: readonly StepCount[];
  readonly withoutLabel: number;
  readonly ends: Readonly<Record<UnitEnd, number>>;
  readonly standings: Readonly<Record<ReportStanding, number>>;
  /** No unit that was seated is open. */
  readonly closes: boolean;
  /** Every unit that is not done, in the order of the steps that they miss, the open ones first. */
  readonly differences: readonly Difference[];
}

export interface CodeCount {
  readonly code: ResultCode;
  readonly count: number;
}

export interface StepCount {
  readonly step: UnitStep;
  readonly units: number;
  /** Units that took the step before and not this one. */
  readonly lost: number;
}

export interface Difference {
  /** The first step that the unit has not taken; null: all are taken, but its slot never said so. */
  readonly missing: UnitStep | null;
  readonly standing: ReportStanding;
  readonly slot: string;
  /** When the run whose verdict counts started. */
  readonly at: number;
  readonly run: string;
  readonly deviceId: DeviceId | null;
  readonly serialNumber: string | null;
  readonly colour: VerdictColour | null;
  readonly code: ResultCode | null;
  readonly blame: Blame | null;
  readonly message: string | null;
  /** It was amber when it was taken out. */
  readonly leftAmber: boolean;
  /** What has become of it by now. */
  readonly now: string;
}

export const reconcile = (runs: readonly BriefRun[], units: readonly ReportedUnit[]): Reconciliation => {
  const golden = runs.filter((run) => kindOf(run) === 'golden');
  const turnedAway = runs.filter((run) => kindOf(run) === 'turned away');
  const seatings = runs.length - golden.length - turnedAway.length;
  const standings = countBy(units, ({ standing }) => standing, ['done', 'done later', 'open', 'for a person']);
  const withoutLabel = units.filter(({ end, wantsLabel }) => end === 'confirmed' && !wantsLabel).length;
  return {
    runs: runs.length,
    goldenRuns: golden.length,
    goldenFailed: golden.filter(({ colour }) => colour === 'red').length,
    turnedAway: turnedAway.length,
    turnedAwayBy: [...Map.groupBy(turnedAway, ({ code }) => code)].flatMap(([code, { length: count }]) =>
      code === null ? [] : [{ code, count }],
    ),
    seatings,
    repeats: seatings - units.length,
    units: units.length,
    seenBefore: units.filter(({ seenBefore }) => seenBefore).length,
    steps: countSteps(units, withoutLabel),
    withoutLabel,
    ends: countBy(units, ({ end }) => end, unitEnds),
    standings,
    closes: standings.open === 0,
    differences: units
      .filter(({ standing }) => standing !== 'done')
      .toSorted((a, b) => rank(a) - rank(b))
      .map(differenceOf),
  };
};

const countBy = <Key extends string>(
  units: readonly ReportedUnit[],
  keyOf: (unit: ReportedUnit) => Key,
  keys: readonly Key[],
): Readonly<Record<Key, number>> => {
  const counts = Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
  for (const unit of units) counts[keyOf(unit)] += 1;
  return counts;
};

const countSteps = (units: readonly ReportedUnit[], withoutLabel: number): readonly StepCount[] => {
  const asked = units.some(({ wantsLabel }) => wantsLabel) ? steps : steps.slice(0, -1);
  const taken = units.map(({ end }) => steps.indexOf(stepOf[end]));
  const counts = asked.map((_, index) => taken.filter((last) => last >= index).length);
  return asked.map((step, index) => ({
    step,
    units: counts[index] ?? 0,
    lost: index === 0 ? 0 : (counts[index - 1] ?? 0) - (counts[index] ?? 0) - (step === 'labelled' ? withoutLabel : 0),
  }));
};

const rank = ({ missing, standing }: ReportedUnit): number =>
  (missing === null ? steps.length : steps.indexOf(missing)) + (standing === 'open' ? 0 : 0.5);

const differenceOf = (unit: ReportedUnit): Difference => {
  const { missing, standing, deviceId, serialNumber, lastWord } = unit;
  const { slot, startedAt: at, run, colour, code, message, removedAt } = lastWord;
  return {
    missing,
    standing,
    slot,
    at,
    run,
    deviceId,
    serialNumber,
    colour,
    code,
    blame: blameOf(code),
    message,
    leftAmber: colour === 'amber' && removedAt !== null,
    now: nowText(unit),
  };
};
