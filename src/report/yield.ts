import type { ReportedUnit } from './reported-unit.ts';

/**
 * Of units, not of seatings; golden runs and units that were turned away are no part of it.
 * - *yield*: units that are good at last, of all units. Good: green, or amber or cut short and confirmed since.
 * - *first-pass yield*: units that were good at their first seating in the window, of all units.
 */
export interface Yield {
  readonly units: number;
  readonly good: number;
  readonly firstPass: number;
  /** 0 to 1; null where there is no unit. */
  readonly yield: number | null;
  readonly firstPassYield: number | null;
  /** Units that were seated more than once. */
  readonly retestedUnits: number;
  /** Seatings beyond each unit's first. */
  readonly retests: number;
  readonly bySlot: readonly SlotYield[];
}

/** A unit counts in the slot of the seating whose verdict counts; for the first pass, in that of its first seating. */
export interface SlotYield {
  readonly slot: string;
  readonly seatings: number;
  readonly units: number;
  readonly good: number;
  readonly yield: number | null;
  readonly firstSeated: number;
  readonly firstPass: number;
  readonly firstPassYield: number | null;
}

export const yieldOf = (units: readonly ReportedUnit[]): Yield => {
  const good = units.filter(({ isGood }) => isGood).length;
  const firstPass = units.filter(({ isFirstPass }) => isFirstPass).length;
  return {
    units: units.length,
    good,
    firstPass,
    yield: share(good, units.length),
    firstPassYield: share(firstPass, units.length),
    retestedUnits: units.filter(({ seatings }) => seatings.length > 1).length,
    retests: units.reduce((sum, { seatings }) => sum + seatings.length - 1, 0),
    bySlot: slotsOf(units).map((slot) => yieldOfSlot(slot, units)),
  };
};

/** `slot 10` comes after `slot 9`. */
export const slotsOf = (units: readonly ReportedUnit[]): readonly string[] => {
  const slots = new Set(units.flatMap(({ seatings }) => seatings.map(({ slot }) => slot)));
  return [...slots].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
};

/** null: of nothing. */
export const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const yieldOfSlot = (slot: string, all: readonly ReportedUnit[]): SlotYield => {
  const units = all.filter(({ lastWord }) => lastWord.slot === slot);
  const first = all.filter(({ seatings: [run] }) => run.slot === slot);
  const good = units.filter(({ isGood }) => isGood).length;
  const firstPass = first.filter(({ isFirstPass }) => isFirstPass).length;
  return {
    slot,
    seatings: all.reduce((sum, { seatings }) => sum + seatings.filter((run) => run.slot === slot).length, 0),
    units: units.length,
    good,
    yield: share(good, units.length),
    firstSeated: first.length,
    firstPass,
    firstPassYield: share(firstPass, first.length),
  };
};
