import type { DeviceId } from '../../domain/device-id.ts';
import type { Verdict } from '../../domain/outcome.ts';
import { PaclineError } from '../../domain/pacline-error.ts';
import type { Product } from '../../domain/product.ts';
import type { RegistrationResult } from '../../registrar/registrar.ts';
import { debtOf, isDebtFor } from './debt.ts';
import type { LineOptions } from '../line-options.ts';
import { verdictOfRegistration } from './verdict.ts';

interface Signals {
  /** Aborts when nobody waits here any more: the unit was taken out, or the line stops. */
  readonly signal: AbortSignal;
  /** Aborts when the line stops. */
  readonly lineSignal: AbortSignal;
}

export type RegistrationDesk = Pick<LineOptions, 'journal' | 'registrar' | 'clock' | 'amberAfterMs'> & { readonly product: Product };

/**
 * Waits for the backend as long as a unit may; after that the debt is the registrar's, which goes on with it.
 * @throws PaclineError registration unknown: an earlier debt for another product stands in the way; the signal's reason
 */
export const awaitRegistration = async (deviceId: DeviceId, desk: RegistrationDesk, signals: Signals): Promise<Verdict> => {
  for (;;) {
    const result = await withinPatience(deviceId, desk, signals);
    const debt = await desk.journal.registration(deviceId);
    if (debt === null || isDebtFor(desk.product, debt)) return verdictOfRegistration(result);
    // What was sent for another product had to be settled first; its end says nothing about this one.
    if (debt.state !== 'confirmed' && debt.state !== 'refused') {
      throw new PaclineError('registration unknown', `An earlier registration of ${deviceId}, for another product, is not settled yet. Seat it again when the backend answers.`, { context: { deviceId } });
    }
    await desk.journal.append([debtOf(deviceId, desk.product)]);
  }
};

/** The registration goes on when the unit is taken out: only the line's end stops it. */
const withinPatience = async (deviceId: DeviceId, { registrar, clock, amberAfterMs }: RegistrationDesk, { signal, lineSignal }: Signals): Promise<RegistrationResult> => {
  const patience = new AbortController();
  const way = registrar.register(deviceId, { signal: lineSignal });
  const late = clock.sleep(amberAfterMs, { signal: AbortSignal.any([signal, patience.signal]) }).then((): RegistrationResult => ({
    state: 'owed',
    code: 'registration unknown',
    message: `The backend has not answered for ${amberAfterMs / 1000} s.`,
  }));
  try {
    return await Promise.race([way, late]);
  } finally {
    patience.abort();
    late.catch(() => undefined);
    way.catch(() => undefined);
  }
};
