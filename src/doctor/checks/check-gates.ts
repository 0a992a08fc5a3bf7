import type { Clock } from '../../domain/clock.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Gate, GateUnit } from '../../station/gate.ts';
import type { Check } from '../examine.ts';
import { fault, fromError, inOrder, notLookedAt, withFullStop, warning, type Finding } from '../finding.ts';

/** A word from outside that every unit needs. */
export interface GateToCheck {
  /** Its table in the settings. */
  readonly table: 'route' | 'result';
  /** Where it is asked, for people: an address or a path. */
  readonly where: string;
  /** What becomes of a unit while nobody answers. */
  readonly noAnswer: 'stop' | 'go on';
  /** @throws PaclineError bad settings: the line would not start with it */
  readonly open: () => Promise<Gate>;
}

export interface GatesToCheck {
  readonly gates: readonly GateToCheck[];
  /** The unit that is asked about: none of the line. */
  readonly unit: GateUnit;
  readonly clock: Clock;
}

/** A gate may take half a minute to answer by the settings. */
const limitMs = 35_000;

/** Is there an answer, and in time. Each gate is asked about a unit that is none of the line's, as the line would ask about one. */
export const checkGates = ({ gates, unit, clock }: GatesToCheck): Check => ({
  name: 'gates',
  whenItHangs: 'route unanswered',
  limitMs,
  run: async ({ signal }) =>
    gates.length === 0
      ? [notLookedAt('gates', 'The settings name neither [route] nor [result].')]
      : Promise.all(gates.map((gate) => ask(gate, unit, { clock, signal }))),
});

const ask = async (
  { table, where, noAnswer, open }: GateToCheck,
  unit: GateUnit,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Finding> => {
  const begun = clock.uptime();
  try {
    const answer = await (await open()).ask(unit, { signal });
    if (answer.kind !== 'no answer' || answer.isReached === true)
      return inOrder(table, `${where} answers after ${Math.round(clock.uptime() - begun)} ms`);
    const { code, reason } = answer;
    const action = `Look at ${where}, or correct [${table}] in the settings.`;
    return noAnswer === 'stop'
      ? fault(table, code, `${withFullStop(reason)} Every unit is refused while that is so.`, action)
      : warning(table, code, `${withFullStop(reason)} Units go on without its word while that is so.`, action);
  } catch (error) {
    if (!PaclineError.is(error)) throw error;
    return {
      ...fromError(table, error),
      action: `Correct [${table}] in the settings, or set the variable where the line is started.`,
    };
  }
};
