import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { productKeys } from '../../settings/tables/product.ts';
import type { Dialogue } from '../shared/dialogue.ts';
import { settingOf } from '../init/init-answers.ts';
import { askForDeviceType } from './ask-for-device-type.ts';
import { checkedAgainst } from './check-device-type.ts';
import { firstDeviceTypes, type Account, type DeviceTypesShown } from './device-types-shown.ts';
import { noneVisible } from './none-visible.ts';

/**
 * Asks for the device type of a product: at a terminal from the list of those that the API user can see, as long as there is
 * one; else as 24 hex digits, which are looked up where there is an account. No trouble with the backend ends the questions.
 */
export const askWhereToRegister = async (
  dialogue: Dialogue,
  usual: string,
  account: Account | null,
): Promise<string> => {
  const shown = account !== null && dialogue.isTerminal ? await listFor(dialogue, account) : null;
  if (account !== null && shown !== null) return askForDeviceType(dialogue, { account, shown, usual });
  // Who was refused the list is not asked for again
  const checked =
    account === null || dialogue.isTerminal
      ? null
      : checkedAgainst({ account, signal: dialogue.signal, say: (text) => dialogue.say(text) });
  return dialogue.ask({
    words: 'Its device type, 24 hex digits from the portal',
    usual,
    parse: (answer) => {
      const written = settingOf(productKeys.deviceTypeId)(answer);
      return written.ok && checked !== null ? checked(answer) : written;
    },
  });
};

/** null: there is nothing to choose from, and the person has been told why. */
const listFor = async (dialogue: Dialogue, account: Account): Promise<DeviceTypesShown | null> => {
  dialogue.say(`Device types that this API user can see at ${account.identity.backend}:`);
  try {
    const shown = await firstDeviceTypes(account, {}, dialogue);
    if (shown.types.length === 0) throw noneVisible(undefined);
    return shown;
  } catch (error) {
    dialogue.signal.throwIfAborted();
    if (!PaclineError.is(error)) throw error;
    dialogue.say(`  none: ${error.message}`);
    return null;
  }
};
