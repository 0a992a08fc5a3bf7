import { PaclineError } from '../domain/errors/pacline-error.ts';

/** What a template may ask for; `code` is what the label's code holds. */
export const labelFields = ['deviceId', 'pac', 'certificate', 'serial', 'productName', 'name', 'code'] as const;

export type LabelField = (typeof labelFields)[number];

/** null: this unit, or its product's label, has none. */
export type LabelValues = Readonly<Record<LabelField, string | null>>;

export interface FieldPiece {
  readonly field: LabelField;
  /** `{{serial?}}`: a unit without one gets a label without this line. */
  readonly optional: boolean;
  /** `{{productName:24}}`: the value is cut to so many characters. */
  readonly longest: number | null;
}

export interface TemplateLine {
  /** From 1, as an editor counts. */
  readonly number: number;
  readonly pieces: readonly (string | FieldPiece)[];
}

export interface LabelTemplate {
  /** The file it came from, for messages. */
  readonly source: string;
  readonly lines: readonly TemplateLine[];
}

export interface TemplateSource {
  readonly source: string;
  /** Whether labels of this product show the PAC. */
  readonly showPac: boolean;
}

/**
 * Text with fields such as `{{deviceId}}`, `{{serial?}}` and `{{productName:24}}`.
 * @throws PaclineError bad settings, as `file:line: what is wrong`
 */
export const parseLabelTemplate = (text: string, { source, showPac }: TemplateSource): LabelTemplate => ({
  source,
  lines: text.split(/\r?\n/).map((line, index) => ({
    number: index + 1,
    pieces: piecesOf(line, (words) => badTemplate(source, index + 1, words), showPac),
  })),
});

export const badTemplate = (source: string, line: number, words: string): PaclineError =>
  new PaclineError('bad settings', `${source}:${line}: ${words}.`, { context: { path: source, line } });

const piecesOf = (
  line: string,
  bad: (words: string) => PaclineError,
  showPac: boolean,
): readonly (string | FieldPiece)[] =>
  line
    .split(/(\{\{[^{}]*\}\})/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      if (!/^\{\{[^{}]*\}\}$/.test(piece)) {
        if (/\{\{|\}\}/.test(piece)) throw bad('a field is not closed; fields are written as {{deviceId}}');
        return piece;
      }
      const {
        name = '',
        optional,
        longest,
      } = /^\{\{\s*(?<name>\w+)(?<optional>\?)?(?::(?<longest>[1-9]\d{0,2}))?\s*\}\}$/.exec(piece)?.groups ?? {};
      const field = labelFields.find((one) => one === name);
      if (field === undefined)
        throw bad(
          `there is no field ${piece.slice(0, 40)}; known are ${labelFields.map((one) => `{{${one}}}`).join(' ')}`,
        );
      if (field === 'pac' && !showPac)
        throw bad(
          'the template asks for {{pac}}, which labels of this product do not show; take the field out, or set showPac = true for the product',
        );
      if (field === 'code' && longest !== undefined)
        throw bad('a code cannot be cut, it would be another one; write {{code}}');
      return { field, optional: optional !== undefined, longest: longest === undefined ? null : Number(longest) };
    });

/**
 * The lines of one label. A line with an optional field that has no value is left out.
 * @throws PaclineError printer fault: a field that is not optional has no value
 */
export const renderLines = (
  template: LabelTemplate,
  values: LabelValues,
  escape: (value: string) => string = (value) => value,
): readonly string[] =>
  template.lines
    .filter(
      ({ pieces }) =>
        !pieces.some((piece) => typeof piece !== 'string' && piece.optional && values[piece.field] === null),
    )
    .map(({ number, pieces }) =>
      pieces
        .map((piece) => {
          if (typeof piece === 'string') return piece;
          const value = values[piece.field];
          if (value === null)
            throw new PaclineError(
              'printer fault',
              `${template.source}:${number}: the label asks for {{${piece.field}}} and this unit has none; {{${piece.field}?}} leaves the line out.`,
              { context: { path: template.source, line: number } },
            );
          return escape(piece.longest === null ? value : Array.from(value).slice(0, piece.longest).join(''));
        })
        .join(''),
    );
