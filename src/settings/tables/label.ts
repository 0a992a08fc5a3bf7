import { z } from 'zod';

import { only } from '../values/settings-words.ts';
import { text, yesOrNo } from '../values/value-schemas.ts';

export interface LabelSetting {
  /** Path of a ZPL file; after loading, no longer relative to the settings file. Absent: the built-in one. */
  readonly template?: string;
  readonly showPac: boolean;
  /** The slot stays taken until the label was scanned and is this unit's. */
  readonly scanBack: boolean;
  readonly code: 'datamatrix' | 'qr';
}

export const labelKeys = {
  template: text('the path of a ZPL file')
    .exactOptional()
    .describe('ZPL file, beside this one unless absolute; the built-in label if left out'),
  showPac: yesOrNo().default(false).describe('whether the PAC is printed'),
  scanBack: yesOrNo()
    .default(true)
    .describe('whether the slot stays taken until the label was scanned and is the one of its unit'),
  code: z
    .literal(['datamatrix', 'qr'], only('"datamatrix" or "qr"'))
    .default('datamatrix')
    .describe('`datamatrix` or `qr`'),
};

export const label = z.strictObject(labelKeys, only('label settings such as { scanBack = true }'));
