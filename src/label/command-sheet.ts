import { encodeCommandCode, type CommandCode } from '../domain/scanning/command-code.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { code128Runs } from './draw-code.ts';
import { encodePdf, PdfPage, type Box } from './pdf.ts';

/** A4, in millimetres. */
const page = { widthMm: 210, heightMm: 297 };
const margin = 15;
const gap = 12;
const wholeWidth = page.widthMm - 2 * margin;
const columnWidth = (wholeWidth - gap) / 2;
const headHeight = 20;
const rowHeight = 30;
const barHeight = 14;
const rowsPerPage = Math.floor((page.heightMm - 2 * margin - headHeight) / rowHeight);

/** Of the narrowest bar, in millimetres: what is printed where there is room, what a barcode shrinks to, and what a scanner in the hand still reads. */
const usualModule = 0.33;
const smallModule = 0.22;
const narrowestModule = 0.17;
/** @source ISO/IEC 15417: a quiet zone of ten modules on both sides */
const quietModules = 20;

interface SheetEntry {
  readonly title: string;
  readonly code: CommandCode;
}

interface Barcode {
  readonly title: string;
  readonly text: string;
  readonly runs: readonly number[];
  readonly modules: number;
}

const commands: readonly SheetEntry[] = [
  { title: 'Start', code: { command: 'start', slot: null } },
  { title: 'Cancel what is being scanned', code: { command: 'cancel', slot: null } },
  { title: 'Unlock the slot', code: { command: 'unlock', slot: null } },
  { title: 'Print the label again', code: { command: 'reprint', slot: null } },
  { title: 'Sign out', code: { command: 'sign out' } },
];

/**
 * Every command as a barcode to print, as a PDF. Code 128: scanners that read no 2D codes read it too.
 * @throws PaclineError bad settings: the name of a slot is too long for a barcode
 */
export const commandSheet = ({
  station,
  slots,
}: {
  readonly station: string | null;
  readonly slots: readonly string[];
}): Uint8Array => {
  const rows = inRows(
    [
      ...commands,
      ...slots.map((slot): SheetEntry => ({
        title: /^slot\b/i.test(slot) ? slot : `Slot ${slot}`,
        code: { command: 'slot', slot },
      })),
    ].map(barcodeOf),
  );
  const count = Math.ceil(rows.length / rowsPerPage);
  return encodePdf(
    Array.from({ length: count }, (_, index) => {
      const sheet = new PdfPage(page);
      drawHead(
        sheet,
        `Pacline commands${station === null ? '' : ` · ${station}`}`,
        count === 1 ? '' : `${index + 1} / ${count}`,
      );
      for (const [row, barcodes] of rows.slice(index * rowsPerPage, (index + 1) * rowsPerPage).entries()) {
        for (const [column, barcode] of barcodes.entries()) {
          drawBarcode(sheet, barcode, {
            x: margin + column * (columnWidth + gap),
            y: margin + headHeight + row * rowHeight,
            width: barcodes.length === 1 && isLong(barcode) ? wholeWidth : columnWidth,
          });
        }
      }
      return sheet;
    }),
  );
};

const barcodeOf = ({ title, code }: SheetEntry): Barcode => {
  const text = encodeCommandCode(code);
  const runs = code128Runs(text);
  return { title, text, runs, modules: runs.reduce((sum, run) => sum + run, 0) };
};

const isLong = ({ modules }: Barcode): boolean => columnWidth / (modules + quietModules) < smallModule;

/** Two in a row; a long one has a row of its own. */
const inRows = (barcodes: readonly Barcode[]): readonly (readonly Barcode[])[] =>
  barcodes.reduce<readonly (readonly Barcode[])[]>((rows, barcode) => {
    const last = rows.at(-1);
    const [beside] = last ?? [];
    return last?.length === 1 && beside !== undefined && !isLong(beside) && !isLong(barcode)
      ? [...rows.slice(0, -1), [beside, barcode]]
      : [...rows, [barcode]];
  }, []);

const drawHead = (sheet: PdfPage, title: string, number: string): void => {
  sheet.text(title, { x: margin, y: margin + 5, size: 16, weight: 'bold', maxWidth: wholeWidth - 20 });
  sheet.text(number, { x: margin + wholeWidth - 12, y: margin + 5, size: 10, weight: 'regular', maxWidth: 12 });
  sheet.text('Print at 100 %. Where there are several slots, scan the slot first, then the command.', {
    x: margin,
    y: margin + 11,
    size: 9,
    weight: 'regular',
    maxWidth: wholeWidth,
  });
};

const drawBarcode = (
  sheet: PdfPage,
  { title, text, runs, modules }: Barcode,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): void => {
  const module = Math.min(usualModule, width / (modules + quietModules));
  if (module < narrowestModule)
    throw new PaclineError(
      'bad settings',
      `"${title.slice(0, 60)}" is too long a name for a barcode that scanners read; give the slot a shorter one.`,
    );
  sheet.text(title, { x, y: y + 4, size: 12, weight: 'bold', maxWidth: width });
  sheet.boxes(bars(runs, { x, y: y + 6, module }));
  sheet.text(text, { x, y: y + 6 + barHeight + 3.2, size: 7.5, weight: 'regular', maxWidth: width });
};

const bars = (
  runs: readonly number[],
  { x, y, module }: { readonly x: number; readonly y: number; readonly module: number },
): readonly Box[] => {
  let at = x;
  return runs.flatMap((run, index) => {
    const box = { x: at, y, width: run * module, height: barHeight };
    at += run * module;
    return index % 2 === 0 ? [box] : [];
  });
};
