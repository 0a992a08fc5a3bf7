import type { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { shiftAt } from '../../domain/shift.ts';
import type { LineOptions } from '../line-options.ts';
import type { LineRules } from '../line-rules.ts';
import { isDebtFor } from './debt.ts';
import { found, type RunPhase } from './run-phase.ts';

/** Every word that a unit needs from outside before it is registered. */
export const gatesPhase: RunPhase = {
  name: 'ask gates',
  shows: 'checking',
  until: 'every word that it needs from outside had come',
  usesPort: false,
  applies: async ({ unit }, { line, rules }) => !(await isDoneInShift(found(unit).deviceId, line, rules)),
  run: async (state, { slot, line, rules, signal }) => {
    const { deviceId } = found(state.unit);
    const unit = {
      deviceId,
      serialNumber: await line.journal.serialNumberOf(deviceId),
      product: rules.product.name,
      order: rules.order?.name ?? null,
      slot,
      station: line.station,
    };
    for (const gate of line.gates) {
      const answer = await gate.ask(unit, { signal });
      if (answer.kind === 'allowed' || (answer.kind === 'no answer' && answer.rule === 'go on')) continue;
      throw new PaclineError(answer.code, answer.reason, { context: { deviceId } });
    }
    return state;
  },
};

/**
 * Whether the unit was in a slot of this shift before, got past the gates, and is confirmed for this product by now: it is seated a
 * second time, and the gates are not asked about it again. One that came in a file was never asked about.
 */
const isDoneInShift = async (
  deviceId: DeviceId,
  { journal, clock }: Pick<LineOptions, 'journal' | 'clock'>,
  { product, shiftStarts }: LineRules,
): Promise<boolean> => {
  const registration = await journal.registration(deviceId);
  if (registration === null || registration.state !== 'confirmed' || !isDebtFor(product, registration)) return false;
  const { from } = shiftAt(clock.now(), shiftStarts);
  for (const colour of ['green', 'amber'] as const) {
    if ((await journal.runs({ deviceId, product: product.name, colour, from, limit: 1 })).length > 0) return true;
  }
  return false;
};
