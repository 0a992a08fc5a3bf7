import type { Verdict } from '../../domain/outcome.ts';
import { isRefusedByRule } from '../../domain/verdict/refused-by-rule.ts';
import type { JournalEvent, RunPurpose } from '../../journal/events.ts';
import type { SlotRecord } from '../../journal/journal.ts';
import type { GoldenStep, GoldenSteps } from './golden.ts';
import type { LineRules } from '../line-rules.ts';

export interface EndOfRun {
  readonly run: string;
  readonly slot: string;
  readonly verdict: Verdict;
  readonly purpose: RunPurpose;
  /** As it stood before the run's end. */
  readonly record: SlotRecord | null;
  readonly rules: LineRules;
  readonly golden: GoldenSteps;
  /** What had to be seated; null: nothing. */
  readonly goldenStep: GoldenStep | null;
}

/** What the line's rules make of the end of a run, to be written down with it. */
export const ruleEventsAfter = ({
  run,
  slot,
  verdict,
  purpose,
  record,
  rules,
  golden,
  goldenStep,
}: EndOfRun): readonly JournalEvent[] => {
  const { colour, outcome, code } = verdict;
  if (purpose === 'golden') {
    if (code === 'golden failed') {
      golden.startAgain();
      return [{ kind: 'slot locked', slot, code, reason: 'its golden unit was not read as it must be' }];
    }
    return rules.golden !== null && golden.pass(rules.golden, goldenStep)
      ? [{ kind: 'golden passed', slot, run, settings: rules.settingsDigest }]
      : [];
  }
  if (colour !== 'red' || outcome === 'aborted' || isRefusedByRule(code)) return [];
  const reds = (record?.redsInRow ?? 0) + 1;
  if (rules.lockOutReds === null || reds < rules.lockOutReds) return [];
  return [
    { kind: 'slot locked', slot, code, reason: `${reds} red${reds === 1 ? '' : 's'} in a row, the last one "${code}"` },
  ];
};
