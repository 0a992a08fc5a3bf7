/** As seconds this is the year 5138, as milliseconds 1973. */
const secondsEnd = 100_000_000_000;

/** @source ECMAScript, time values: a `Date` holds no more, and throws when it is printed */
const latest = 8_640_000_000_000_000;

/**
 * A time of the backend in ms since the epoch; undefined for what is none: absent, 0 (the backend's "never"), before the
 * epoch, no number, or outside JavaScript's dates. `seconds or ms`: told apart by size, where text and samples of the
 * documentation disagree.
 */
export const timeIn = (unit: 'ms' | 'seconds or ms', time: number | null | undefined): number | undefined => {
  if (typeof time !== 'number') return undefined;
  const at = unit === 'ms' || time >= secondsEnd ? time : time * 1000;
  return at > 0 && at <= latest ? at : undefined;
};
