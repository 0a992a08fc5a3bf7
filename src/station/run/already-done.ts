import type { DeviceId } from '../../domain/device-id.ts';
import { shiftAt } from '../../domain/shift.ts';
import { isDebtFor } from './debt.ts';
import type { LineOptions } from '../line-options.ts';
import type { LineRules } from '../line-rules.ts';

/**
 * Whether the unit was in a slot of this shift before, got past the gates, and is confirmed for this product by now: it is seated a
 * second time, and the gates are not asked about it again. One that came in a file was never asked about.
 */
export const isDoneInShift = async (deviceId: DeviceId, { journal, clock }: Pick<LineOptions, 'journal' | 'clock'>, { product, shiftStarts }: LineRules): Promise<boolean> => {
  const registration = await journal.registration(deviceId);
  if (registration === null || registration.state !== 'confirmed' || !isDebtFor(product, registration)) return false;
  const { from } = shiftAt(clock.now(), shiftStarts);
  for (const colour of ['green', 'amber'] as const) {
    if ((await journal.runs({ deviceId, product: product.name, colour, from, limit: 1 })).length > 0) return true;
  }
  return false;
};
