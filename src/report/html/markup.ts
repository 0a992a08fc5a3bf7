import { printable } from '../../domain/text/printable.ts';

/** Text that is HTML already. Only `html` makes it, so whatever else comes to a page is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = Markup | string | number | null | readonly Piece[];

/** A piece of a page: what stands in the template is kept, what is put into it is escaped, unless it is markup itself. */
export const html = (template: TemplateStringsArray, ...values: readonly Piece[]): Markup =>
  new Markup(
    template.map((text, index) => `${text}${index < values.length ? rendered(values[index] ?? null) : ''}`).join(''),
  );

const rendered = (piece: Piece): string => {
  if (piece === null) return '';
  if (piece instanceof Markup) return piece.text;
  return typeof piece === 'object' ? piece.map(rendered).join('') : escapeText(String(piece));
};

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Also for attributes in quotes. */
const escapeText = (text: string): string => printable(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
