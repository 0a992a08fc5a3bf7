import type { ReportedUnit } from './reported-unit.ts';
import type { ReportWindow } from './report-window.ts';

/** How many units came out over time. A unit counts when the seating ended whose verdict counts. */
export interface LinePace {
  /** From the first seating to the last verdict; null, as the next one: there is no unit. */
  readonly from: number | null;
  readonly to: number | null;
  /** Good units in an hour between these two; null where that is less than a minute. */
  readonly goodPerHour: number | null;
  /** `hour`, or `day` where the window is longer than two days. */
  readonly width: 'hour' | 'day';
  /** Side by side and without a gap. A window of up to half a day is covered from its beginning to its end, or to now; a longer one as far as there are units. */
  readonly buckets: readonly PaceBucket[];
}

export interface PaceBucket {
  readonly from: number;
  readonly to: number;
  readonly good: number;
  readonly others: number;
}

const hourMs = 3_600_000;
const longestInHours = 48;
const halfDayMs = 12 * hourMs;

export const paceOf = (
  units: readonly ReportedUnit[],
  { from, to }: Pick<ReportWindow, 'from' | 'to'>,
  now: number,
): LinePace => {
  const starts = units.map(({ seatings: [run] }) => run.startedAt);
  const ends = units.map(endedAt);
  const first = starts.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const last = ends.reduce((most, at) => Math.max(most, at), first);
  if (units.length === 0) return { from: null, to: null, goodPerHour: null, width: 'hour', buckets: [] };
  const good = units.filter(({ isGood }) => isGood).length;
  const until = Math.min(to ?? now, now) - 1;
  const isShort = from !== null && until - from < halfDayMs;
  const span = isShort ? { from: Math.min(from, first), until: Math.max(until, last) } : { from: first, until: last };
  const width = span.until - span.from > longestInHours * hourMs ? 'day' : 'hour';
  return {
    from: first,
    to: last,
    goodPerHour: last - first < 60_000 ? null : (good * hourMs) / (last - first),
    width,
    buckets: fill(edges(span, width), units),
  };
};

const endedAt = ({ lastWord }: ReportedUnit): number => lastWord.endedAt ?? lastWord.startedAt;

/** Whole hours or days of the local clock, around the span. */
const edges = (
  { from, until }: { readonly from: number; readonly until: number },
  width: LinePace['width'],
): readonly number[] => {
  const there = new Date(from);
  const day = (days: number): number =>
    new Date(there.getFullYear(), there.getMonth(), there.getDate() + days).getTime();
  const hour = new Date(there.getFullYear(), there.getMonth(), there.getDate(), there.getHours()).getTime();
  const edge = (index: number): number => (width === 'day' ? day(index) : hour + index * hourMs);
  const all = [edge(0)];
  while ((all.at(-1) ?? until) <= until) all.push(edge(all.length));
  return all;
};

const fill = (marks: readonly number[], units: readonly ReportedUnit[]): readonly PaceBucket[] => {
  const buckets = marks.slice(1).map((to, index) => ({ from: marks[index] ?? to, to, good: 0, others: 0 }));
  for (const unit of units) {
    const bucket = buckets.find(({ to }) => endedAt(unit) < to);
    if (bucket !== undefined) bucket[unit.isGood ? 'good' : 'others'] += 1;
  }
  return buckets;
};
