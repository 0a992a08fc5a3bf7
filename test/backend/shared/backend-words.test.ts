import { expect, test } from 'vitest';
import { backendWords, hidePacs } from '../../../src/backend/shared/backend-words.ts';
import { pacDigits, request } from '../api-bench.ts';

const words = (value: unknown): string => backendWords({ kind: 'json', value }, { hide: (text) => text });

test('message and single errors are told in one line', () => {
  expect(
    words({
      message: 'not\nlike this',
      errors: [{ type: 'body', field: 'pac', message: 'is spent' }, { message: 'and more' }, 'odd', null],
    }),
  ).toBe('not like this; pac: is spent; and more');
});

test.each([[{}], [null], ['text'], [[1]], [{ message: 7, errors: 'none' }]])(
  'an answer without words says so: %j',
  (value) => {
    expect(words(value)).toBe('no explanation');
  },
);

test('control and invisible characters are removed', () => {
  expect(words({ message: 'a\u001B[31mb\u0007c\u202Ed\u0085' })).toBe('a[31mbcd');
});

test('anything shaped like a PAC is starred out, also across removed characters and at the cut', () => {
  expect(words({ message: `PAC 0123456789abcdeF/${pacDigits}.` })).toBe(`PAC ${'*'.repeat(16)}/${'*'.repeat(16)}.`);
  expect(words({ message: `${pacDigits.slice(0, 8)}\u0000${pacDigits.slice(8)}` })).toBe('*'.repeat(16));
  expect(words({ message: `${'-'.repeat(292)}${pacDigits}` })).toBe(`${'-'.repeat(292)}*******…`);
});

test('an object id of 24 digits is no PAC', () => {
  expect(words({ message: 'device type 6012aa34bb56cc78dd90ee12' })).toContain('6012aa34bb56cc78dd90ee12');
});

test('the PAC that was sent is starred out even inside a longer run of digits', () => {
  const hide = hidePacs([request.pac]);
  expect(backendWords({ kind: 'json', value: { message: `00A10001${pacDigits.toLowerCase()}` } }, { hide })).toBe(
    `00A10001${'*'.repeat(16)}`,
  );
});

test('words are at most 300 characters', () => {
  expect(words({ message: 'very '.repeat(500) })).toHaveLength(300);
});
