import { actorOf, type Actor } from '../../domain/verdict/actor.ts';
import { actionAtBench } from '../../domain/verdict/next-step.ts';
import type { SlotRecord } from '../../journal/journal.ts';
import type { SlotStanding } from '../slot-state.ts';
import { goldenUnits, whyGoldenIsDue, type GoldenMoment, type GoldenSteps } from './golden.ts';
import type { LineRules } from '../line-rules.ts';

interface StandingMoment extends Pick<GoldenMoment, 'now' | 'ages'> {
  readonly golden: GoldenSteps;
}

/** What holds for a slot whoever is in it; null: nothing does. */
export const slotStandingOf = (
  slot: SlotRecord | null,
  rules: LineRules,
  { golden, now, ages }: StandingMoment,
): SlotStanding | null => {
  if (slot !== null && slot.lockedAt !== null)
    return { code: 'slot locked', reason: slot.lockReason ?? 'no reason is kept' };
  if (rules.golden === null) return null;
  const why = whyGoldenIsDue(rules.golden, {
    slot,
    settingsDigest: rules.settingsDigest,
    shiftStarts: rules.shiftStarts,
    now,
    ages,
  });
  if (why === null) return null;
  const step = golden.next(rules.golden);
  return step === 'good'
    ? { code: 'golden due', reason: why, goldenUnits: [...rules.golden.good], endsWith: null }
    : { code: 'golden due', reason: why, goldenUnits: [], endsWith: step };
};

/** What holds and why, without a full stop. */
export const describeStanding = (standing: SlotStanding): string =>
  standing.code === 'slot locked' ? `locked: ${standing.reason}` : `seat ${unitToSeat(standing)}: ${standing.reason}`;

export const actorOfStanding = ({ code }: SlotStanding): Actor => actorOf(code);

/** What ends it, as a sentence. */
export const actionOfStanding = (standing: SlotStanding): string =>
  standing.code === 'slot locked' ? actionAtBench('slot locked') : `Seat ${unitToSeat(standing)}.`;

const unitToSeat = ({ endsWith, goldenUnits: ids }: Extract<SlotStanding, { code: 'golden due' }>): string =>
  endsWith === null ? goldenUnits(ids) : `the golden unit that ends with "${endsWith}"`;
