/**
 * What can be wrong between a modem and the host. `answer` counts the modem's answers from 1; echoed single bytes are not
 * counted, but are carried over the same line.
 */
export type WireFault =
  | { readonly kind: 'flipped bit'; readonly answer: number; readonly byte: number; readonly bit: number }
  | { readonly kind: 'late answer'; readonly answer: number; readonly ms: number }
  | { readonly kind: 'unplug'; readonly answer: number; readonly byte: number }
  /** Each byte is damaged in one random bit with this probability. */
  | { readonly kind: 'noise'; readonly probability: number; readonly seed: number };

/** What can happen on such a link at all: over USB a damaged packet is sent again until it is whole. */
export const faultsOn = (link: 'uart' | 'usb', faults: readonly WireFault[]): readonly WireFault[] =>
  link === 'uart' ? faults : faults.filter(({ kind }) => kind !== 'flipped bit' && kind !== 'noise');

/** A number from 0 up to 1 at each call; the same seed gives the same numbers. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export const flipBit = (byte: string, bit: number): string => String.fromCharCode(byte.charCodeAt(0) ^ (1 << bit));
