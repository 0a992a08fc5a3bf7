import type { Backend } from '../../backend/backend.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { accepted, refused, type Parsed } from '../../domain/parsed.ts';
import { deviceTypeRow } from './device-type-row.ts';

/** `hidden`: the backend does not show it to this API user. `not asked`: it could not be asked. */
export interface DeviceTypeCheck {
  readonly kind: 'shown' | 'hidden' | 'not asked';
  /** A sentence, or the device type's row. */
  readonly words: string;
}

interface DeviceTypeCheckOptions {
  readonly account: Pick<Backend, 'deviceType'>;
  readonly signal: AbortSignal;
}

/** Whether the account has this device type. `id`: 24 hex digits. @throws the signal's reason */
export const checkDeviceType = async (
  id: string,
  { account, signal }: DeviceTypeCheckOptions,
): Promise<DeviceTypeCheck> => {
  try {
    const type = await account.deviceType(id.toLowerCase(), { signal });
    return type === null
      ? { kind: 'hidden', words: `The backend shows this API user no device type ${id}.` }
      : { kind: 'shown', words: deviceTypeRow(type) };
  } catch (error) {
    signal.throwIfAborted();
    if (!PaclineError.is(error)) throw error;
    if (error.code === 'no rights')
      return { kind: 'hidden', words: `The backend does not let this API user see the device type ${id}.` };
    return { kind: 'not asked', words: `The device type is not checked: ${error.message}` };
  }
};

/**
 * Takes an ID that the account has. One that it does not show is refused once, and taken when it is given again: what is
 * written may be meant for another API user. Where the backend cannot be asked the ID is taken, with a word about that.
 */
export const checkedAgainst = ({
  account,
  signal,
  say,
}: DeviceTypeCheckOptions & { readonly say: (text: string) => void }): ((id: string) => Promise<Parsed<string>>) => {
  let unseen: string | null = null;
  return async (id) => {
    if (id === unseen) return accepted(id);
    const { kind, words } = await checkDeviceType(id, { account, signal });
    if (kind === 'hidden') {
      unseen = id;
      return refused('unknown device type', `${words} Give it once more to take it all the same`);
    }
    say(`  ${words}`);
    return accepted(id);
  };
};
