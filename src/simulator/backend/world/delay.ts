import { accepted, refused, type Parsed } from '../../../domain/parsed.ts';

/** So many milliseconds, or as many as are drawn between two bounds, both included. */
export type Delay = number | { readonly minMs: number; readonly maxMs: number };

/** How late a list shows a change: for all devices alike, or for each by its ID without leading zeros. */
export type ListDelay = Delay | ((deviceId: string) => Delay);

/** Longer than any simulation is watched. */
const longestDelayMs = 86_400_000;

/** Whole milliseconds; the same for the same key and seed, so that a run can be repeated. */
export const drawDelay = (delay: Delay, { key, seed }: { readonly key: number; readonly seed: number }): number =>
  typeof delay === 'number' ? delay : Math.round(delay.minMs + (delay.maxMs - delay.minMs) * scattered(key, seed));

/** `800`, or `300-1500`: any value between, for each unit or job its own. */
export const parseDelay = (text: string): Parsed<Delay> => {
  const [, from, to] = /^(\d{1,8})(?:-(\d{1,8}))?$/.exec(text.trim()) ?? [];
  const minMs = Number(from ?? Number.NaN);
  const maxMs = to === undefined ? minMs : Number(to);
  if (!(minMs <= maxMs && maxMs <= longestDelayMs)) {
    return refused(
      'bad usage',
      `whole milliseconds up to ${longestDelayMs} are expected, or a range of them as in 300-1500`,
    );
  }
  return accepted(to === undefined ? minMs : { minMs, maxMs });
};

/** A number from 0 up to 1 that looks like chance (the finishing steps of the hash known as murmur3). */
const scattered = (key: number, seed: number): number => {
  let bits = (key ^ Math.imul(seed + 1, 0x9e3779b1)) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
};

/**
 * How late a simulated backend's lists are where nobody asks for more, in ms. Assumed: how late the real one's are is published
 * nowhere; a simulation that is never late would let people build on that.
 */
export const usualListDelay: Delay = { minMs: 300, maxMs: 900 };
