import { z } from 'zod';

import { isPrintable } from '../../domain/text/printable.ts';
import { only } from '../values/settings-words.ts';
import { unprintable } from '../values/value-schemas.ts';

/** What the scanner types around a code; the end of the line always ends it. */
export interface ScannerSetting {
  readonly prefix: string;
  readonly suffix: string;
  /** What the code of a badge begins with, so that no serial is taken for one. */
  readonly badgePrefix: string;
}

const around = () => {
  const words = only('a text of at most 20 characters');
  return z.string(words).max(20, words);
};

const badge = only('a text of 1 to 20 characters');

export const scannerKeys = {
  prefix: around().default('').describe('what the scanner types before a code'),
  suffix: around().default('').describe('what it types after a code, before the end of the line'),
  badgePrefix: z
    .string(badge)
    .min(1, badge)
    .max(20, badge)
    .refine(isPrintable, unprintable)
    .default('B-')
    .describe('what the code of a badge begins with'),
};

export const scanner = z.strictObject(scannerKeys, only('a [scanner] table')).prefault({});
