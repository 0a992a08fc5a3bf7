import type { ApiAccess } from '../../settings/api-access.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { inDialogue } from '../shared/dialogue.ts';
import { withBackend } from '../shared/with-backend.ts';
import { deviceTypeNeeded } from '../../composition/station-config.ts';
import { askForDeviceType } from './ask-for-device-type.ts';
import { firstDeviceTypes } from './device-types-shown.ts';
import { noneVisible } from './none-visible.ts';

interface DeviceTypeChoice {
  readonly access: ApiAccess;
  readonly context: CommandContext;
  readonly console: Console;
  /** Where answers come from. Default: standard input. */
  readonly input?: NodeJS.ReadStream;
}

/**
 * The device type for a command that was told none: at a terminal a person chooses it from those that the API user can see;
 * a script is told how to find it. Lower-case hex digits.
 * @throws PaclineError bad usage: nobody can be asked; no rights: there is none to choose from; as `Backend.deviceTypes`; interrupted
 */
export const chooseDeviceType = async ({
  access,
  context,
  console,
  input = process.stdin,
}: DeviceTypeChoice): Promise<string> => {
  // The questions go to standard error
  if (console.json || !input.isTTY || !context.err.isTTY) throw deviceTypeNeeded();
  return withBackend(access, context, (account) =>
    inDialogue({ context, input, unharmed: 'nothing was registered' }, async (dialogue) => {
      dialogue.say(`Device types that this API user can see at ${account.identity.backend}:`);
      const shown = await firstDeviceTypes(account, {}, dialogue);
      if (shown.types.length === 0) throw noneVisible(undefined);
      return askForDeviceType(dialogue, { account, shown, usual: '' });
    }),
  );
};
