import { PaclineError } from '../../domain/pacline-error.ts';
import type { Gate, GateUnit } from '../gate.ts';

/** Every word that a unit needs from outside. @throws PaclineError route refused | result refused | route unanswered | result missing; the signal's reason */
export const askGates = async (gates: readonly Gate[], unit: GateUnit, { signal }: { readonly signal: AbortSignal }): Promise<void> => {
  for (const gate of gates) {
    const answer = await gate.ask(unit, { signal });
    if (answer.kind === 'allowed' || (answer.kind === 'no answer' && answer.rule === 'go on')) continue;
    throw new PaclineError(answer.code, answer.reason, { context: { deviceId: unit.deviceId } });
  }
};
