import type { JournalReader, Owing } from '../journal/journal.ts';
import { paceOf, type LinePace } from './pace.ts';
import { paretoOf, type Pareto } from './pareto.ts';
import { readRuns, type BriefRun } from './read-runs.ts';
import { reconcile, type Reconciliation } from './reconciliation.ts';
import type { ReportWindow } from './report-window.ts';
import { reportedUnit, type ReportedUnit } from './reported-unit.ts';
import { kindOf } from './run-kinds.ts';
import { greenTimes, timingsOf, type Timings } from './timings.ts';
import { LabelRules, type LabelsBySettings } from './unit-end.ts';
import { gatherUnits, type UnitReader } from './unit-story.ts';
import { gatherUnseated, type UnseatedUnits, type UnseatedReader } from './unseated.ts';
import { slotsOf, yieldOf, type Yield } from './yield.ts';

export interface Report {
  readonly window: ReportWindow;
  readonly madeAt: number;
  /** The last event of the journal when the report was begun. */
  readonly sequence: number;
  /** Of the journal's chain up to that event: by both, a journal that was cut or rewritten since is told from this one. */
  readonly hash: string;
  readonly stations: readonly string[];
  readonly products: readonly string[];
  readonly orders: readonly string[];
  readonly operators: readonly string[];
  /** Digests of the settings that held. */
  readonly settingsDigests: readonly string[];
  readonly slots: readonly string[];
  readonly reconciliation: Reconciliation;
  readonly unseated: UnseatedUnits;
  /** No unit is open. */
  readonly closes: boolean;
  readonly yield: Yield;
  readonly pareto: Pareto;
  readonly timings: Timings;
  readonly pace: LinePace;
  /** What is owed to the backend now, from whatever window. */
  readonly owing: Owing;
  /** What every green seating took, in ms. */
  readonly greenMs: readonly number[];
  /** In the order in which they first came. */
  readonly units: readonly ReportedUnit[];
}

export type ReportReader = UnitReader & UnseatedReader & Pick<JournalReader, 'runs' | 'owing' | 'head'>;

export interface ReportOptions {
  readonly now: number;
  /** Default: only the labels there are tell which products have any. */
  readonly labels?: LabelsBySettings | null;
}

/**
 * Everything about the runs of a window. The journal may be written meanwhile: each unit is reported as it was when it was
 * looked at, which is after its last run in the report.
 */
export const makeReport = async (
  reader: ReportReader,
  window: ReportWindow,
  { now, labels: bySettings = null }: ReportOptions,
): Promise<Report> => {
  const { sequence, hash } = await reader.head();
  const runs = await readRuns(reader, window);
  const seatings = runs.filter((run) => kindOf(run) === 'seating');
  const stories = await gatherUnits(seatings, reader);
  const labels = new LabelRules(stories, bySettings);
  const units = stories.map((story) => reportedUnit(story, labels));
  const slots = slotsOf(units);
  const reconciliation = reconcile(runs, units);
  const unseated = await gatherUnseated(reader, window);
  return {
    window,
    madeAt: now,
    sequence,
    hash,
    stations: named(runs, ({ station }) => station),
    products: named(runs, ({ product }) => product),
    orders: named(runs, ({ order }) => order),
    operators: named(runs, ({ operator }) => operator),
    settingsDigests: named(runs, ({ settingsDigest: settings }) => settings),
    slots,
    reconciliation,
    unseated,
    closes: reconciliation.closes && unseated.open === 0,
    yield: yieldOf(units),
    pareto: paretoOf(seatings),
    timings: timingsOf(seatings, slots),
    pace: paceOf(units, window, now),
    owing: await reader.owing(),
    greenMs: greenTimes(seatings),
    units,
  };
};

/** Each once, in the order in which they came. */
const named = (runs: readonly BriefRun[], nameOf: (run: BriefRun) => string | null): readonly string[] => [
  ...new Set(runs.flatMap((run) => nameOf(run) ?? [])),
];
