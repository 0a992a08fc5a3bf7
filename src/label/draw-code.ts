import bwip, { type RawOptions } from 'bwip-js/node';

import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { Symbology } from './label-form.ts';
import type { Box } from './pdf.ts';

/** What bwip-js calls them, and the error correction of the built-in ZPL label. */
export const encoders = {
  datamatrix: { bcid: 'datamatrix' },
  qr: { bcid: 'qrcode', eclevel: 'M' },
} as const satisfies Record<Symbology, { readonly bcid: string; readonly eclevel?: string }>;

/** The dark parts of a 2D code inside a square, without its quiet zone. @throws PaclineError printer fault: too much for a code */
export const matrixBoxes = (
  text: string,
  {
    symbology,
    x,
    y,
    side,
  }: { readonly symbology: Symbology; readonly x: number; readonly y: number; readonly side: number },
): readonly Box[] => {
  const [symbol] = encodedBy(() => rawSymbol({ ...encoders[symbology], text }), text);
  if (symbol === undefined || !('pixs' in symbol))
    throw new PaclineError('internal fault', `bwip-js gives no matrix for a ${symbology} code.`);
  const { pixs, pixx, pixy } = symbol;
  const module = side / Math.max(pixx, pixy);
  const boxes: Box[] = [];
  for (let row = 0; row < pixy; row += 1) {
    for (let column = 0; column < pixx; column += 1) {
      const begin = column;
      while (column < pixx && pixs[row * pixx + column] === 1) column += 1;
      if (column > begin)
        boxes.push({ x: x + begin * module, y: y + row * module, width: (column - begin) * module, height: module });
    }
  }
  return boxes;
};

/** Widths of bars and gaps of a Code 128 in modules, beginning with a bar. */
export const code128Runs = (text: string): readonly number[] => {
  const [symbol] = encodedBy(() => rawSymbol({ bcid: 'code128', text }), text);
  if (symbol === undefined || !('sbs' in symbol))
    throw new PaclineError('internal fault', 'bwip-js gives no bars for a Code 128.');
  return symbol.sbs;
};

/** The named export `raw` of bwip-js 4.11 is another function, one that draws a symbology of that name. */
// oxlint-disable-next-line import/no-named-as-default-member
const rawSymbol = (options: RawOptions) => bwip.raw(options);

/** @throws PaclineError printer fault: this text does not go into this code */
const encodedBy = <T>(encode: () => T, text: string): T => {
  try {
    return encode();
  } catch (cause) {
    throw unencodable(text, cause);
  }
};

export const unencodable = (text: string, cause: unknown): PaclineError =>
  new PaclineError(
    'printer fault',
    `${JSON.stringify(text.slice(0, 60))} cannot be made a code: ${cause instanceof Error ? cause.message : String(cause)}.`,
    { cause },
  );
