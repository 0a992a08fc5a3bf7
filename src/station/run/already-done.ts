import type { DeviceId } from '../../domain/device-id.ts';
import { shiftAt } from '../../domain/shift.ts';
import { isDebtFor } from './debt.ts';
import type { LineOptions } from '../line-options.ts';
import type { LineRules } from '../line-rules.ts';

/** Whether this shift has confirmed the unit for this product: it is seated a second time, and the gates are not asked about it again. */
export const isDoneInShift = async (deviceId: DeviceId, { journal, clock }: Pick<LineOptions, 'journal' | 'clock'>, { product, shiftStarts }: LineRules): Promise<boolean> => {
  const registration = await journal.registration(deviceId);
  if (registration === null || registration.state !== 'confirmed' || !isDebtFor(product, registration)) return false;
  return registration.changedAt >= shiftAt(clock.now(), shiftStarts).from;
};
