import { expect, test } from 'vitest';
import { parseSerialPattern } from '../../../src/settings/values/serial-pattern.ts';
import { isSerialNumber } from '../../../src/station/operator/scans.ts';

const pattern = (source: string): RegExp => {
  const parsed = parseSerialPattern(source);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};

test.each([
  ['^[0-9]{8}$', '00001234', true],
  ['[0-9]{8}', '00001234', true],
  ['[0-9]{8}', '1234', false],
  ['[0-9]{8}', '000012345', false],
  ['A|B[0-9]', 'B7', true],
  ['A|B[0-9]', 'B7A', false],
  ['(WM|VL)-[0-9]+', 'VL-0042', true],
  ['\\(x\\)+[()]*', '(x))()', true],
  ['.*', 'x'.repeat(64), true],
  ['.*', 'x'.repeat(65), false],
])('%s: is %s a serial? %s', (source, scanned, is) => {
  expect(isSerialNumber(scanned, pattern(source))).toBe(is);
});

test.each([
  '(a+)+',
  '(a*)*b',
  '([0-9]{1,9})+',
  '(a|a)+',
  '(a|b+){2,}',
  '((a+)b)*',
  '(a)\\1',
  '(?<n>a)\\k<n>',
  '[0-9',
  'a'.repeat(201),
  '*',
])('%s is refused', (source) => {
  expect(parseSerialPattern(source)).toMatchObject({ ok: false, code: 'bad settings' });
});

test.each(['[a-z]*[a-z]*[a-z]*[a-z]*', '(a|a)[0-9]+', '.*x.*y.*'])(
  'The longest scan is judged by %s at once',
  (source) => {
    const judged = pattern(source);
    const begun = performance.now();
    isSerialNumber('a'.repeat(63) + '!', judged);
    expect(performance.now() - begun).toBeLessThan(1000);
  },
);
