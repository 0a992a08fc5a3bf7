import { z } from 'zod';

import { only } from '../values/settings-words.ts';
import { wholeNumberIn } from '../values/value-schemas.ts';

/** How much the line may owe the backend before it stops. */
export interface DebtSetting {
  /** 1 to 1000000. */
  readonly maxUnits: number;
  /** Age of the oldest debt, 1 to 720. */
  readonly maxHours: number;
}

export const debtKeys = {
  maxUnits: wholeNumberIn({ from: 1, to: 1_000_000 })
    .default(200)
    .describe('so many registrations may be owed; past them the line stops'),
  maxHours: wholeNumberIn({ from: 1, to: 720, unit: 'hours' }).default(8).describe('so old may the oldest of them be'),
};

export const debt = z.strictObject(debtKeys, only('a [debt] table')).prefault({});
