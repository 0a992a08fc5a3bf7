import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DeviceId } from '../../src/domain/device-id.ts';

describe('a device ID', () => {
  it.each([
    ['00A10C4E', '00A10C4E'],
    ['A10C4E', '00A10C4E'],
    ['a10c4e', '00A10C4E'],
    ['  00A10C4E\r\n', '00A10C4E'],
    ['1', '00000001'],
  ])('%j is kept as %s', (text, id) => {
    expect(DeviceId.parse(text)).toEqual({ ok: true, value: id });
  });

  it.each([
    ['', 'bad device id'],
    ['00A10C4E0', 'bad device id'],
    ['00A10C4G', 'bad device id'],
    ['0x00A10C4E', 'bad device id'],
    ['00A1 0C4E', 'bad device id'],
    ['-1', 'bad device id'],
    ['FEDCBA98', 'unprovisioned'],
    ['fedcba98', 'unprovisioned'],
    ['00000000', 'unprovisioned'],
    ['0', 'unprovisioned'],
    ['FFFFFFFF', 'unprovisioned'],
    ['0FFFFFFF', 'documentation value'],
    ['FFFFFFF', 'documentation value'],
    ['12345', 'documentation value'],
  ])('%j is refused as "%s"', (text, code) => {
    expect(DeviceId.parse(text)).toMatchObject({ ok: false, code });
  });

  it('is safe to show when it was refused', () => {
    const refused = DeviceId.parse(`\u001B[31m${'x'.repeat(500)}`);
    expect(refused).toMatchObject({ ok: false, reason: expect.stringMatching(/^[\x20-\x7E]{1,120}$/) });
  });

  it('is the same however many leading zeros it is written with', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 0xfedcba97 }), (number) => {
        const digits = number.toString(16);
        expect(DeviceId.parse(digits)).toEqual(DeviceId.parse(digits.padStart(8, '0').toUpperCase()));
      }),
      { seed: 5 },
    );
  });
});
