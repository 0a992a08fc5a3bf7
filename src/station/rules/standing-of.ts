import type { SlotRecord } from '../../journal/journal.ts';
import { whyGoldenIsDue, type GoldenMoment, type GoldenSteps } from './golden.ts';
import type { LineRules } from '../line-rules.ts';

interface StandingMoment extends Pick<GoldenMoment, 'now' | 'ages'> {
  readonly golden: GoldenSteps;
}

/** What holds for a slot whoever is in it, for the person at the bench; null: nothing does. */
export const standingOf = (
  slot: SlotRecord | null,
  rules: LineRules,
  { golden, now, ages }: StandingMoment,
): string | null => {
  if (slot !== null && slot.lockedAt !== null) return `locked: ${slot.lockReason ?? 'no reason is kept'}`;
  if (rules.golden === null) return null;
  const why = whyGoldenIsDue(rules.golden, {
    slot,
    settings: rules.settings,
    shiftStarts: rules.shiftStarts,
    now,
    ages,
  });
  if (why === null) return null;
  const step = golden.next(rules.golden);
  return `seat the golden unit${step === 'good' ? '' : ` that ends with "${step}"`}: ${why}`;
};
