import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Mutex } from '../async/mutex.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { writeFileAtomic } from '../machine/write-file-atomic.ts';
import type { LabelContent, LabelPrinter } from '../station/label-printer.ts';
import { codeOfLabel, readLabelCode } from './label-code.ts';
import type { LabelForm } from './label-form.ts';
import { renderSheet, sheetTemplateOf, type SheetTemplate } from './sheet-template.ts';

export type ImageFormat = 'pdf' | 'png';

export interface FolderPrinterOptions {
  /** Has to be there. */
  readonly folder: string;
  readonly format: ImageFormat;
}

/** Writes labels to a folder, as `00A10C4E.pdf`; a second one of the same unit is `00A10C4E-2.pdf`. */
export class FolderPrinter {
  readonly #options: FolderPrinterOptions;
  /** Two labels at once would take the same name. */
  readonly #turn = new Mutex();

  constructor(options: FolderPrinterOptions) {
    this.#options = options;
  }

  /** @throws PaclineError bad settings: the template */
  labelsOf(form: LabelForm): LabelPrinter {
    const template = sheetTemplateOf(form);
    return {
      print: async (label, { signal }) => this.#turn.run(() => this.#write(label, template), { signal }),
      codeOf: (label) => codeOfLabel(template.code, label),
      readCode: (scanned) => readLabelCode(template.code, scanned),
    };
  }

  async #write(label: LabelContent, template: SheetTemplate): Promise<void> {
    const { folder, format } = this.#options;
    const bytes = await drawLabel(label, { template, format });
    try {
      // A PAC is a secret: whoever else may read the folder may not read it.
      await writeFileAtomic(await nextCopy(folder, { stem: label.deviceId, extension: format }), bytes, {
        mode: label.pac === null ? 0o666 : 0o600,
      });
    } catch (error) {
      throw unwritable(folder, error);
    }
  }
}

/** @throws PaclineError printer fault */
export const drawLabel = async (
  label: LabelContent,
  { template, format }: { readonly template: SheetTemplate; readonly format: ImageFormat },
): Promise<Uint8Array> => {
  const text = renderSheet(template, label);
  // Only now: what draws codes is a megabyte of program, and most commands of pacline draw none.
  const { drawPdfLabel, drawPngLabel } = await import('./draw-label.ts');
  return format === 'pdf' ? drawPdfLabel(text, template.symbology) : drawPngLabel(text, template.symbology);
};

/** What may be over by itself, such as a share that is away. */
const transientErrors = new Set([
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EBUSY',
  'ESTALE',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'EMFILE',
  'ENFILE',
]);

const unwritable = (folder: string, error: unknown): unknown => {
  if (!(error instanceof Error && 'code' in error) || PaclineError.is(error)) return error;
  const code = String(error.code);
  return new PaclineError(
    transientErrors.has(code) ? 'printer down' : 'printer fault',
    `Labels cannot be written to the folder ${folder} (${code}).`,
    { context: { folder }, cause: error },
  );
};

/** `stem.png`; where that is there, `stem-2.png` and so on: the number of the copy. */
const nextCopy = async (
  folder: string,
  { stem, extension }: { readonly stem: string; readonly extension: string },
): Promise<string> => {
  const numbers = (await readdir(folder)).flatMap((name) => {
    if (!name.startsWith(stem) || !name.endsWith(`.${extension}`)) return [];
    const between = name.slice(stem.length, -extension.length - 1);
    if (between === '') return [1];
    return /^-[1-9]\d*$/.test(between) ? [Number(between.slice(1))] : [];
  });
  const next = Math.max(0, ...numbers) + 1;
  return join(folder, `${stem}${next === 1 ? '' : `-${next}`}.${extension}`);
};
