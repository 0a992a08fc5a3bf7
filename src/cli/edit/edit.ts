import { Option, type Command } from 'commander';

import { collected } from '../shared/arguments.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { settingsOption } from '../shared/settings-option.ts';
import { editSet, type SetFlags } from './edit-set.ts';
import {
  editAction,
  editDelete,
  editReplace,
  editTransfer,
  unitActions,
  type ActionFlags,
  type DeleteFlags,
  type ReplaceFlags,
  type TransferFlags,
  type UnitAction,
} from './edit-tokens.ts';
import { columnOption, encodingOption } from '../series/list-options.ts';
import { apiOption, withApi, type ApiFlag } from '../shared/with-backend.ts';

const idOption = (what = 'a unit, 1 to 8 hex digits') =>
  new Option('--id <device id>', what).argParser(collected).default([]);
const idsOption = () => idOption('a unit, 1 to 8 hex digits; may be repeated');
const fileOption = (columns: string) => new Option('--file <file>', `text or CSV with ${columns}`);
const yesOption = () => new Option('--yes', 'do it: without this it is only said what would be lost');
const truth = ['true', 'false'];

export const addEdit = (program: Command, context: CommandContext): void => {
  const edit = program.command('edit').description('change units that are registered');

  edit
    .command('set', { isDefault: true })
    .description('change name, certificate, position or subscription, of one unit or of a file of units')
    .addOption(idOption())
    .addOption(
      fileOption(
        'the column id and what is to be changed: name, productCertificate, prototype, lat, lng, activable, automaticRenewal',
      ),
    )
    .addOption(columnOption())
    .addOption(encodingOption())
    .option('--name <text>', 'at most 100 characters')
    .option('--certificate <key>', "the end product's certificate, P_…")
    .option('--prototype', 'make it a prototype, without a certificate')
    .option('--lat <degrees>', 'where it stands, together with --lng')
    .option('--lng <degrees>', 'where it stands, together with --lat')
    .addOption(new Option('--activable <true|false>', 'may it take a token?').choices(truth))
    .addOption(new Option('--automatic-renewal <true|false>', 'is its token renewed at its end?').choices(truth))
    .option('--device-type <id>', 'move it: 24 hex digits; API v1 only, see transfer')
    .addOption(apiOption())
    .addOption(settingsOption())
    .action(
      commandAction<SetFlags & ApiFlag>(context, (flags, console) => editSet(flags, console, withApi(context, flags))),
    );

  edit
    .command('transfer')
    .description('move units to another device type of the same group')
    .requiredOption('--to <id>', 'the other device type: 24 hex digits')
    .addOption(idsOption())
    .addOption(fileOption('the column id'))
    .addOption(columnOption())
    .addOption(encodingOption())
    .option('--keep-history', 'take their messages along')
    .option('--not-activable', 'they may not take a token there')
    .addOption(yesOption())
    .addOption(apiOption())
    .addOption(settingsOption())
    .action(
      commandAction<Omit<TransferFlags, 'activable'> & ApiFlag & { readonly notActivable?: true }>(
        context,
        ({ notActivable, ...flags }, console) =>
          editTransfer({ ...flags, activable: notActivable !== true }, console, withApi(context, flags)),
      ),
    );

  edit
    .command('replace')
    .description('move the token of a unit to another unit that has none')
    .option('--id <device id>', 'the unit that gives its token away')
    .option('--target <device id>', 'the unit that gets it')
    .addOption(fileOption('the columns id and targetId'))
    .addOption(columnOption())
    .addOption(encodingOption())
    .addOption(yesOption())
    .addOption(apiOption())
    .addOption(settingsOption())
    .action(
      commandAction<ReplaceFlags & ApiFlag>(context, (flags, console) =>
        editReplace(flags, console, withApi(context, flags)),
      ),
    );

  for (const action of Object.keys(unitActions) as UnitAction[]) {
    edit
      .command(action)
      .description(unitActions[action].description)
      .addOption(idsOption())
      .addOption(fileOption('the column id'))
      .addOption(columnOption())
      .addOption(encodingOption())
      .addOption(yesOption())
      .addOption(apiOption())
      .addOption(settingsOption())
      .action(
        commandAction<ActionFlags & ApiFlag>(context, (flags, console) =>
          editAction(action, flags, console, withApi(context, flags)),
        ),
      );
  }

  edit
    .command('delete')
    .description('delete one unit from the backend; never more than one')
    .addOption(idOption())
    .option('--yes-delete-device', 'do it: without this it is only said what would be lost')
    .addOption(apiOption())
    .addOption(settingsOption())
    .action(
      commandAction<DeleteFlags & ApiFlag>(context, (flags, console) =>
        editDelete(flags, console, withApi(context, flags)),
      ),
    );
};
