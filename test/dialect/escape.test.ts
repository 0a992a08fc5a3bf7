import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { escapeBytes, unescapeBytes } from '../../src/dialect/escape.ts';
import { bytesOf, textOf } from '../../src/dialect/latin1.ts';

/** Any bytes, as the latin-1 text that dialects are written in. */
const anyBytes = fc.uint8Array({ maxLength: 60 }).map(textOf);

describe('escaped bytes', () => {
  it.each([
    ['AT$I=10\r', 'AT$I=10<CR>'],
    ['\r\nOK\r\n', '<CR><LF>OK<CR><LF>'],
    ['\x1B\x07\x00\xFF', '<ESC><0x07><0x00><0xFF>'],
    ['a<b>', 'a<0x3C>b>'],
    ['', ''],
  ])('of %j are %s', (bytes, text) => {
    expect(escapeBytes(bytes)).toBe(text);
    expect(unescapeBytes(text)).toBe(bytes);
  });

  it('are one printable line that gives the same bytes again, whatever they are', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const text = escapeBytes(bytes);
        expect(text).toMatch(/^[\x20-\x7E]*$/);
        expect(unescapeBytes(text)).toBe(bytes);
      }),
      { seed: 1 },
    );
  });

  it.each(['<', 'AT<CR', '<XY>', '<0x7>', '<0xGG>', '<>', 'a\tb', 'a\rb', 'caf\u00E9', '<CR><'])(
    '%j is refused',
    (text) => {
      expect(unescapeBytes(text)).toBeNull();
    },
  );

  it.each(['<cr>', '<Cr>', '<0x0d>', '<0x0D>'])('%s is read as a carriage return', (text) => {
    expect(unescapeBytes(text)).toBe('\r');
  });
});

it('bytes and latin-1 text turn into each other', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(bytesOf(textOf(bytes))).toEqual(bytes);
    }),
    { seed: 1 },
  );
});
