import { printable } from '../domain/text/printable.ts';
import type { LabelContent } from '../station/label-printer.ts';
import type { LabelValues } from './label-template.ts';

export type Symbology = 'datamatrix' | 'qr';

/** How the labels of one product look, as its settings say. */
export interface LabelForm {
  /** null: the built-in one. */
  readonly template: { readonly source: string; readonly text: string } | null;
  readonly showPac: boolean;
  /** Of the built-in template; a template of one's own draws its code itself. */
  readonly symbology: Symbology;
}

export const valuesOf = (
  { deviceId, pac, certificate, serial, productName, name }: LabelContent,
  code: string | null,
): LabelValues => ({
  deviceId,
  pac: pac?.reveal() ?? null,
  certificate,
  serial: serial === null ? null : printable(serial),
  productName: printable(productName),
  name: printable(name),
  code,
});
