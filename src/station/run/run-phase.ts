import type { TranscriptExchange } from '../../dialect/transcript.ts';
import type { Measurement } from '../../domain/measurement.ts';
import type { Verdict } from '../../domain/outcome.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Phase } from '../../domain/phase.ts';
import type { JournalEvent, RunPurpose } from '../../journal/events.ts';
import type { SlotRecord } from '../../journal/journal.ts';
import type { IdentifiedDialect, ModemReading } from '../../modem/read-modem.ts';
import type { LineOptions } from '../line-options.ts';
import type { LineRules } from '../line-rules.ts';
import type { GoldenStep, GoldenSteps } from '../rules/golden.ts';
import type { SlotEvent } from '../slot-state.ts';
import type { Stay } from '../stay.ts';
import type { CheckedUnit } from './check-unit.ts';
import type { HeardPort } from './heard-port.ts';

export interface RunOptions {
  readonly stay: Pick<Stay, 'slot' | 'port' | 'scans' | 'free' | 'isStillThere' | 'requireAlone'>;
  readonly line: LineOptions;
  /** How far this slot has come with its golden units. */
  readonly golden: GoldenSteps;
  /** When the unit was seated, as the clock's uptime. */
  readonly seatedAt: number;
  /** Aborts when the unit is taken out or turns up twice, when somebody gives the run up, and when the line stops. */
  readonly signal: AbortSignal;
  /** Aborts when the line stops: what is owed for a unit does not end with its stay. */
  readonly lineSignal: AbortSignal;
  readonly report: (event: SlotEvent) => void;
}

/** What is the same in all phases of a run. */
export interface RunContext extends RunOptions {
  readonly run: string;
  readonly slot: string;
  /** Those that held at its beginning. */
  readonly rules: LineRules;
  /** The slot as it stood at its beginning; null: no rule has ever been applied to it. */
  readonly record: SlotRecord | null;
  /** What the slot has to be shown before it may judge units; null: nothing. */
  readonly goldenStep: GoldenStep | null;
  /** Tells the person at the bench something to do or to know, until the next phase. */
  readonly notice: (sentence: string) => void;
}

/** What a run has found out so far. Each phase makes a new one of it. */
export interface RunState {
  readonly purpose: RunPurpose;
  /** Open as long as phases use it. */
  readonly port: HeardPort | null;
  /** From the opening of its port on, how long the board may be deaf, in ms. */
  readonly bootMs: number;
  /** Until when the board may be starting, as the clock's uptime. */
  readonly bootsUntil: number;
  readonly found: IdentifiedDialect | null;
  /** What was said on the port, secrets masked. */
  readonly dialogue: readonly TranscriptExchange[];
  readonly reading: ModemReading | null;
  readonly measurements: readonly Measurement[];
  readonly unit: CheckedUnit | null;
  /** Goes into the journal together with the debt. */
  readonly unwritten: readonly JournalEvent[];
  /** The green that the backend has given the unit; what is left then is its label. */
  readonly confirmed: Verdict | null;
  /** Thrown by a phase, and not yet judged: the phases behind it are left out. */
  readonly failure: { readonly error: unknown } | null;
  /** The end of the run. */
  readonly verdict: Verdict | null;
}

export const nothingFound: RunState = {
  purpose: 'unit',
  port: null,
  bootMs: 0,
  bootsUntil: 0,
  found: null,
  dialogue: [],
  reading: null,
  measurements: [],
  unit: null,
  unwritten: [],
  confirmed: null,
  failure: null,
  verdict: null,
};

/** One step of a run. */
export interface RunPhase {
  readonly name: string;
  /** What people see while it is under way; null: what they saw before. */
  readonly shows: Phase | null;
  /** What a unit that is taken out meanwhile was taken out before, as in "before it was read". */
  readonly until: string;
  /** The port is closed before the first phase that does not use it. */
  readonly usesPort: boolean;
  /** The phase also looks at runs that failed in an earlier one. Default: it does not. */
  readonly judgesFailures?: true;
  /** Whether there is anything to do in this run. Default: there is. */
  readonly applies?: (state: RunState, context: RunContext) => boolean | Promise<boolean>;
  /** @throws whatever stands in the way: it becomes the state's failure */
  run(state: RunState, context: RunContext): Promise<RunState>;
}

/** What an earlier phase has found out. */
export const found = <Value>(value: Value | null): Value => {
  if (value === null)
    throw new PaclineError('internal fault', 'A phase of the run came before the one that it builds on.');
  return value;
};
