import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { describeMeasurement } from '../../domain/product-checks.ts';
import { sentenceOf } from '../../domain/verdict/sentence-of.ts';
import { judgeGolden, type GoldenReading } from '../rules/golden.ts';
import { found, type RunPhase, type RunState } from './run-phase.ts';
import { abortedCodes, verdictOfError } from './verdict.ts';

/** A unit that shows whether the slot judges rightly is not registered: its run ends here, whether it was read or not. */
export const goldenPhase: RunPhase = {
  name: 'golden',
  shows: null,
  until: 'it was checked',
  usesPort: false,
  judgesFailures: true,
  run: async (state, { rules: { golden: rule }, goldenStep }) => {
    const reading = rule === null ? null : goldenReading(state);
    if (rule === null || reading === null) return state;
    const golden = judgeGolden(rule, goldenStep, reading);
    switch (golden.kind) {
      case 'a unit':
        return state;
      case 'due':
        return { ...state, verdict: verdictOfError(new PaclineError('golden due', golden.sentence)) };
      case 'failed':
        return {
          ...state,
          purpose: 'golden',
          verdict: verdictOfError(new PaclineError('golden failed', golden.sentence)),
        };
      case 'golden':
        return {
          ...state,
          purpose: 'golden',
          verdict: { colour: 'blue', outcome: 'pass', code: 'golden read', message: sentenceOf('golden read') },
        };
    }
  },
};

/** Null: nothing is found out about the slot, where the unit was taken out, the line stopped, or a fault is ours. */
const goldenReading = ({ failure, reading, measurements }: RunState): GoldenReading | null => {
  if (failure === null) {
    const misfit = measurements.find(({ name, passed }) => !passed && name !== 'deviceId');
    return {
      deviceId: found(reading).identity.deviceId,
      misfit: misfit === undefined ? null : describeMeasurement(misfit),
    };
  }
  const { error } = failure;
  if (
    !PaclineError.is(error) ||
    abortedCodes.has(error.code) ||
    error.code === 'internal fault' ||
    error.entry.area === 'journal'
  )
    return null;
  return { failed: error.code };
};
