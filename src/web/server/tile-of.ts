import { actorOf, type Actor } from '../../domain/verdict/actor.ts';
import { nextStepOf, type BenchStep } from '../../domain/verdict/next-step.ts';
import type { ResultCode, Verdict } from '../../domain/outcome.ts';
import { signOf } from '../../domain/verdict/refused-by-rule.ts';
import { withoutCode } from '../../domain/verdict/sentence-of.ts';
import { askForLabel } from '../../station/run/label-unit.ts';
import { askForSerialNumber } from '../../station/run/serial-number-phase.ts';
import type { JudgedUnit, Slot } from '../../station/slot-state.ts';
import type { TileColour, TileSlot, TileState, WantedFromPerson } from '../bench-state.ts';

/** What a slot is remembered by beside its state of now. */
export interface SlotMemory {
  /** When it came to be as it is, in ms since 1970. */
  readonly since: number;
  /** The last verdict in it; null: there is none, or a unit has come since. */
  readonly last: JudgedUnit | null;
  /** From the seating of that unit to its verdict. */
  readonly elapsedMs: number | null;
}

export interface TileSurroundings {
  /** Address of the picture of a code; null: there is none. */
  readonly pictureOf: (code: ResultCode) => string | null;
}

/** One slot as the pages show it. */
export const tileOf = (slot: Slot, memory: SlotMemory, { pictureOf }: TileSurroundings): TileSlot => {
  const { state, standing, notice, scan } = slot;
  const { last, elapsedMs } = memory;
  const wanted = wantedOf(slot, last);
  const isTurnedAway = last !== null && signOf(last.verdict) === 'turned away';
  const verdict = isTurnedAway && standing !== null ? null : (last?.verdict ?? null);
  const isLocked = standing?.code === 'slot locked' && state.kind !== 'working';
  const tileState: TileState = isLocked ? 'locked' : wanted === null ? state.kind : 'waiting';
  const code = verdict?.code ?? (isLocked || wanted === 'golden unit' ? (standing?.code ?? null) : null);
  const { actor, steps } = nextOf(code, verdict, { wanted, isHeld: last?.isHeld ?? false });
  return {
    slot: slot.name,
    state: tileState,
    colour: isTurnedAway ? 'none' : colourOf(verdict),
    code,
    deviceId: last?.deviceId ?? (state.kind === 'working' ? state.deviceId : null),
    phase: state.kind === 'working' ? state.phase : null,
    wanted,
    goldenUnit:
      wanted === 'golden unit' && standing?.code === 'golden due'
        ? { ids: standing.goldenUnits, endsWith: standing.endsWith }
        : null,
    isGolden: verdict?.colour === 'blue',
    keptSerialNumber: scan.kept,
    isTakenOut: state.kind === 'empty' && last !== null,
    isHeld: verdict?.colour === 'amber' && last?.isHeld === true,
    message:
      messageOf(notice) ??
      messageOf(verdict === null ? null : withoutCode(verdict.message, verdict.code)) ??
      standing?.reason ??
      null,
    actor,
    steps,
    since: memory.since,
    elapsedMs,
    picture: code === null ? null : pictureOf(code),
  };
};

/** More than the pages say by themselves; null: nothing more. */
const messageOf = (words: string | null): string | null => (words === null || plainAsks.has(words) ? null : words);

const plainAsks: ReadonlySet<string> = new Set([askForSerialNumber, askForLabel]);

const wantedOf = ({ state, standing, scan }: Slot, last: JudgedUnit | null): WantedFromPerson | null => {
  if (scan.wants !== null) return scan.wants;
  if (standing?.code !== 'golden due') return null;
  const isFree = state.kind === 'empty' || (last !== null && signOf(last.verdict) === 'turned away');
  return isFree ? 'golden unit' : null;
};

const colourOf = (verdict: Verdict | null): TileColour =>
  verdict === null || verdict.colour === 'blue' ? 'none' : verdict.colour;

interface Case {
  readonly wanted: WantedFromPerson | null;
  readonly isHeld: boolean;
}

const nextOf = (
  code: ResultCode | null,
  verdict: Verdict | null,
  { wanted, isHeld }: Case,
): { readonly actor: Actor | null; readonly steps: readonly BenchStep[] } => {
  if (wanted === 'serial number' || wanted === 'label') return { actor: 'operator', steps: [] };
  if (verdict !== null) return nextStepOf(verdict, { isHeld });
  if (code === 'slot locked' || code === 'golden due') return { actor: actorOf(code), steps: [code] };
  return { actor: null, steps: [] };
};
