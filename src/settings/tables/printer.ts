import { z } from 'zod';

import { exactlyOne, onlyWith } from '../values/one-of-keys.ts';
import { only } from '../values/settings-words.ts';
import { socketPlace, text, type SocketPlace } from '../values/value-schemas.ts';

/** Where labels go. */
export type PrinterSetting =
  | ({ readonly kind: 'zpl' } & SocketPlace)
  /** The path is no longer relative to the settings file after loading. */
  | { readonly kind: 'folder'; readonly folder: string; readonly format: 'png' | 'pdf' };

export const printerKeys = {
  zpl: socketPlace('address and port of a printer, such as "192.0.2.10:9100"')
    .exactOptional()
    .describe('address and port of a printer that understands ZPL, as in `192.0.2.10:9100`; this or `folder`'),
  folder: text('the path of a folder').exactOptional().describe('folder into which each label is written as a file'),
  format: z
    .literal(['png', 'pdf'], only('"png" or "pdf"'))
    .exactOptional()
    .describe('of these files: `pdf`, which holds if left out, or `png`'),
};

export const printer = z
  .strictObject(printerKeys, only('a [printer] table'))
  .transform((keys, context): PrinterSetting => {
    onlyWith(keys, 'folder', ['format'], context);
    const { zpl, folder, format = 'pdf' } = keys;
    if (!exactlyOne(keys, ['zpl', 'folder'], context)) return z.NEVER;
    return zpl === undefined ? { kind: 'folder', folder: folder ?? '', format } : { kind: 'zpl', ...zpl };
  });
