import type { Command } from 'commander';

import type { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Journal } from '../../journal/journal.ts';
import { chooseProduct } from '../../settings/choose-product.ts';
import { loadSettings } from '../../settings/file/load-settings.ts';
import type { Settings } from '../../settings/settings.ts';
import type { LabelSetting } from '../../settings/tables/label.ts';
import type { ProductSetting } from '../../settings/tables/product.ts';
import { Labels } from '../../station/operator/labels.ts';
import { deviceIdArgument, eitherWay } from '../shared/arguments.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { settingsOption } from '../shared/settings-option.ts';
import type { Console } from '../shared/console.ts';
import { labelFormOf, printerOf, whereIs } from '../../composition/label-output.ts';
import { withOwnJournal } from '../shared/own-journal.ts';

interface PrintFlags {
  readonly id?: string;
  readonly settings?: string;
  readonly product?: string;
  readonly operator?: string;
}

export const addPrint = (label: Command, context: CommandContext): void => {
  label
    .command('print')
    .description(
      'print the label of a unit of the journal once more, or for the first time where it is owed; while no line runs',
    )
    .argument('[device id]', '1 to 8 hex digits')
    .option('--id <device id>', 'the same')
    .option('--operator <name>', 'who asks for it; kept in the journal')
    .option('--product <name>', 'which product of the settings; that of its last run if left out')
    .addOption(settingsOption())
    .action(
      commandAction<PrintFlags>(context, (flags, console, ...ids) =>
        printLabel(labelledUnit(flags, ids), flags, context, console),
      ),
    );
};

const printLabel = async (
  deviceId: DeviceId,
  flags: PrintFlags,
  context: CommandContext,
  console: Console,
): Promise<number> => {
  if (flags.settings === undefined)
    throw new PaclineError('bad usage', 'Say how labels look and where they are printed: --settings station.toml.');
  const { settings } = await loadSettings(flags.settings);
  const { printer } = settings;
  if (printer === undefined)
    throw new PaclineError('bad settings', `There is no [printer] in ${flags.settings} to print a label.`);
  return withOwnJournal(
    context,
    settings,
    'A line runs on this journal: scan the slot of the unit and REPRINT there, or stop the line first.',
    async (journal) => {
      const product = await productOf(deviceId, flags, settings, journal);
      const labels = new Labels({
        printer: printerOf(printer, context.clock).labelsOf(await labelFormOf(product.label)),
        journal,
        clock: context.clock,
        look: () => ({ productName: product.name, showPac: product.label.showPac, isWanted: true }),
      });
      await labels.reprint(deviceId, { operator: flags.operator ?? null, signal: context.signal });
      const [record, code, where] = [await journal.label(deviceId), await labels.codeOf(deviceId), whereIs(printer)];
      const copies = record?.copies ?? 1;
      console.result(
        { event: 'printed', printer: where, deviceId, code, copies, reprints: record?.reprints ?? 0 },
        `${where} has the label of ${deviceId}${copies > 1 ? `, its copy number ${copies}` : ''}; a scan of it gives ${code}`,
      );
      return 0;
    },
  );
};

type LabelledProduct = ProductSetting & { readonly label: LabelSetting };

/** The product that is named, or that of the unit's last run, or the only one. */
const productOf = async (
  deviceId: DeviceId,
  flags: PrintFlags,
  settings: Settings,
  journal: Journal,
): Promise<LabelledProduct> => {
  const [lastRun] = await journal.runs({ deviceId, limit: 1 });
  const name = flags.product ?? lastRun?.product ?? undefined;
  const { product } = chooseProduct(settings, name === undefined ? {} : { product: name });
  if (product === null)
    throw new PaclineError('bad settings', 'The settings have no product, so nothing says what its label looks like.');
  const { label } = product;
  if (label === undefined)
    throw new PaclineError('bad usage', `The product ${product.name} has no label in the settings.`);
  return { ...product, label };
};

/** The unit whose label is meant. @throws PaclineError bad usage | bad device id */
export const labelledUnit = ({ id }: { readonly id?: string }, ids: readonly string[]): DeviceId => {
  const named = eitherWay(id, '--id', ids);
  if (named === undefined) throw new PaclineError('bad usage', 'Say of which unit: its device ID is missing.');
  return deviceIdArgument(named);
};
