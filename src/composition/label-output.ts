import { readRegularFile } from '../machine/read-regular-file.ts';

import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { FolderPrinter } from '../label/folder-printer.ts';
import type { LabelForm } from '../label/label-form.ts';
import { showAddress } from '../label/printer-address.ts';
import { ZplPrinter } from '../label/zpl-printer.ts';
import type { LabelSetting } from '../settings/tables/label.ts';
import type { PrinterSetting } from '../settings/tables/printer.ts';

export const builtInLabel: LabelSetting = { showPac: false, scanBack: true, code: 'datamatrix' };

/** How the labels of a product look. @throws PaclineError bad settings: the template cannot be read */
export const labelFormOf = async ({ template, showPac, code }: LabelSetting): Promise<LabelForm> => ({
  template: template === undefined ? null : { source: template, text: await textOf(template) },
  showPac,
  symbology: code,
});

export const printerOf = (printer: PrinterSetting, clock: Clock): ZplPrinter | FolderPrinter =>
  printer.kind === 'zpl'
    ? new ZplPrinter({ address: { host: printer.host, port: printer.port }, clock })
    : new FolderPrinter({ folder: printer.folder, format: printer.format });

/** Where labels go, for people. */
export const whereIs = (printer: PrinterSetting): string =>
  printer.kind === 'zpl' ? showAddress(printer) : printer.folder;

const textOf = async (path: string): Promise<string> => {
  try {
    return (await readRegularFile(path, { mostBytes: 1024 * 1024 })).toString('utf8');
  } catch (cause) {
    throw new PaclineError('bad settings', `The label template ${path} cannot be read (${codeIn(cause)}).`, {
      context: { path },
      cause,
    });
  }
};

/** The system's word for it. */
export const codeIn = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
