import { expect, test } from 'vitest';

import { matchesScan } from '../../../src/domain/scanning/matches-scan.ts';

test.each([
  ['00A10C4E', '00A10C4E', true],
  ['00A10C4E', ' 00a10c4e\r\n', true],
  ['00A10C4E', 'A10C4E', false],
  ['00A10C4E', '00A10C4F', false],
  ['00A10C4E', '', false],
  ['00A10C4E;0007', '00A10C4E;0007\r', true],
  ['00A10C4E;0007', '00a10c4e;0007', false],
  ['00A10C4E;0007', '00A10C4E;7', false],
  ['sn-7', 'SN-7', false],
])('of a label with %j, the scan %j is its own: %s', (code, scanned, matches) => {
  expect(matchesScan(code, scanned)).toBe(matches);
});
