import { blameOf } from '../domain/verdict/actor.ts';
import type { Blame } from '../domain/errors/error-entry.ts';
import type { ResultCode } from '../domain/outcome.ts';
import type { BriefRun } from './read-runs.ts';

/** Why seatings did not end green, most frequent first. Each seating counts, also of a unit that was good in the end: it took its time. */
export interface Pareto {
  readonly total: number;
  readonly codes: readonly ParetoCause[];
  readonly blames: readonly BlameShare[];
}

export interface ParetoCause {
  readonly code: ResultCode;
  /** null: nobody's, as of a unit that was read and whose registration is only owed. */
  readonly blame: Blame | null;
  readonly count: number;
  /** 0 to 1, of all that did not end green. */
  readonly share: number;
  readonly red: number;
  readonly amber: number;
  readonly bySlot: Readonly<Record<string, number>>;
}

export interface BlameShare {
  readonly blame: Blame | null;
  readonly count: number;
  readonly share: number;
}

export const paretoOf = (seatings: readonly BriefRun[]): Pareto => {
  const caused = seatings.flatMap((run) =>
    run.code === null || run.colour === 'green' ? [] : [{ ...run, code: run.code }],
  );
  const total = caused.length;
  return {
    total,
    codes: mostFirst([...Map.groupBy(caused, ({ code }) => code)].map(([code, runs]) => causeOf(code, runs, total))),
    blames: mostFirst(
      [...Map.groupBy(caused, ({ code }) => blameOf(code))].map(([blame, { length: count }]) => ({
        blame,
        count,
        share: count / total,
      })),
    ),
  };
};

const causeOf = (code: ResultCode, runs: readonly BriefRun[], total: number): ParetoCause => ({
  code,
  blame: blameOf(code),
  count: runs.length,
  share: runs.length / total,
  red: runs.filter(({ colour }) => colour === 'red').length,
  amber: runs.filter(({ colour }) => colour === 'amber').length,
  bySlot: Object.fromEntries([...Map.groupBy(runs, ({ slot }) => slot)].map(([slot, { length }]) => [slot, length])),
});

const mostFirst = <Row extends { readonly count: number }>(rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((a, b) => b.count - a.count);
