import type { DeviceId } from '../domain/device-id.ts';
import type { Journal } from '../journal/journal.ts';
import type { BatchRegistrar } from './batch-registrar.ts';
import type { RegistrationResult } from './registrar.ts';

/** From so many units of one product on, a request for all of them is worth a slot of the backend's budget: one in two minutes. */
const worthABatch = 24;

export interface DebtTools {
  readonly journal: Journal;
  readonly batches: BatchRegistrar;
  readonly registrar: { register(deviceId: DeviceId, options: { readonly signal: AbortSignal }): Promise<RegistrationResult> };
}

/**
 * Brings every debt of the journal as far as it goes now: many of one product in one request, few one by one. Nothing else may
 * work on the same journal meanwhile.
 * @throws PaclineError of the backend where nothing can be sent or seen, and of the journal; the signal's reason
 */
export const workOffDebts = async ({ journal, batches, registrar }: DebtTools, { signal }: { readonly signal: AbortSignal }): Promise<void> => {
  await batches.settleUnderWay({ signal });
  for (const debt of await journal.debts()) {
    if (debt.units >= worthABatch) {
      await batches.settleAll(debt, { signal });
      continue;
    }
    for (const { deviceId } of await journal.registrations(['owed'], debt)) await registrar.register(deviceId, { signal });
  }
};
