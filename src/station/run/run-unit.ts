import { renderTranscript } from '../../dialect/transcript.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { Verdict } from '../../domain/outcome.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { JournalEvent } from '../../journal/events.ts';
import type { SlotRecord } from '../../journal/journal.ts';
import type { LineOptions } from '../line-options.ts';
import type { LineRules } from '../line-rules.ts';
import { ruleEventsAfter } from '../rules/lock-out.ts';
import { whyGoldenIsDue, type GoldenStep } from '../rules/golden.ts';
import { runPhases } from './phases.ts';
import { nothingFound, type RunContext, type RunOptions, type RunPhase, type RunState } from './run-phase.ts';
import { Stopwatch } from './stopwatch.ts';
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
 * One attempt on one unit, from its seating to the verdict: phase after phase, until one gives a verdict. Whatever happens, the run
 * has an end in the journal, and the verdict is reported only after it is on disk, together with what the line's rules make of it.
 * @throws PaclineError of the journal: then there is no verdict to show
 */
export const runUnit = async (options: RunOptions): Promise<EndedRun> => {
  const { stay, line, golden, report, seatedAt, signal } = options;
  const { slot } = stay;
  const { journal, clock } = line;
  const rules = line.rules();
  const run = crypto.randomUUID();
  const startedAt = clock.uptime();
  const stopwatch = new Stopwatch(clock);
  await journal.append([{ kind: 'run started', run, slot, port: stay.port.path, context: contextOf(line, rules) }]);
  report({ kind: 'began', run });
  const record = await journal.slot(slot);
  const goldenStep = goldenStepOf(record, rules, options);
  const context: RunContext = {
    ...options,
    run,
    slot,
    rules,
    record,
    goldenStep,
    notice: (notice) => report({ kind: 'notice', notice }),
  };

  let state = nothingFound;
  let underWay: RunPhase | null = null;
  for (const phase of runPhases) {
    if (state.verdict !== null) break;
    if (!phase.usesPort && state.port !== null) {
      state = await withoutPort(state);
      stay.free(state.reading, state.bootMs);
    }
    if (state.failure !== null && phase.judgesFailures !== true) continue;
    if (state.failure === null) underWay = phase;
    try {
      signal.throwIfAborted();
      if (phase.applies !== undefined && !(await phase.applies(state, context))) continue;
      if (phase.shows !== null && phase.shows !== stopwatch.phase) {
        stopwatch.enter(phase.shows);
        report({ kind: 'phase', phase: phase.shows, deviceId: deviceIdIn(state) });
      }
      state = await phase.run(state, context);
    } catch (error) {
      state = { ...state, failure: { error } };
    }
  }

  const { measurements, purpose, confirmed, dialogue } = state;
  const deviceId = deviceIdIn(state);
  const verdict = state.verdict ?? verdictOfFailure(state.failure?.error, underWay, options);
  const firstByteAt = state.port?.firstByteAt ?? null;
  const measured = {
    purpose,
    firstAnswerMs: firstByteAt === null ? null : Math.round(firstByteAt - seatedAt),
    phaseMs: stopwatch.times(),
    measurements,
  };
  const transcript =
    state.port === null ? '' : renderTranscript({ header: { port: state.port.path }, exchanges: dialogue });
  const ended: JournalEvent = {
    kind: 'run ended',
    run,
    deviceId,
    ...verdict,
    elapsedMs: Math.round(clock.uptime() - startedAt),
    transcript,
    measured,
  };
  await journal.append([ended, ...ruleEventsAfter({ run, slot, verdict, purpose, record, rules, golden, goldenStep })]);
  report({
    kind: 'judged',
    deviceId,
    verdict,
    serialNumber: deviceId === null ? null : await journal.serialNumberOf(deviceId),
    order: rules.order?.name ?? null,
    isHeld: rules.amber === 'held',
  });
  return { run, deviceId, verdict, confirmed, rules };
};

/** From the first phase on that does not use the port it is closed, and other programs can have it. */
const withoutPort = async (state: RunState): Promise<RunState> => {
  try {
    await state.port?.close();
    return state;
  } catch (error) {
    return { ...state, failure: { error } };
  }
};

const deviceIdIn = ({ reading }: RunState): DeviceId | null => reading?.identity.deviceId ?? null;

const contextOf = ({ operator }: LineOptions, { product, order, settingsDigest: settings }: LineRules) => ({
  product: product.name,
  order: order?.name ?? null,
  operator: operator(),
  settings,
});

const goldenStepOf = (
  slot: SlotRecord | null,
  rules: LineRules,
  { line, golden }: Pick<RunOptions, 'line' | 'golden'>,
): GoldenStep | null => {
  if (rules.golden === null) return null;
  const due = whyGoldenIsDue(rules.golden, {
    slot,
    settingsDigest: rules.settingsDigest,
    shiftStarts: rules.shiftStarts,
    now: line.clock.now(),
    ages: line.ages,
  });
  return due === null ? null : golden.next(rules.golden);
};

/** What a unit was taken out before; one that took its port with it while that was in use is told as the port itself tells it. */
const takenOutDuring = ({ until, usesPort }: RunPhase, { context }: PaclineError): PaclineError =>
  usesPort && context['presence'] === 'port'
    ? new PaclineError('port lost', `The port went away before ${until}.`, { context })
    : new PaclineError('taken out', `Taken out before ${until}${context['where']}.`, { context });

const verdictOfFailure = (
  error: unknown,
  underWay: RunPhase | null,
  { signal, lineSignal }: Pick<RunOptions, 'signal' | 'lineSignal'>,
): Verdict => {
  const interrupted = (): Verdict =>
    verdictOfError(new PaclineError('interrupted', 'The run was stopped before its end.', { cause: error }));
  if (lineSignal.aborted && error === lineSignal.reason) return interrupted();
  if (PaclineError.is(error)) {
    if (error.entry.area === 'journal') throw error;
    return verdictOfError(error.code === 'taken out' && underWay !== null ? takenOutDuring(underWay, error) : error);
  }
  if (signal.aborted) return interrupted();
  return verdictOfError(
    new PaclineError('internal fault', `The run ended in a fault of this program: ${String(error)}.`, { cause: error }),
  );
};
