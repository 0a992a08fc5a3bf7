import type { Provisioning } from '../../composition/open-provisioning.ts';
import { isErrorCode } from '../../domain/errors/error-table.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Debt, OwedUnit } from '../../journal/journal.ts';
import type { Console } from '../shared/console.ts';

/** After so many refusals in a row it is not the units. */
const mostRefusals = 3;
/** Units among which a pilot is looked for after a refusal. */
const candidates = 20;

export interface PilotOptions {
  readonly signal: AbortSignal;
  readonly listing: string;
  readonly console: Console;
}

/**
 * One unit goes ahead: what the backend does not want of it for its certificate, device type or rights, it will not want of a
 * hundred thousand. A pilot that is refused gives its place to the next one that the registration authority knows.
 * @throws PaclineError as the last pilot ended, and nothing else was sent
 */
export const sendPilot = async (
  provisioning: Provisioning,
  debt: Debt,
  { signal, listing, console }: PilotOptions,
): Promise<void> => {
  const { journal, registrar } = provisioning;
  const owed = await journal.owedUnits({ ...debt, listing }, { limit: candidates });
  let refused: { readonly code: string; readonly message: string } | null = null;
  let refusals = 0;
  for (const unit of owed) {
    const pair = await pairOf(unit, provisioning, { signal });
    if (refused !== null && pair === 'not confirmed') continue;
    if (pair === 'not confirmed')
      console.remark(
        `The registration authority does not confirm ID and PAC of the first unit, ${unit.deviceId}. Units that were never registered are not always known to it.`,
      );
    const { state, code, message } = await registrar.send(unit.deviceId, { signal });
    if (state === 'accepted' || state === 'confirmed') return;
    const failed = isErrorCode(code) ? code : 'registration unknown';
    if (state !== 'refused')
      throw new PaclineError(
        failed,
        `The first unit ${unit.deviceId} could not be registered: ${message} Nothing else was sent.`,
        { context: { deviceId: unit.deviceId } },
      );
    refused = { code: failed, message: `The first unit ${unit.deviceId} was refused: ${message}` };
    refusals += 1;
    if (refusals === mostRefusals) break;
    console.remark(`${refused.message} (${failed})`);
  }
  if (refused === null || (refusals === owed.length && owed.length < candidates)) return;
  const code = isErrorCode(refused.code) ? refused.code : 'backend refused';
  const why =
    refusals === mostRefusals
      ? `${refusals} units in a row were refused`
      : 'of no other unit is it known that its ID and PAC are good';
  throw new PaclineError(
    code,
    `${refused.message} Nothing else was sent, because ${why}; look at the file, or send the rest all the same with --no-pilot.`,
  );
};

/** Not every version of the API can tell, and "cannot confirm" is not "bad". */
const pairOf = async (
  unit: OwedUnit,
  { backend }: Provisioning,
  { signal }: { readonly signal: AbortSignal },
): Promise<'known' | 'not confirmed' | 'cannot be told'> => {
  try {
    return (await backend.productCertificateOf(unit, { signal })).kind;
  } catch (error) {
    if (PaclineError.is(error, 'not in this api', 'no rights')) return 'cannot be told';
    throw error;
  }
};
