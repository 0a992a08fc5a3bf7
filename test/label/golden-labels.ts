/**
 * The built-in labels as a renderer of ZPL that is not ours draws them. `node test/label/golden-labels.ts` draws them anew, to be
 * looked at before they are committed; a test holds that nothing has moved.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { renderZpl, zplTemplateOf } from '../../src/label/zpl-template.ts';
import { bareLabel, builtIn, sampleLabel } from './sample-label.ts';

export const goldenLabels: Readonly<Record<string, string>> = {
  'datamatrix.png': renderZpl(zplTemplateOf({ ...builtIn, showPac: true }), {
    ...sampleLabel,
    productName: 'Wasserzähler ^ ~ _5F',
  }),
  'qr.png': renderZpl(zplTemplateOf({ ...builtIn, symbology: 'qr' }), sampleLabel),
  'bare.png': renderZpl(zplTemplateOf(builtIn), bareLabel),
};

export const goldenPath = (name: string): string => join(import.meta.dirname, 'golden', name);

/** As CommonJS: the other form takes Vite seconds to read, for it holds 9 MB. */
const { ready } = createRequire(import.meta.url)('zpl-renderer-js') as typeof import('zpl-renderer-js');

/** 50 × 25 mm at 8 dots a millimetre. */
export const draw = async (zpl: string): Promise<Buffer> =>
  Buffer.from(await (await ready).api.zplToBase64Async(zpl, 50, 25, 8), 'base64');

if (import.meta.main) {
  for (const [name, zpl] of Object.entries(goldenLabels)) writeFileSync(goldenPath(name), await draw(zpl));
}
