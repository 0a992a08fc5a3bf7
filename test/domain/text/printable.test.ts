import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { isPrintable, printable } from '../../../src/domain/text/printable.ts';

test.each([
  ['\u001b[2J', '\\u001b[2J'],
  ['\u009b31m', '\\u009b31m'],
  ['S\u202egnp', 'S\\u202egnp'],
  ['\u2066a\u2069', '\\u2066a\\u2069'],
  ['zero\u200bwidth', 'zero\\u200bwidth'],
  ['line\u2028separator', 'line\\u2028separator'],
  ['a\ttab', 'a\\u0009tab'],
  ['\u{e0041}', '\\udb40\\udc41'],
  ['lone \ud800', 'lone \\ud800'],
])('%j has something hidden in it, and is shown as %s', (text, shown) => {
  expect(isPrintable(text)).toBe(false);
  expect(printable(text)).toBe(shown);
  expect(isPrintable(shown)).toBe(true);
});

test.each(['Zähler 3 – Süd', 'счётчик', '水表', 'עברית', '👷 bench', 'a \\u001b'])('%s stays as it is', (text) => {
  expect(isPrintable(text)).toBe(true);
  expect(printable(text)).toBe(text);
});

test('JSON whose hidden characters are shown is the same JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const shown = printable(JSON.stringify(value));
      expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
