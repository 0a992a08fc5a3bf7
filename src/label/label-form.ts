import { PaclineError } from '../domain/pacline-error.ts';
import type { LabelContent } from '../station/label-desk.ts';
import type { LabelTemplate, LabelValues } from './label-template.ts';
import { renderLines } from './label-template.ts';

export type Symbology = 'datamatrix' | 'qr';

/** How the labels of one product look, as its settings say. */
export interface LabelForm {
  /** null: the built-in one. */
  readonly template: { readonly source: string; readonly text: string } | null;
  readonly showPac: boolean;
  /** Of the built-in template; a template of one's own draws its code itself. */
  readonly symbology: Symbology;
}

/** Whoever scans it must be able to type it: no control characters, and neither of the two that codes escape with. */
const scannable = /^[\x20-\x7D]+$/;

/**
 * What the code of a label holds.
 * @throws PaclineError printer fault: it cannot be printed so that every scanner reads it back
 */
export const codeOfLabel = (code: LabelTemplate, label: LabelContent): string => {
  const text = renderLines(code, valuesOf(label, null)).join('');
  if (!scannable.test(text) || text.includes('|') || text.trim() !== text) {
    throw new PaclineError('printer fault', `The code of the label of ${label.deviceId} would hold ${JSON.stringify(text.slice(0, 60))}; only ASCII without ~ and | and without blanks at its ends is read back by every scanner.`);
  }
  return text;
};

export const valuesOf = ({ deviceId, pac, certificate, serial, productName, name }: LabelContent, code: string | null): LabelValues => ({
  deviceId,
  pac: pac?.reveal() ?? null,
  certificate,
  serial,
  productName,
  name,
  code,
});
