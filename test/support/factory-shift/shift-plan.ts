import { seededRandom } from '../../../src/simulator/boards/wire-fault.ts';

/** A stretch of shift time, in ms from its beginning. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What happens in a shift, as plain JSON, so that a process that starts anew finds itself in the same one. */
export interface ShiftPlan {
  readonly hours: number;
  readonly slots: readonly string[];
  /** How many times faster than outside time passes. */
  readonly factor: number;
  readonly seed: number;
  /** While nobody answers at the backend's address. */
  readonly outages: readonly Stretch[];
  /** While the label printer is off. */
  readonly printerOff: readonly Stretch[];
  /** When the line's process is killed. */
  readonly kills: readonly number[];
  /** When another program of the same customer uses up what the backend's limits allow. */
  readonly bursts: readonly number[];
}

export const minuteMs = 60_000;

export interface ShiftSize {
  readonly hours: number;
  readonly slots: number;
  readonly factor: number;
  readonly seed: number;
  readonly outageMinutes: readonly number[];
  readonly printerOffMinutes: readonly number[];
  readonly kills: number;
  readonly bursts: number;
}

/** The day of an ordinary factory, with two hard hours: kills come at random, the rest is spread over the shift. */
export const eightHours: ShiftSize = {
  hours: 8,
  slots: 16,
  factor: 100,
  seed: 1,
  outageMinutes: [10, 25],
  printerOffMinutes: [15],
  kills: 2,
  bursts: 12,
};

export const planShift = ({
  hours,
  slots,
  factor,
  seed,
  outageMinutes,
  printerOffMinutes,
  kills,
  bursts,
}: ShiftSize): ShiftPlan => {
  const random = seededRandom(seed);
  const length = hours * 60 * minuteMs;
  /** The beginning of the n-th of so many, well inside the shift. */
  const spread = (index: number, of: number, share: number): number => length * (0.15 + (0.7 * (index + share)) / of);
  const stretches = (minutes: readonly number[], share: number): readonly Stretch[] =>
    minutes.map((lasts, index) => {
      const from = spread(index, minutes.length, share);
      return { from, to: from + lasts * minuteMs };
    });
  return {
    hours,
    slots: Array.from({ length: slots }, (_, index) => `slot ${index + 1}`),
    factor,
    seed,
    outages: stretches(outageMinutes, 0.2),
    printerOff: stretches(printerOffMinutes, 0.55),
    kills: Array.from({ length: kills }, (_, index) => spread(index, kills, random())),
    bursts: Array.from({ length: bursts }, (_, index) => spread(index, bursts, 0.8)),
  };
};
