import { z } from 'zod';

import { isLikeCommand } from '../../domain/scanning/command-code.ts';
import { codeInScan } from '../../domain/scanning/scanned-text.ts';
import { isPrintable } from '../../domain/text/printable.ts';
import { only } from '../values/settings-words.ts';
import { unprintable, wholeNumberIn } from '../values/value-schemas.ts';

/** What the scanner types around a code; the end of the line always ends it. */
export interface ScannerSetting {
  readonly prefix: string;
  readonly suffix: string;
  /** What the code of a badge begins with, so that no serial is taken for one. */
  readonly badgePrefix: string;
  /** How long a serial number that is scanned before its unit asks for it is kept, and how long the choice of a slot holds, 1 to 600 s. */
  readonly keepS: number;
  /** A PIN with fewer digits is not made, 4 to 20. */
  readonly shortestPin: number;
}

const around = () => {
  const words = only('a text of at most 20 characters');
  return z.string(words).max(20, words);
};

const badge = only('a text of 1 to 20 characters');

const nothingAround = { prefix: '', suffix: '', badgePrefix: '' };

export const scannerKeys = {
  prefix: around().default('').describe('what the scanner types before a code'),
  suffix: around().default('').describe('what it types after a code, before the end of the line'),
  badgePrefix: z
    .string(badge)
    .min(1, badge)
    .max(20, badge)
    .refine(isPrintable, unprintable)
    .refine((prefix) => !isLikeCommand(prefix), 'every code that begins like this is taken for a command')
    .refine(
      (prefix) => codeInScan(prefix, nothingAround) === prefix,
      'blanks at the edge, and a symbology such as ]C1, are taken off every code',
    )
    .default('B-')
    .describe('what the code of a badge begins with'),
  keepS: wholeNumberIn({ from: 1, to: 600, unit: 'seconds' })
    .default(20)
    .describe(
      'how long a serial number waits that is scanned before its unit asks for it, and how long the choice of a slot holds',
    ),
  shortestPin: wholeNumberIn({ from: 4, to: 20 })
    .default(6)
    .describe('digits that a PIN has at least for `pacline badge` to take it'),
};

export const scanner = z.strictObject(scannerKeys, only('a [scanner] table')).prefault({});
