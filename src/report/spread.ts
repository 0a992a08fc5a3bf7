/** How long something took, in ms. null: it never happened. */
export interface Spread {
  readonly count: number;
  readonly median: number | null;
  /** 95 of a hundred took no longer. */
  readonly p95: number | null;
  readonly max: number | null;
}

export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    count: sorted.length,
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    max: sorted.at(-1) ?? null,
  };
};

/** The least value that so great a share does not exceed: one that was measured, never one between two. */
const quantile = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
