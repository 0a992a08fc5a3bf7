import type { ErrorCode } from '../domain/errors/error-table.ts';
import type { Verdict } from '../domain/outcome.ts';
import type { Phase } from '../domain/phase.ts';

/**
 * ```
 * state      event      → state
 * empty      seated       seated
 * seated     began        working (phase "opening")
 * working    phase        working (that phase)
 * working    judged       judged
 * judged     began        working        (the same unit again, after a person asked for it)
 * judged     revised      judged         (what was owed for an amber unit came while it was still there)
 * seated | working | judged   removed   → empty
 * ```
 * Everything else is not legal: it is counted and changes nothing. A unit that is pulled in mid-work is judged `aborted`
 * first; `removed` then empties the slot.
 */
export type SlotState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'seated'; readonly port: string }
  | {
      readonly kind: 'working';
      readonly port: string;
      readonly run: string;
      readonly phase: Phase;
      readonly deviceId: string | null;
    }
  | (JudgedUnit & { readonly kind: 'judged'; readonly port: string; readonly run: string });

/** The end of a run, with what of the unit and its rules is told beside the verdict. */
export interface JudgedUnit {
  readonly deviceId: string | null;
  readonly verdict: Verdict;
  /** null: it has none. */
  readonly serialNumber: string | null;
  readonly order: string | null;
  /** An amber unit of its product may not leave the slot. */
  readonly isHeld: boolean;
}

/** What holds for a slot whoever is in it. `reason`: without a full stop. */
export type SlotStanding =
  | { readonly code: 'slot locked'; readonly reason: string }
  | {
      readonly code: 'golden due';
      readonly reason: string;
      /** Any of these is to be seated; empty where `endsWith` tells which. */
      readonly goldenUnits: readonly string[];
      /** What the known bad unit ends with that is to be seated; null: a good one is. */
      readonly endsWith: ErrorCode | null;
    };

/** What a person scans for the unit in a slot, or for the next one there. */
export interface SlotScan {
  /** What the unit waits for. */
  readonly wants: 'serial number' | 'label' | null;
  /** A code that nobody has asked for yet: of the unit that is there, or, of an empty slot, of the next one. */
  readonly kept: string | null;
}

export const nothingScanned: SlotScan = { wants: null, kept: null };

export type SlotEvent =
  | { readonly kind: 'seated'; readonly port: string }
  | { readonly kind: 'began'; readonly run: string }
  | { readonly kind: 'phase'; readonly phase: Phase; readonly deviceId: string | null }
  | (JudgedUnit & { readonly kind: 'judged' })
  | { readonly kind: 'revised'; readonly verdict: Verdict }
  | { readonly kind: 'removed' }
  /** Something to do for a person, until the next change of state; null: no more. */
  | { readonly kind: 'notice'; readonly notice: string | null }
  /** null: nothing holds. */
  | { readonly kind: 'standing'; readonly standing: SlotStanding | null }
  | { readonly kind: 'scan'; readonly scan: SlotScan };

export interface Slot {
  readonly name: string;
  readonly state: SlotState;
  readonly notice: string | null;
  readonly standing: SlotStanding | null;
  readonly scan: SlotScan;
  /** Events that the table does not allow. More than 0 is a fault of ours. */
  readonly illegalEvents: number;
}

export const emptySlot = (name: string): Slot => ({
  name,
  state: { kind: 'empty' },
  notice: null,
  standing: null,
  scan: nothingScanned,
  illegalEvents: 0,
});

export const nextSlot = (slot: Slot, event: SlotEvent): Slot => {
  if (event.kind === 'notice') return { ...slot, notice: event.notice };
  if (event.kind === 'standing') return { ...slot, standing: event.standing };
  if (event.kind === 'scan') return { ...slot, scan: event.scan };
  const state = nextState(slot.state, event);
  return state === null ? { ...slot, illegalEvents: slot.illegalEvents + 1 } : { ...slot, state, notice: null };
};

const nextState = (
  state: SlotState,
  event: Exclude<SlotEvent, { kind: 'notice' | 'standing' | 'scan' }>,
): SlotState | null => {
  switch (event.kind) {
    case 'seated':
      return state.kind === 'empty' ? { kind: 'seated', port: event.port } : null;
    case 'began':
      return state.kind === 'seated' || state.kind === 'judged'
        ? { kind: 'working', port: state.port, run: event.run, phase: 'opening', deviceId: null }
        : null;
    case 'phase':
      return state.kind === 'working' ? { ...state, phase: event.phase, deviceId: event.deviceId } : null;
    case 'judged':
      return state.kind === 'working' ? { ...event, port: state.port, run: state.run } : null;
    case 'revised':
      return state.kind === 'judged' ? { ...state, verdict: event.verdict } : null;
    case 'removed':
      return state.kind === 'empty' ? null : { kind: 'empty' };
  }
};
