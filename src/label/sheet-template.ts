import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { LabelContent } from '../station/label-printer.ts';
import { builtInSheet } from './built-in-labels.ts';
import { codeOfLabel } from './label-code.ts';
import { valuesOf, type LabelForm, type Symbology } from './label-form.ts';
import { badTemplate, parseLabelTemplate, renderLines, type LabelTemplate } from './label-template.ts';
import { isPdfText } from './pdf.ts';

/** A template for PDF and PNG: lines of text. */
export interface SheetTemplate {
  readonly body: LabelTemplate;
  readonly code: LabelTemplate;
  readonly symbology: Symbology;
}

/** What stands on one label; the large line is the one a person looks for. */
export interface LabelText {
  readonly above: readonly string[];
  readonly large: string;
  readonly below: readonly string[];
  readonly code: string;
}

const codeLine = /^code\s*=\s*(.+?)\s*$/m;
const largeLine = /^#\s*/;

/**
 * Lines of text; the one that begins with # is large, those before it stand above the code, those after it beside the code.
 * A line `code = {{deviceId}};{{serial}}` says what the code holds; without one it is the device ID.
 * @throws PaclineError bad settings
 */
export const sheetTemplateOf = ({ template, showPac, symbology }: LabelForm): SheetTemplate => {
  const { source, text } = template ?? { source: 'the built-in label', text: builtInSheet({ showPac }) };
  const [line, code] = codeLine.exec(text) ?? [];
  const lines = (line === undefined ? text : text.replace(line, '')).trimEnd();
  if (lines.split('\n').filter((one) => largeLine.test(one)).length !== 1)
    throw badTemplate(source, 1, 'exactly one line begins with #, the large one');
  return {
    body: parseLabelTemplate(lines, { source, showPac }),
    code: parseLabelTemplate(code ?? '{{deviceId}}', { source, showPac }),
    symbology,
  };
};

/** @throws PaclineError printer fault: the unit has not what the template asks for, or a letter that the fonts lack */
export const renderSheet = ({ body, code }: SheetTemplate, label: LabelContent): LabelText => {
  const text = codeOfLabel(code, label);
  const lines = renderLines(body, valuesOf(label, text)).filter((line) => line.trim() !== '');
  const strange = lines.find((line) => !isPdfText(line));
  if (strange !== undefined)
    throw new PaclineError(
      'printer fault',
      `The label of ${label.deviceId} would show ${JSON.stringify(strange.slice(0, 60))}; images and PDF have only the letters of Western Europe. Print it by ZPL, or take the field out of the template.`,
    );
  const large = lines.findIndex((line) => largeLine.test(line));
  return {
    above: lines.slice(0, Math.max(large, 0)),
    large: (lines[large] ?? '').replace(largeLine, ''),
    below: lines.slice(large + 1),
    code: text,
  };
};
