import type { LabelContent } from '../station/label-printer.ts';
import { builtInZpl } from './built-in-labels.ts';
import { codeOfLabel } from './label-code.ts';
import { valuesOf, type LabelForm } from './label-form.ts';
import {
  badTemplate,
  parseLabelTemplate,
  renderLines,
  type LabelTemplate,
  type TemplateLine,
  type TemplateSource,
} from './label-template.ts';

export interface ZplTemplate {
  readonly body: LabelTemplate;
  /** What the label's code holds; the device ID where the template does not say. */
  readonly code: LabelTemplate;
}

/** A comment of the language, so that the file stays what a printer understands. */
const codeLine = /^\s*\^FX\s*code\s*=\s*(.+?)\s*(?:\^FS)?\s*$/im;

/** These change what begins a command, so that nothing could be escaped any more. */
const changesPrefix = /[\^~]C[CTD]/i;

/**
 * A template in ZPL II. Every field stands in field data whose escapes are on (`^FH^FD…`), so that no value can be taken for a command.
 * @source ZPL II Programming Guide: ^FH, ^CI28 (UTF-8), ^FX
 * @throws PaclineError bad settings, as `file:line: what is wrong`
 */
export const parseZplTemplate = (text: string, where: TemplateSource): ZplTemplate => {
  const [line, code] = codeLine.exec(text) ?? [];
  const body = parseLabelTemplate(line === undefined ? text : text.replace(line, ''), where);
  for (const [pattern, words] of required) if (!pattern.test(text)) throw badTemplate(where.source, 1, words);
  const number = text.slice(0, changesPrefix.exec(text)?.index ?? 0).split('\n').length;
  if (changesPrefix.test(text))
    throw badTemplate(
      where.source,
      number,
      '^CC, ^CT and ^CD change what begins a command; write the template with ^, ~ and commas',
    );
  requireEscapes(body);
  return { body, code: parseLabelTemplate(code ?? '{{deviceId}}', where) };
};

const required: readonly (readonly [RegExp, string])[] = [
  [/\^XA[^]*\^XZ/i, 'a label begins with ^XA and ends with ^XZ'],
  [/\^CI28/i, 'the template has to say ^CI28, for values are sent as UTF-8'],
];

const requireEscapes = ({ source, lines }: LabelTemplate): void => {
  let before = '';
  for (const { number, pieces } of lines) {
    for (const piece of pieces) {
      if (typeof piece === 'string') before += piece;
      else if (!insideEscapedField(before))
        throw badTemplate(
          source,
          number,
          `{{${piece.field}}} does not stand in field data with escapes; write it as ^FH^FD{{${piece.field}}}^FS`,
        );
    }
    before += '\n';
    if (isFrame({ number, pieces }))
      throw badTemplate(
        source,
        number,
        'a line that may be left out must hold neither ^XA nor ^XZ; put the optional field on a line of its own',
      );
  }
};

const insideEscapedField = (before: string): boolean =>
  /\^FH_?(?:\^FD|\^FV)[^^~]*$/i.test(before.split(/\^FS/i).at(-1) ?? '');

const isFrame = ({ pieces }: TemplateLine): boolean =>
  pieces.some((piece) => typeof piece !== 'string' && piece.optional) &&
  pieces.some((piece) => typeof piece === 'string' && /\^X[AZ]/i.test(piece));

/** How a product's labels are printed and what their codes hold. @throws PaclineError bad settings */
export const zplTemplateOf = ({ template, showPac, symbology }: LabelForm): ZplTemplate =>
  parseZplTemplate(template?.text ?? builtInZpl({ symbology, showPac }), {
    source: template?.source ?? 'the built-in label',
    showPac,
  });

/**
 * One label, ready for the printer.
 * @throws PaclineError printer fault: the unit has not what the template asks for
 */
export const renderZpl = (template: ZplTemplate, label: LabelContent): string =>
  `${renderLines(template.body, valuesOf(label, codeOfLabel(template.code, label)), escapeZpl)
    .join('\n')
    .trim()}\n`;

/** Field data under ^FH: all but plain letters and digits as `_` and two hex digits for each byte of UTF-8. */
export const escapeZpl = (value: string): string =>
  value
    .toWellFormed()
    .replace(/[^0-9A-Za-z .:;/-]/gu, (character) =>
      [...Buffer.from(character)].map((byte) => `_${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    );
