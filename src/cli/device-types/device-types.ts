import type { Command } from 'commander';

import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { settingsOption } from '../shared/settings-option.ts';
import type { Console } from '../shared/console.ts';
import { deviceTypeRow } from './device-type-row.ts';
import { noneVisible } from './none-visible.ts';
import { apiOption, withApi, withBackend, type ApiFlag } from '../shared/with-backend.ts';
import { readStation } from '../../composition/station-config.ts';

interface DeviceTypesFlags extends ApiFlag {
  readonly name?: string;
  readonly settings?: string;
}

export const addDeviceTypes = (program: Command, context: CommandContext): void => {
  program
    .command('device-types')
    .description('list the device types that the API user can see, each with its contract or project')
    .option('--name <text>', 'only those with this in their name')
    .addOption(apiOption())
    .addOption(settingsOption())
    .action(
      commandAction<DeviceTypesFlags>(context, (flags, console) =>
        listDeviceTypes(flags, console, withApi(context, flags)),
      ),
    );
};

const listDeviceTypes = async (flags: DeviceTypesFlags, console: Console, context: CommandContext): Promise<number> => {
  const { name } = flags;
  const { access } = await readStation(context, flags);
  return withBackend(access, context, async (backend) => {
    let count = 0;
    for await (const type of backend.deviceTypes(name === undefined ? {} : { name }, { signal: context.signal })) {
      count += 1;
      const { id: deviceTypeId, name: typeName, groupId, contractIds, projectId } = type;
      console.result(
        { event: 'device type', deviceTypeId, name: typeName, groupId, contractIds, projectId },
        deviceTypeRow(type),
      );
    }
    if (count === 0) throw noneVisible(name);
    return 0;
  });
};
