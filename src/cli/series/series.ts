import { Argument, Option, type Command } from 'commander';

import type { SeriesPurpose } from '../../series/columns/column-names.ts';
import type { ExportPurpose } from '../../series/export-series.ts';
import { countArgument } from '../shared/arguments.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { forceOption } from '../shared/output-file.ts';
import { settingsOption } from '../shared/settings-option.ts';
import { checkFile, type CheckFlags } from './series-check.ts';
import { exportFile, type ExportFlags } from './series-export.ts';
import { columnOption, encodingOption } from './list-options.ts';
import { importFile, type ImportFlags } from './series-import.ts';

const purposes: readonly SeriesPurpose[] = ['new', 'edit', 'replace'];

const maxFaultsOption = () =>
  new Option('--max-faults <n>', 'how many faults are shown').argParser(countArgument).default(20);

export const addSeries = (program: Command, context: CommandContext): void => {
  const series = program.command('series').description('many units in a text or CSV file');

  series
    .command('check')
    .description('say what a file holds and what is wrong with it; nothing is written or sent')
    .argument('<file>', 'text or CSV, with the columns id, pac, name, productCertificate, …')
    .addOption(new Option('--purpose <purpose>', 'what the file is for').choices(purposes).default('new'))
    .addOption(columnOption())
    .addOption(encodingOption())
    .addOption(maxFaultsOption())
    .action(
      commandAction<CheckFlags>(context, (flags, console, file = '') => checkFile(file, flags, { context, console })),
    );

  series
    .command('import')
    .description('take units into the journal as owed, to be registered later')
    .argument('<file>', 'text or CSV, with the columns id and pac at least')
    .option('--device-type <id>', 'where to register them: 24 hex digits')
    .option('--certificate <key>', "the end product's certificate, P_…")
    .option('--prototype', 'register them as prototypes, without a certificate')
    .option('--prefix <text>', 'the name of a unit without one is this and its device ID')
    .option('--all-or-nothing', 'write nothing if any row is bad')
    .addOption(columnOption())
    .addOption(encodingOption())
    .addOption(maxFaultsOption())
    .option('--product <name>', 'which product of the settings')
    .addOption(settingsOption())
    .action(
      commandAction<ImportFlags>(context, (flags, console, file = '') => importFile(file, flags, { context, console })),
    );

  series
    .command('export')
    .description('write units of the journal to a CSV file for the portal')
    .addArgument(
      new Argument(
        '<purpose>',
        'new: what is owed; edit and replace: what is confirmed; handover: what is confirmed, with its current PAC, for the next owner',
      ).choices([...purposes, 'handover']),
    )
    .requiredOption('--out <file>', 'the file to write')
    .addOption(forceOption())
    .option('--columns <list>', 'in this order, as in id,pac,name')
    .addOption(new Option('--separator <separator>', 'between the cells').choices([';', ',', 'tab']).default(';'))
    .option('--no-header', 'without the names of the columns in the first line')
    .option('--show-pac', 'write PACs, which are secrets')
    .option('--device-type <id>', 'only units of this device type')
    .option('--certificate <key>', 'only units with this certificate')
    .option('--prototype', 'only prototypes')
    .action(
      commandAction<ExportFlags>(context, (flags, console, purpose = 'new') =>
        exportFile(purpose as ExportPurpose, flags, { context, console }),
      ),
    );
};
