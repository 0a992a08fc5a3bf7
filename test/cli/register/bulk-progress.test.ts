import { expect, test } from 'vitest';

import { bar } from '../../../src/cli/register/bulk-progress.ts';

test('units that the backend is through with count while their job is still under way', () => {
  expect(bar({ now: { confirmed: 1, submitted: 3999 }, before: {}, doneInJob: 1999, sinceMs: 10_000 })).toMatch(
    /^█{15}░{15} 2000 of 4000 {2}200\/s, about 10 s left\n● 1 confirmed /,
  );
});

test('a job that is over is not counted a second time', () => {
  expect(bar({ now: { confirmed: 4000 }, before: {}, doneInJob: 3999, sinceMs: 10_000 })).toContain('4000 of 4000');
});
