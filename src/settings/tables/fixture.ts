import { z } from 'zod';

import { only } from '../values/settings-words.ts';
import { wholeNumberIn } from '../values/value-schemas.ts';

/** How the places of the bench lie, as somebody who stands before it sees them. */
export interface FixtureSetting {
  readonly rows: number;
  readonly columns: number;
}

/** More beside each other, or above, could not be read from three metres. */
const most = 8;

export const fixtureKeys = {
  rows: wholeNumberIn({ from: 1, to: most }).describe('rows of places, from the top'),
  columns: wholeNumberIn({ from: 1, to: most }).describe(
    'places in a row, from the left; slots stand in them in the order of this file, or where their `row` and `column` say',
  ),
};

export const fixture = z.strictObject(fixtureKeys, only('a [fixture] table'));
