import { z } from 'zod';

import { only } from '../values/settings-words.ts';
import { wholeNumberIn } from '../values/value-schemas.ts';

export interface LockoutSetting {
  /** So many in a row lock a slot, 1 to 100. */
  readonly reds: number;
}

export const lockoutKeys = {
  reds: wholeNumberIn({ from: 1, to: 100 }).describe(
    'so many reds in a row lock a slot until a technician unlocks it; without this table none is locked by reds',
  ),
};

export const lockout = z.strictObject(lockoutKeys, only('a [lockout] table'));
