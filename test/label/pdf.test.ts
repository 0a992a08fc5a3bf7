import { expect, test } from 'vitest';

import { encodePdf, isPdfText, PdfPage } from '../../src/label/pdf.ts';
import { textWidth } from '../../src/label/text-width.ts';

const page = (): PdfPage => new PdfPage({ widthMm: 50, heightMm: 25 });

test('every object stands where the table at the end says', () => {
  const [one, two] = [page(), page()];
  one.text('Zähler', { x: 2, y: 5, size: 10, weight: 'bold', maxWidth: 40 });
  two.boxes([{ x: 0, y: 0, width: 25.4, height: 12.7 }]);
  const text = Buffer.from(encodePdf([one, two])).toString('latin1');
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  expect(text.slice(table, table + 4)).toBe('xref');
  const offsets = [...text.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
  expect(offsets).toHaveLength(8);
  for (const [index, offset] of offsets.entries())
    expect(text.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj\n`));
  for (const [, length, stream] of text.matchAll(/\/Length (\d+) >>\nstream\n([^]*?)\nendstream/g))
    expect(stream).toHaveLength(Number(length));
  expect(text).toContain('/MediaBox [0 0 141.732 70.866]');
  expect(text).toContain('\n0 34.866 72 36 re\nf\n');
});

/** In 20 mm at 10 points. */
const sizeOf = (text: string): number => {
  const drawn = page();
  drawn.text(text, { x: 0, y: 5, size: 10, weight: 'regular', maxWidth: 20 });
  return Number(/ (\S+) Tf/.exec(drawn.content)?.[1]);
};

test('a text that is too long for its place is set smaller, another is not', () => {
  expect(sizeOf('short')).toBe(10);
  const long = 'a text of some length that does not fit';
  expect(sizeOf(long) * textWidth(long, 'regular')).toBeCloseTo((20 * 72) / 25.4, 1);
  expect(sizeOf('')).toBe(10);
});

test.each([
  ['0', 'regular', 0.556],
  ['iW', 'bold', 1.222],
  ['ä', 'regular', 0.556],
  ['水', 'regular', 1],
] as const)('%s in %s is %d wide', (text, weight, width) => {
  expect(textWidth(text, weight)).toBeCloseTo(width, 3);
});

test('what ends a text in PDF is escaped, and what the fonts lack is seen as missing', () => {
  const drawn = page();
  drawn.text('a) (b\\ 水 \n', { x: 0, y: 5, size: 10, weight: 'regular', maxWidth: 40 });
  expect(drawn.content).toContain('(a\\) \\(b\\\\ ? ?) Tj');
  expect(isPdfText('Zähler 3')).toBe(true);
  expect(isPdfText('水')).toBe(false);
});
