import { z } from 'zod';

import type { DeviceId } from '../../domain/device-id.ts';
import { errorTable, isErrorCode, type ErrorCode } from '../../domain/errors/error-table.ts';
import { nearestWord } from '../values/nearest-word.ts';
import { only, show } from '../values/settings-words.ts';
import { deviceIdText, wholeNumberIn } from '../values/value-schemas.ts';

/** The known units that each slot has to read before it may judge others. */
export interface GoldenSetting {
  /** At least one; distinct. */
  readonly good: readonly DeviceId[];
  /** What known bad units must end with, one unit a code. */
  readonly bad: readonly ErrorCode[];
  readonly everyUnits?: number;
  readonly everyHours?: number;
}

const verdict = z.string(only('an error code such as "no answer"')).transform((code, context): ErrorCode => {
  if (isErrorCode(code)) return code;
  const meant = nearestWord(code, Object.keys(errorTable));
  context.addIssue(
    `${show(code)} is not an error code${meant === null ? '' : ` (did you mean ${JSON.stringify(meant)}?)`}; \`no answer\` and \`unprovisioned\` are two of them`,
  );
  return z.NEVER;
});

const each = (all: readonly string[], context: z.RefinementCtx): void => {
  const known = new Set<string>();
  for (const [index, one] of all.entries()) {
    if (known.has(one)) context.addIssue({ code: 'custom', path: [index], message: `${show(one)} stands here twice` });
    known.add(one);
  }
};

export const goldenKeys = {
  good: z
    .array(deviceIdText(), only('a list of device IDs such as ["00A10001"]'))
    .min(1, 'an empty list; the device ID of at least one good unit expected')
    .superRefine(each)
    .describe(
      'device IDs of good units, which are never registered; at each shift start and after a change of this file every slot has to read one',
    ),
  bad: z
    .array(verdict, only('a list of error codes such as ["no answer"]'))
    .superRefine(each)
    .default([])
    .describe('codes that known bad units must end with, one unit a code, as in `["no answer"]` for a mute one'),
  everyUnits: wholeNumberIn({ from: 1, to: 100_000 }).exactOptional().describe('again after so many units of a slot'),
  everyHours: wholeNumberIn({ from: 1, to: 168, unit: 'hours' }).exactOptional().describe('again after so many hours'),
};

export const golden = z.strictObject(goldenKeys, only('a [golden] table'));
