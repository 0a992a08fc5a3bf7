import { textWidth, type FontWeight } from './text-width.ts';

/** In millimetres, from the upper left corner of the page. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TextPlace {
  readonly x: number;
  /** Of the line that the letters stand on. */
  readonly y: number;
  /** In points of 1/72 inch. */
  readonly size: number;
  readonly weight: FontWeight;
  /** In millimetres; a longer text is set smaller. */
  readonly maxWidth: number;
}

const pointsPerMm = 72 / 25.4;

/** One page being drawn, in black. */
export class PdfPage {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly #operators: string[] = [];

  constructor({ widthMm, heightMm }: { readonly widthMm: number; readonly heightMm: number }) {
    this.widthMm = widthMm;
    this.heightMm = heightMm;
  }

  /** As one shape: boxes that touch show no seam. */
  boxes(boxes: readonly Box[]): void {
    this.#operators.push(
      ...boxes.map(
        ({ x, y, width, height }) =>
          `${points(x)} ${points(this.heightMm - y - height)} ${points(width)} ${points(height)} re`,
      ),
      'f',
    );
  }

  text(text: string, { x, y, size, weight, maxWidth }: TextPlace): void {
    const fitting = Math.min(size, (maxWidth * pointsPerMm) / Math.max(textWidth(text, weight), 0.001));
    this.#operators.push(
      `BT /${weight} ${short(fitting)} Tf ${points(x)} ${points(this.heightMm - y)} Td (${literal(text)}) Tj ET`,
    );
  }

  get content(): string {
    return this.#operators.join('\n');
  }
}

/** Whether the standard fonts have every letter: those of Western Europe. */
export const isPdfText = (text: string): boolean => /^[\x20-\x7E\xA0-\xFF]*$/.test(text);

/**
 * A PDF of these pages with the standard fonts, which every reader and printer has.
 * @source ISO 32000-1: 7.3 objects, 7.5 file structure, 9.6.2.2 standard fonts, annex D WinAnsiEncoding
 */
export const encodePdf = (pages: readonly PdfPage[]): Uint8Array => {
  const firstPage = 5;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${firstPage + 2 * index} 0 R`).join(' ')}] >>`,
    font('Helvetica'),
    font('Helvetica-Bold'),
    ...pages.flatMap(({ widthMm, heightMm, content }, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${points(widthMm)} ${points(heightMm)}] /Resources << /Font << /regular 3 0 R /bold 4 0 R >> >> /Contents ${firstPage + 2 * index + 1} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const whole = `${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(whole, 'latin1');
};

const font = (name: string): string =>
  `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;

const short = (value: number): string => value.toFixed(3).replace(/\.?0+$/, '');

const points = (mm: number): string => short(mm * pointsPerMm);

/** A letter that the fonts lack stands as a question mark. */
const literal = (text: string): string =>
  Array.from(text, (character) => (isPdfText(character) ? character : '?'))
    .join('')
    .replace(/[\\()]/g, '\\$&');
