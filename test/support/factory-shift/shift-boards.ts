import type { ModemFault, SimulatedUnit } from '../../../firmware-protocols/simulator.ts';
import { dialectNamed } from '../../../src/composition/dialects.ts';
import type { VirtualBoard } from '../../../src/simulator/bench/bench-place.ts';
import { seededRandom, type WireFault } from '../../../src/simulator/boards/wire-fault.ts';
import { madeUpUnit } from '../../../src/simulator/boards/made-up-unit.ts';

/** `again`: the unit was in a slot before, and its contacts are clean now. */
export type SeatKind = 'unit' | 'again' | 'golden' | 'mute golden';

/** What is wrong with a unit. Those of the line are gone when it is seated again; those of the modem stay. */
export interface UnitFaults {
  readonly modem: readonly ModemFault[];
  readonly line: readonly WireFault[];
  /** Somebody will put it back into a slot although it is done. */
  readonly isSeatedTwice: boolean;
}

const fine: UnitFaults = { modem: [], line: [], isSeatedTwice: false };

/** Rates of a line that runs: 1 % mute, 0.2 % never provisioned, 1 % disturbed, 0.5 % pulled in mid-answer, 0.5 % seated twice. */
export const faultsOf = (unit: number, seed: number): UnitFaults => {
  const random = seededRandom(seed * 1_000_003 + unit);
  const drawn = random();
  const answer = 1 + Math.floor(random() * 4);
  if (drawn < 0.01) return { ...fine, modem: ['mute'] };
  if (drawn < 0.012) return { ...fine, modem: ['unprovisioned'] };
  if (drawn < 0.017) return { ...fine, line: [{ kind: 'noise', probability: 0.07, seed: unit }] };
  if (drawn < 0.022) return { ...fine, line: [{ kind: 'flipped bit', answer, byte: 3, bit: 0 }] };
  if (drawn < 0.027) return { ...fine, line: [{ kind: 'unplug', answer, byte: 3 }] };
  return { ...fine, isSeatedTwice: drawn < 0.032 };
};

/** Golden units have numbers of their own, one good one a slot; behind all that a shift can seat. */
export const goldenUnit = (slot: number): number => 0xf000 + slot;

export const identityOf = (unit: number): SimulatedUnit => madeUpUnit(null, unit);

const dialect = dialectNamed('ax-wisol');

export const boardOf = (unit: number, kind: SeatKind, seed: number): VirtualBoard => {
  if (kind === 'golden') return { dialect, unit: identityOf(unit), wireFaults: [] };
  if (kind === 'mute golden')
    return { dialect, unit: { ...identityOf(unit), faults: new Set(['mute']) }, wireFaults: [] };
  const { modem, line } = faultsOf(unit, seed);
  return { dialect, unit: { ...identityOf(unit), faults: new Set(modem) }, wireFaults: kind === 'unit' ? line : [] };
};
