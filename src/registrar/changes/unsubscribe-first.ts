import type { RegisteredDevice } from '../../backend/backend.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { ChangeTools } from './change-tools.ts';
import { deleteDevice } from './token-changes.ts';
import { notPassed, notRegistered, type UnitResult } from './unit-result.ts';

interface DeleteOptions {
  readonly signal: AbortSignal;
  /** Told, as one sentence, what was done to the unit before it is deleted, or why not. */
  readonly onUnsubscription?: (sentence: string) => void;
}

/**
 * Deletes a unit, and ends its subscription first if it has one: one integrator says that the API requires it, no text of
 * the API does. So a refusal to unsubscribe does not keep the unit from being deleted (assumed); an answer that got lost
 * does, for what was done then is to be seen first.
 */
export async function* unsubscribeAndDelete(
  deviceId: DeviceId,
  tools: ChangeTools<'remove' | 'unsubscribeOne'>,
  { signal, onUnsubscription: tell = () => undefined }: DeleteOptions,
): AsyncGenerator<UnitResult> {
  const device = await seen(deviceId, tools, signal);
  if ('outcome' in device) return yield device;
  if (isSubscribed(device)) {
    const result = await tools.backend.unsubscribeOne({ deviceId, at: 'now' }, { signal });
    switch (result.kind) {
      case 'done':
        tell(`${deviceId} was subscribed: its subscription is ended first.`);
        break;
      case 'refused':
        tell(`${deviceId} was not unsubscribed (${result.words}); its deletion is asked for all the same.`);
        break;
      case 'absent':
        return yield notRegistered(deviceId);
      case 'postponed':
        return yield notPassed({ deviceId }, result.code, `it was neither unsubscribed nor deleted: ${result.reason}`);
      case 'unknown':
        return yield notPassed(
          { deviceId },
          'change unknown',
          `whether it was unsubscribed is not known: ${result.reason}; it was not deleted`,
        );
    }
  }
  yield* deleteDevice(deviceId, tools, { signal });
}

const seen = async (
  deviceId: DeviceId,
  { backend }: ChangeTools<never>,
  signal: AbortSignal,
): Promise<RegisteredDevice | UnitResult> => {
  try {
    return (await backend.find([deviceId], { signal, effort: 'thorough' })).get(deviceId) ?? notRegistered(deviceId);
  } catch (error) {
    signal.throwIfAborted();
    if (!PaclineError.is(error)) throw error;
    return notPassed(
      { deviceId },
      error.code,
      `nothing was sent, because it could not be looked up first: ${error.message.replace(` (${error.code})`, '')}`,
    );
  }
};

/** It holds a token, or held one when it was last shown. A suspended unit counts as subscribed. */
const isSubscribed = ({ state, tokenState, activationAt }: RegisteredDevice): boolean =>
  state === 'suspended' ||
  tokenState === 'ok' ||
  (tokenState === undefined && state !== 'off contract' && activationAt !== undefined);
