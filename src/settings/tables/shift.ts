import { z } from 'zod';

import type { MinuteOfDay } from '../../domain/shift.ts';
import { only, show } from '../values/settings-words.ts';

export interface ShiftSetting {
  /** At least one; in the order of the file. */
  readonly starts: readonly MinuteOfDay[];
}

const accepted = 'a time of day such as "06:00"';

const timeOfDay = z.string(only(accepted)).transform((written, context): MinuteOfDay => {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(written) ?? [];
  if (hours !== undefined && minutes !== undefined) return Number(hours) * 60 + Number(minutes);
  context.addIssue(`${show(written)} is not ${accepted}`);
  return z.NEVER;
});

const words = only('a list of times such as ["06:00", "14:00", "22:00"]');

const starts = z
  .array(timeOfDay, words)
  .min(1, 'an empty list; at least one time such as "06:00" expected')
  .superRefine((all, context) => {
    const known = new Set<MinuteOfDay>();
    for (const [index, start] of all.entries()) {
      if (known.has(start))
        context.addIssue({ code: 'custom', path: [index], message: 'two shifts cannot begin at the same time' });
      known.add(start);
    }
  });

export const shiftKeys = {
  starts: starts
    .prefault(['00:00'])
    .describe(
      'when shifts begin, local time, as in `["06:00", "14:00", "22:00"]`; one a day from `"00:00"` if left out',
    ),
};

export const shift = z.strictObject(shiftKeys, only('a [shift] table')).prefault({});
