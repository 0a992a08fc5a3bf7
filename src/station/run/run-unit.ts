import type { DeviceId } from '../../domain/device-id.ts';
import type { Verdict } from '../../domain/outcome.ts';
import { PaclineError } from '../../domain/pacline-error.ts';
import type { JournalEvent } from '../../journal/events.ts';
import type { SlotRecord } from '../../journal/journal.ts';
import { attempt, type Seen } from './attempt.ts';
import { whyGoldenIsDue, type GoldenStep } from '../rules/golden.ts';
import type { LineOptions } from '../line-options.ts';
import type { LineRules } from '../line-rules.ts';
import { followingEvents } from '../rules/following-events.ts';
import type { RunOptions } from './run-options.ts';
import { Stopwatch } from './stopwatch.ts';
import { turnAway } from '../rules/turned-away.ts';
import { verdictOfError } from './verdict.ts';

/** A run that is over. */
export interface EndedRun {
  readonly run: string;
  readonly deviceId: DeviceId | null;
  readonly verdict: Verdict;
  /** The green that the backend has given it, whatever became of its label; null: none. */
  readonly confirmed: Verdict | null;
  /** Those that held at its beginning. */
  readonly rules: LineRules;
}

/**
 * One attempt on one unit, from its seating to the verdict. Whatever happens, the run has an end in the journal, and the
 * verdict is reported only after it is on disk, together with what the line's rules make of it.
 * @throws PaclineError of the journal: then there is no verdict to show
 */
export const runUnit = async (options: RunOptions): Promise<EndedRun> => {
  const { slot, port, line, golden, report } = options;
  const { journal, clock } = line;
  const rules = line.rules();
  const run = crypto.randomUUID();
  const startedAt = clock.uptime();
  const stopwatch = new Stopwatch(clock);
  await journal.append([{ kind: 'run started', run, slot, port, context: contextOf(line, rules) }]);
  report({ kind: 'began', run });

  const seen: Seen = { deviceId: null, transcript: '', purpose: 'unit', firstAnswerMs: null, measurements: [], confirmed: null };
  const record = await journal.slot(slot);
  const goldenStep = goldenStepOf(record, rules, options);
  const verdict = await judge({ ...options, run, rules, record, goldenStep, seen, stopwatch }).catch((error: unknown) => verdictOfFailure(error, options));
  const { deviceId, transcript, purpose, firstAnswerMs, measurements } = seen;
  const measured = { purpose, firstAnswerMs, phaseMs: stopwatch.times(), measurements };
  const ended: JournalEvent = { kind: 'run ended', run, deviceId, ...verdict, elapsedMs: Math.round(clock.uptime() - startedAt), transcript, measured };
  await journal.append([ended, ...followingEvents({ run, slot, verdict, purpose, record, rules, golden, goldenStep })]);
  report({ kind: 'judged', deviceId, verdict });
  return { run, deviceId, verdict, confirmed: seen.confirmed, rules };
};

const contextOf = ({ operator }: LineOptions, { product, order, settings }: LineRules) => ({ product: product.name, order: order?.name ?? null, operator: operator(), settings });

interface JudgeOptions extends RunOptions {
  readonly run: string;
  readonly rules: LineRules;
  readonly record: SlotRecord | null;
  readonly goldenStep: GoldenStep | null;
  readonly seen: Seen;
  readonly stopwatch: Stopwatch;
}

const judge = async ({ record, stopwatch, ...options }: JudgeOptions): Promise<Verdict> => {
  const { line, rules, report } = options;
  await turnAway(record, rules, line);
  return attempt({
    ...options,
    onPhase: (phase, deviceId) => {
      if (phase === stopwatch.phase) return;
      stopwatch.enter(phase);
      report({ kind: 'phase', phase, deviceId });
    },
  });
};

const goldenStepOf = (slot: SlotRecord | null, rules: LineRules, { line, golden }: Pick<RunOptions, 'line' | 'golden'>): GoldenStep | null => {
  if (rules.golden === null) return null;
  const due = whyGoldenIsDue(rules.golden, { slot, settings: rules.settings, shiftStarts: rules.shiftStarts, now: line.clock.now(), ages: line.ages });
  return due === null ? null : golden.next(rules.golden);
};

const verdictOfFailure = (error: unknown, { signal, lineSignal }: Pick<RunOptions, 'signal' | 'lineSignal'>): Verdict => {
  const interrupted = (): Verdict => verdictOfError(new PaclineError('interrupted', 'The run was stopped before its end.', { cause: error }));
  if (lineSignal.aborted && error === lineSignal.reason) return interrupted();
  if (PaclineError.is(error)) {
    if (error.entry.area === 'journal') throw error;
    return verdictOfError(error);
  }
  if (signal.aborted) return interrupted();
  return verdictOfError(new PaclineError('internal fault', `The run ended in a fault of this program: ${String(error)}.`, { cause: error }));
};
