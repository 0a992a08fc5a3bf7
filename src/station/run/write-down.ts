import { mayHaveBeenSent } from '../../domain/registration.ts';
import type { UnitIdentity } from '../../domain/unit.ts';
import type { JournalEvent, UnitRead } from '../../journal/events.ts';
import type { JournalReader } from '../../journal/journal.ts';
import type { ModemReading } from '../../modem/read-modem.ts';
import { debtOf } from './debt.ts';
import type { LineOptions } from '../line-options.ts';
import type { LineRules } from '../line-rules.ts';

export const unitRead = (run: string, reading: ModemReading, { deviceId, pac, pacSource }: UnitIdentity): UnitRead => ({
  kind: 'unit read',
  run,
  deviceId,
  pac: pac.reveal(),
  pacSource,
  dialect: reading.dialect.id,
  firmware: reading.details.readFirmware?.toString() ?? null,
});

/**
 * Writes these events and the unit's debt, in one transaction. A debt that may already have been sent is left to be settled
 * first, and a unit that was confirmed is looked up before anything of it is owed again.
 */
export const writeDownDebt = async (
  deviceId: UnitIdentity['deviceId'],
  before: readonly JournalEvent[],
  { journal }: Pick<LineOptions, 'journal'>,
  { product }: Pick<LineRules, 'product'>,
): Promise<void> => {
  if (await mayBeOwed(deviceId, journal)) {
    try {
      await journal.append([...before, debtOf(deviceId, product)]);
      return;
    } catch (error) {
      // Between the look and the writing, the registrar may have sent an older debt of this unit.
      if (await mayBeOwed(deviceId, journal)) throw error;
    }
  }
  await journal.append(before);
};

const mayBeOwed = async (deviceId: UnitIdentity['deviceId'], journal: JournalReader): Promise<boolean> => {
  const state = (await journal.registration(deviceId))?.state;
  return state === undefined || (state !== 'confirmed' && !mayHaveBeenSent(state));
};
