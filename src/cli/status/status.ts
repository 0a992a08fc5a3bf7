import { InvalidArgumentError, Option, type Command } from 'commander';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { collected } from '../shared/arguments.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { settingsOption } from '../shared/settings-option.ts';
import type { Console } from '../shared/console.ts';
import { showProduct } from './product-status.ts';
import { columnOption, encodingOption } from '../series/list-options.ts';
import { readDeviceIds, type UnitFlags } from '../series/read-units.ts';
import { awaitFirstFrames, showUnits } from './unit-status.ts';
import { apiOption, withApi, withBackend, type ApiFlag } from '../shared/with-backend.ts';
import { readStation, readStationConfig, type ProductFlags } from '../../composition/station-config.ts';

interface StatusFlags extends UnitFlags, ProductFlags, ApiFlag {
  readonly firstFrame?: true;
  /** Seconds. */
  readonly within?: number;
}

const usualWaitSeconds = 60;
const longestWaitSeconds = 86_400;

export const addStatus = (program: Command, context: CommandContext): void => {
  program
    .command('status')
    .description('what the backend shows of units; without a unit, whether units of the product can be registered')
    .argument('[device id...]', 'units, 1 to 8 hex digits each')
    .addOption(new Option('--id <device id>', 'the same; may be repeated').argParser(collected).default([]))
    .option('--file <file>', 'text or CSV with the column id')
    .addOption(columnOption())
    .addOption(encodingOption())
    .option('--first-frame', 'wait until the network has heard each unit')
    .option('--within <seconds>', `how long, ${usualWaitSeconds} if left out`, secondsArgument)
    .option('--device-type <id>', 'of the product: 24 hex digits')
    .option('--certificate <key>', "of the product: the end product's certificate, P_…")
    .option('--prototype', 'of the product: units are registered as prototypes')
    .addOption(apiOption())
    .option('--product <name>', 'which product of the settings')
    .addOption(settingsOption())
    .action(
      commandAction<StatusFlags>(context, (flags, console, ...operands) =>
        showStatus({ ...flags, id: [...flags.id, ...operands] }, console, withApi(context, flags)),
      ),
    );
};

const showStatus = async (flags: StatusFlags, console: Console, context: CommandContext): Promise<number> => {
  const { id, file, firstFrame, within } = flags;
  if (within !== undefined && firstFrame === undefined)
    throw new PaclineError('bad usage', '--within says how long to wait; give it together with --first-frame.');
  if (id.length === 0 && file === undefined) {
    if (firstFrame === true) throw new PaclineError('bad usage', 'Say which units are to be heard: --id or --file.');
    if (flags.deviceType === undefined && flags.settings === undefined)
      throw new PaclineError(
        'bad usage',
        'Say which units: --id or --file; or which product: --device-type with --certificate or --prototype, or --settings.',
      );
    const { product, access } = await readStationConfig(context, flags);
    return withBackend(access, context, (backend) => showProduct(product, { backend, context, console }));
  }
  const deviceIds = await readDeviceIds(flags, context);
  const { access } = await readStation(context, flags);
  return withBackend(access, context, (backend) => {
    const tools = { backend, context, console };
    return firstFrame === true
      ? awaitFirstFrames(deviceIds, { withinMs: (within ?? usualWaitSeconds) * 1000 }, tools)
      : showUnits(deviceIds, tools);
  });
};

const secondsArgument = (text: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(text) || Number(text) > longestWaitSeconds)
    throw new InvalidArgumentError(`A whole number of seconds from 1 to ${longestWaitSeconds} is expected.`);
  return Number(text);
};
