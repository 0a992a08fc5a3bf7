/** A picture older than this is shown no longer, in ms. */
export const longestAgeMs = 3000;

/** Now, by two clocks: one may be set, the other may stand still while the machine sleeps. Both in ms. */
export interface Moment {
  /** `performance.now()`. */
  readonly steady: number;
  /** `Date.now()`. */
  readonly wall: number;
}

export const momentNow = (): Moment => ({ steady: performance.now(), wall: Date.now() });

/** How old what was true at `then` is, in ms: by whichever clock says more. */
export const ageOf = (then: Moment, now: Moment): number => Math.max(0, now.steady - then.steady, now.wall - then.wall);

/** Whether a picture may no longer be believed. `asOf`: when it was certainly true; null: there is none. */
export const isStale = (asOf: Moment | null, now: Moment): boolean => asOf === null || ageOf(asOf, now) > longestAgeMs;
