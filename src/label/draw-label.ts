import { toBuffer } from 'bwip-js/node';

import { PaclineError } from '../domain/errors/pacline-error.ts';
import { encoders, matrixBoxes, unencodable } from './draw-code.ts';
import type { Symbology } from './label-form.ts';
import { encodePdf, PdfPage } from './pdf.ts';
import type { LabelText } from './sheet-template.ts';

/** Millimetres, as the built-in ZPL label. */
const size = { widthMm: 50, heightMm: 25 };
const margin = 2.5;
const codeSide = 14;
/** Four modules of the smallest QR code, and more than a DataMatrix asks for. */
const quietZone = 2.8;
const lineHeight = { small: 3.6, large: 6.2 };

/** A page of the label's size, all of it vector. @throws PaclineError printer fault */
export const drawPdfLabel = ({ above, large, below, code }: LabelText, symbology: Symbology): Uint8Array => {
  const page = new PdfPage(size);
  const headed = margin + above.length * lineHeight.small;
  for (const [index, line] of above.entries())
    page.text(line, {
      x: margin,
      y: margin + 2.4 + index * lineHeight.small,
      size: 8,
      weight: 'regular',
      maxWidth: size.widthMm - 2 * margin,
    });
  const free = size.heightMm - margin - headed;
  const x = quietZone + margin / 2;
  page.boxes(matrixBoxes(code, { symbology, x, y: headed + (free - codeSide) / 2, side: codeSide }));

  const textX = x + codeSide + quietZone;
  const beside = { x: textX, maxWidth: size.widthMm - margin - textX };
  const begin = headed + Math.max(0, (free - lineHeight.large - below.length * lineHeight.small) / 2);
  page.text(large, { ...beside, y: begin + 5, size: 17, weight: 'bold' });
  for (const [index, line] of below.entries())
    page.text(line, {
      ...beside,
      y: begin + lineHeight.large + 2.7 + index * lineHeight.small,
      size: 7.5,
      weight: 'regular',
    });
  return encodePdf([page]);
};

/** Pixels of a module at scale 1 are two; eight are a millimetre at 203 dpi. */
const scale = 4;

/** The code with the large line under it. @throws PaclineError printer fault: too much for a code, or letters that the font of bwip-js lacks */
export const drawPngLabel = async ({ large, code }: LabelText, symbology: Symbology): Promise<Uint8Array> => {
  if (!/^[\x20-\x7E]*$/.test(large))
    throw new PaclineError(
      'printer fault',
      `An image cannot show ${JSON.stringify(large.slice(0, 60))}, only ASCII; write PDF, or let the large line of the template be the device ID.`,
    );
  return toBuffer({
    ...encoders[symbology],
    text: code,
    scale,
    includetext: true,
    alttext: large,
    textxalign: 'center',
    textsize: 8,
    padding: 6,
    backgroundcolor: 'FFFFFF',
  }).catch((cause: unknown) => {
    throw unencodable(code, cause);
  });
};
