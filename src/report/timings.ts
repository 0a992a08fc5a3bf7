import { phases, type Phase } from '../domain/phase.ts';
import type { BriefRun } from './read-runs.ts';
import { isCutShort } from './run-kinds.ts';
import { spreadOf, type Spread } from './spread.ts';

/** Seatings that were cut short say nothing of how long a unit takes and are left out. */
export interface Timings {
  /** From the run's start to its verdict. */
  readonly seating: Spread;
  /** The same of those that ended green. */
  readonly green: Spread;
  /** From the seating to the first byte of an answer. */
  readonly firstAnswer: Spread;
  /** From one green verdict to the next in the same slot: with the hand that changes the unit, and with every break. */
  readonly greenToGreen: Spread;
  /** In their order; those that no run came to are left out. */
  readonly phases: readonly PhaseTiming[];
  readonly bySlot: readonly SlotTiming[];
}

export interface PhaseTiming {
  readonly phase: Phase;
  readonly spread: Spread;
}

export interface SlotTiming {
  readonly slot: string;
  readonly green: Spread;
  readonly firstAnswer: Spread;
  readonly greenToGreen: Spread;
}

export const timingsOf = (seatings: readonly BriefRun[], slots: readonly string[]): Timings => {
  const whole = seatings.filter((run) => !isCutShort(run));
  const bySlot = slots.map((slot) => ({ slot, runs: whole.filter((run) => run.slot === slot) }));
  return {
    seating: spreadOf(defined(whole, ({ elapsedMs }) => elapsedMs)),
    green: greenSpread(whole),
    firstAnswer: spreadOf(defined(whole, ({ firstAnswerMs }) => firstAnswerMs)),
    greenToGreen: spreadOf(bySlot.flatMap(({ runs }) => gaps(runs))),
    phases: phases
      .map((phase) => ({ phase, spread: spreadOf(defined(whole, ({ phaseMs }) => phaseMs[phase])) }))
      .filter(({ spread }) => spread.count > 0),
    bySlot: bySlot.map(({ slot, runs }) => ({
      slot,
      green: greenSpread(runs),
      firstAnswer: spreadOf(defined(runs, ({ firstAnswerMs }) => firstAnswerMs)),
      greenToGreen: spreadOf(gaps(runs)),
    })),
  };
};

/** What the runs that ended green took, in ms. */
export const greenTimes = (seatings: readonly BriefRun[]): readonly number[] =>
  defined(
    seatings.filter(({ colour }) => colour === 'green'),
    ({ elapsedMs }) => elapsedMs,
  );

const greenSpread = (runs: readonly BriefRun[]): Spread => spreadOf(greenTimes(runs));

const defined = (runs: readonly BriefRun[], valueOf: (run: BriefRun) => number | null | undefined): readonly number[] =>
  runs.flatMap((run) => valueOf(run) ?? []);

/** A clock that was set back in between makes no gap. */
const gaps = (runs: readonly BriefRun[]): readonly number[] => {
  const ends = defined(
    runs.filter(({ colour }) => colour === 'green'),
    ({ endedAt }) => endedAt,
  );
  return ends
    .slice(1)
    .map((end, index) => end - (ends[index] ?? end))
    .filter((gap) => gap > 0);
};
