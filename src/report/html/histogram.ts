export interface HistogramColumn {
  /** Where it begins, in seconds. */
  readonly name: string;
  readonly count: number;
}

const mostColumns = 12;

/** Columns of one round width; the last one also holds all that took longer than nearly everything else. */
export const histogramOf = (values: readonly number[]): readonly HistogramColumn[] => {
  if (values.length === 0) return [];
  const sorted = values.toSorted((a, b) => a - b);
  const least = sorted[0] ?? 0;
  const nearlyMost = sorted[Math.ceil(sorted.length * 0.98) - 1] ?? least;
  const width = roundWidth((nearlyMost - least) / (mostColumns - 2));
  const first = Math.floor(least / width) * width;
  const last = Math.floor(nearlyMost / width) - Math.floor(least / width) + 1;
  const counts = Array.from({ length: last + ((sorted.at(-1) ?? 0) >= first + last * width ? 1 : 0) }, () => 0);
  for (const value of values) {
    const index = Math.min(Math.floor((value - first) / width), counts.length - 1);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  const digits = width < 1000 ? 1 : 0;
  return counts.map((count, index) => ({
    name: `${((first + index * width) / 1000).toFixed(width < 100 ? 2 : digits)}${index === last ? '+' : ''}`,
    count,
  }));
};

/** The least of 10, 20, 50, 100, 200, … ms that is not below. */
const roundWidth = (width: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(width, 10)));
  return ([1, 2, 5].find((factor) => factor * power >= width) ?? 10) * power;
};
