import { within } from '../../async/within.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { Verdict } from '../../domain/outcome.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Product } from '../../domain/product.ts';
import { isOpen } from '../../domain/registration.ts';
import type { RegistrationRecord } from '../../journal/journal.ts';
import { resultOf, registrationSentence, type RegistrationResult } from '../../registrar/registration-result.ts';
import { debtOf, isDebtFor, wantedOf } from './debt.ts';
import type { LineOptions } from '../line-options.ts';
import { verdictOfRegistration } from './verdict.ts';

interface Signals {
  /** Aborts when nobody waits here any more: the unit was taken out, or the line stops. */
  readonly signal: AbortSignal;
  /** Aborts when the line stops. */
  readonly lineSignal: AbortSignal;
}

export type RegistrationWait = Pick<LineOptions, 'journal' | 'registrar' | 'clock' | 'amberAfterMs'> & {
  readonly product: Product;
};

/**
 * Waits for the backend as long as a unit may; after that the debt is the registrar's, which goes on with it.
 * @throws PaclineError registration unknown | other device type | other certificate: an earlier debt for another product stands in the way; the signal's reason
 */
export const awaitRegistration = async (
  deviceId: DeviceId,
  wait: RegistrationWait,
  signals: Signals,
): Promise<Verdict> => verdictOfRegistration(await awaitResult(deviceId, wait, signals));

/** The same, for who makes no verdict of it. */
export const awaitResult = async (
  deviceId: DeviceId,
  wait: RegistrationWait,
  signals: Signals,
): Promise<RegistrationResult> => {
  for (;;) {
    const before = await wait.journal.registration(deviceId);
    const result = await withinPatience(deviceId, wait, signals);
    const debt = await wait.journal.registration(deviceId);
    // A unit that was confirmed before was judged by what the backend shows, whatever it was confirmed for.
    if (debt === null || isDebtFor(wait.product, debt) || before?.state === 'confirmed') return result;
    // What was sent for another product had to be settled first; its end says nothing about this one.
    if (isOpen(debt.state)) {
      throw sentForAnotherProduct(wait.product, debt);
    }
    if (debt.state !== 'confirmed') await wait.journal.append([debtOf(deviceId, wait.product)]);
  }
};

/** What the backend has taken for another product is there; what may have been sent for it may be. */
const sentForAnotherProduct = (product: Product, debt: RegistrationRecord): PaclineError => {
  const { deviceId, state } = debt;
  const other = debt.deviceTypeId === product.deviceTypeId ? 'other certificate' : 'other device type';
  const code = state === 'accepted' || state === 'submitted' ? other : 'registration unknown';
  return new PaclineError(
    code,
    `${deviceId} was sent for another product, in the device type ${debt.deviceTypeId}. ${registrationSentence(debt)}`,
    { context: { deviceId } },
  );
};

/** The registration goes on when the unit is taken out: only the line's end stops it. */
const withinPatience = async (
  deviceId: DeviceId,
  { registrar, journal, clock, amberAfterMs, product }: RegistrationWait,
  { signal, lineSignal }: Signals,
): Promise<RegistrationResult> => {
  const work = registrar.register(deviceId, { signal: lineSignal, wanted: wantedOf(product) });
  return (await within(amberAfterMs, work, { clock, signal })) ?? lateResult(deviceId, journal, amberAfterMs);
};

/** Where the registration stands while the backend keeps us waiting. */
const lateResult = async (
  deviceId: DeviceId,
  journal: LineOptions['journal'],
  afterMs: number,
): Promise<RegistrationResult> => {
  const record = await journal.registration(deviceId);
  const silence = `The backend has not answered for ${afterMs / 1000} s.`;
  if (record === null) return { state: 'owed', code: 'owed', message: silence };
  // A unit that is looked up again is not green before it was seen
  if (record.state === 'confirmed') return { state: 'accepted', code: 'accepted', message: silence };
  const result = resultOf(record);
  return record.code === null && (record.state === 'owed' || record.state === 'intended')
    ? { ...result, message: silence }
    : result;
};
