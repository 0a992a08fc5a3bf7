import { statSync } from 'node:fs';

import { accepted, refused, type Parsed } from '../../domain/parsed.ts';
import { parsePrinterAddress, showAddress } from '../../label/printer-address.ts';
import type { PrinterDraft } from '../../settings/file/station-draft.ts';
import { printerKeys } from '../../settings/tables/printer.ts';
import { settingOf } from './init-answers.ts';

/** Where labels go, and how that was understood, for who may have meant it otherwise. */
export interface PrinterAnswer {
  readonly printer: PrinterDraft;
  readonly words: string;
}

/** A printer by its address, with or without its port. */
export const printerAddress = (answer: string): Parsed<PrinterAnswer> => {
  const address = parsePrinterAddress(answer);
  if (!address.ok) return address;
  const zpl = settingOf(printerKeys.zpl)(showAddress(address.value));
  return zpl.ok ? accepted({ printer: { zpl: zpl.value }, words: `the ZPL printer at ${zpl.value}` }) : zpl;
};

/** An address, or a folder: what looks like neither for sure is refused with both. */
export const printerAnswer = (answer: string): Parsed<PrinterAnswer> => {
  if (/:\d+$/.test(answer) || /^\d{1,3}(\.\d{1,3}){3}$/.test(answer) || /^\[[0-9a-f:.]+\]$/i.test(answer))
    return printerAddress(answer);
  if (!/^[\w-]+$/.test(answer) && !/[\\/]/.test(answer) && !isFolder(answer))
    return refused(
      'bad usage',
      `${JSON.stringify(answer.slice(0, 60))} may be a printer or a folder: write ${answer.slice(0, 60)}:9100 for a printer, ./${answer.slice(0, 60)} for a folder`,
    );
  const folder = settingOf(printerKeys.folder)(answer);
  return folder.ok
    ? accepted({
        printer: { folder: folder.value },
        words: `PDF files in the folder ${folder.value}, beside the settings`,
      })
    : folder;
};

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
