import { basename, extname } from 'node:path';

import { Option, type Command } from 'commander';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { drawLabel, FolderPrinter, type ImageFormat } from '../../label/folder-printer.ts';
import { codeOfLabel } from '../../label/label-code.ts';
import type { LabelForm } from '../../label/label-form.ts';
import { parsePrinterAddress, showAddress } from '../../label/printer-address.ts';
import { sheetTemplateOf } from '../../label/sheet-template.ts';
import { ZplPrinter } from '../../label/zpl-printer.ts';
import { renderZpl, zplTemplateOf } from '../../label/zpl-template.ts';
import type { PrinterSetting } from '../../settings/tables/printer.ts';
import type { LabelContent } from '../../station/label-printer.ts';
import { deviceIdArgument } from '../shared/arguments.ts';
import { required } from '../../domain/parsed.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { forceOption, requireOutput, writeOutput, type OutputFlags } from '../shared/output-file.ts';
import { settingsOption } from '../shared/settings-option.ts';
import { labelFormOf, printerOf, whereIs } from '../../composition/label-output.ts';
import { addPrint, labelledUnit } from './label-print.ts';
import { labelSample, type FormFlags } from './label-sample.ts';
import { readSettings } from '../../composition/station-config.ts';

interface PrinterFlags {
  readonly printer?: string;
  readonly folder?: string;
  readonly format: ImageFormat;
}

/** What stands on a label for trying out. */
const sampleId = '00A10001';

const formOptions = () => [
  settingsOption(),
  new Option('--product <name>', "the product's name on the label"),
  new Option('--serial <text>', "the board's own serial"),
  new Option('--template <file>', 'a template of your own; left out: the built-in one'),
  new Option('--code <symbology>', 'of the built-in template').choices(['datamatrix', 'qr']),
  new Option('--show-pac', 'with a PAC on it, a made-up one'),
];

export const addLabel = (program: Command, context: CommandContext): void => {
  const label = program.command('label').description('labels and the sheet of command barcodes');

  addPrint(label, context);

  const preview = label
    .command('preview')
    .description('write the label of a unit to a file, as the printer would get it')
    .argument('[device id]', '1 to 8 hex digits')
    .option('--id <device id>', 'the same')
    .requiredOption('--out <file>', 'the file to write: .zpl, .pdf or .png')
    .addOption(forceOption());
  for (const option of formOptions()) preview.addOption(option);
  preview.action(
    commandAction<FormFlags & OutputFlags & { readonly id?: string; readonly out: string }>(
      context,
      async (flags, console, ...ids) => {
        await requireOutput(flags.out, flags, context);
        const { content, label: setting } = await labelSample(flags, labelledUnit(flags, ids));
        const { bytes, code } = await drawn(content, await labelFormOf(setting), flags.out);
        await writeOutput(flags.out, bytes, content.pac === null ? {} : { mode: 0o600 });
        console.result(
          { event: 'previewed', file: flags.out, deviceId: content.deviceId, code },
          `${flags.out}: label of ${content.deviceId}, its code holds ${code}`,
        );
        return 0;
      },
    ),
  );

  const testPrint = label
    .command('test-print')
    .description('print one label with made-up values')
    .option('--printer <host:port>', 'a printer that speaks ZPL; port 9100 if left out')
    .option('--folder <folder>', 'or a folder for files')
    .addOption(new Option('--format <format>', 'of the files').choices(['pdf', 'png']).default('pdf'));
  for (const option of formOptions()) testPrint.addOption(option);
  testPrint.action(
    commandAction<FormFlags & PrinterFlags>(context, async (flags, console) => {
      const { settings, content, label: setting } = await labelSample(flags, deviceIdArgument(sampleId));
      const { printer, where } = namedPrinter(flags, settings.printer, context);
      const labels = printer.labelsOf(await labelFormOf(setting));
      await labels.print(content, { signal: context.signal });
      const code = labels.codeOf(content);
      console.result(
        { event: 'printed', printer: where, deviceId: content.deviceId, code },
        `${where} has the label; a scan of it gives ${code}`,
      );
      return 0;
    }),
  );

  label
    .command('sheet')
    .description('write a PDF with the barcodes of all commands and slots')
    .requiredOption('--out <file>', 'the PDF to write')
    .addOption(forceOption())
    .addOption(settingsOption())
    .action(
      commandAction<OutputFlags & { readonly out: string; readonly settings?: string }>(
        context,
        async ({ out, settings: path, ...flags }, console) => {
          await requireOutput(out, flags, context);
          const settings = await readSettings(path === undefined ? {} : { settings: path });
          const slots = settings.slots.map(({ name }) => name);
          const { commandSheet } = await import('../../label/command-sheet.ts');
          await writeOutput(out, commandSheet({ station: settings.station.name ?? null, slots }));
          console.result(
            { event: 'sheet', file: out, slots },
            `${out}: the commands and ${slots.length} slot${slots.length === 1 ? '' : 's'}; print it at 100 %`,
          );
          if (slots.length === 0) console.remark('Slots are named in the settings file; give it with --settings.');
          return 0;
        },
      ),
    );
};

/** The flags win over the settings. */
const namedPrinter = (
  { printer, folder, format }: PrinterFlags,
  setting: PrinterSetting | undefined,
  { clock }: CommandContext,
): { readonly printer: ZplPrinter | FolderPrinter; readonly where: string } => {
  if (printer !== undefined && folder === undefined) {
    const address = required(parsePrinterAddress(printer));
    return { printer: new ZplPrinter({ address, clock }), where: showAddress(address) };
  }
  if (printer === undefined && folder !== undefined)
    return { printer: new FolderPrinter({ folder, format }), where: folder };
  if (printer !== undefined || setting === undefined)
    throw new PaclineError(
      'bad usage',
      'Say where to print: either --printer host:port or --folder, or a [printer] in the settings; give exactly one of them.',
    );
  return { printer: printerOf(setting, clock), where: whereIs(setting) };
};

const drawn = async (
  content: LabelContent,
  form: LabelForm,
  out: string,
): Promise<{ readonly bytes: Uint8Array; readonly code: string }> => {
  const kind = extname(out).slice(1).toLowerCase();
  if (kind === 'zpl') {
    const template = zplTemplateOf(form);
    return { bytes: Buffer.from(renderZpl(template, content)), code: codeOfLabel(template.code, content) };
  }
  if (kind !== 'pdf' && kind !== 'png')
    throw new PaclineError(
      'bad usage',
      `${basename(out)} says not what to write; a name that ends with .zpl, .pdf or .png is expected.`,
    );
  const template = sheetTemplateOf(form);
  return { bytes: await drawLabel(content, { template, format: kind }), code: codeOfLabel(template.code, content) };
};
