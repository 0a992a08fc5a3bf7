import type { DeviceId } from '../../domain/device-id.ts';
import type { Verdict } from '../../domain/outcome.ts';
import { localTime, shiftAt } from '../../domain/shift.ts';
import { isDebtFor } from './debt.ts';
import type { LineOptions } from '../line-options.ts';
import type { LineRules } from '../line-rules.ts';

/** A unit that this shift has confirmed for this product is not asked about again: it was seated twice. Null: it was not. */
export const alreadyDone = async (deviceId: DeviceId, { journal, clock }: Pick<LineOptions, 'journal' | 'clock'>, { product, shiftStarts }: LineRules): Promise<Verdict | null> => {
  const registration = await journal.registration(deviceId);
  if (registration === null || registration.state !== 'confirmed' || !isDebtFor(product, registration)) return null;
  const { changedAt } = registration;
  if (changedAt < shiftAt(clock.now(), shiftStarts).from) return null;
  return { colour: 'green', outcome: 'pass', code: 'already done', message: `Confirmed ${localTime(changedAt).slice(-5)} in this shift.` };
};
