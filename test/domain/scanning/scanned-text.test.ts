import { expect, test } from 'vitest';

import { codeInScan } from '../../../src/domain/scanning/scanned-text.ts';

const around = (prefix: string, suffix: string) => ({ prefix, suffix, badgePrefix: 'B-' });

test.each([
  { line: '000123', prefix: '', suffix: '', code: '000123', what: 'leading zeros are part of the code' },
  { line: '  000123 \r\n', prefix: '', suffix: '', code: '000123', what: 'blanks and the end of the line are not' },
  {
    line: ']C1000123#',
    prefix: ']C1',
    suffix: '#',
    code: '000123',
    what: 'what the scanner puts around it is taken away',
  },
  { line: '000123', prefix: ']C1', suffix: '#', code: '000123', what: 'a person who types puts nothing around it' },
  { line: ']C1000123', prefix: ']C1', suffix: '#', code: '000123', what: 'either may be missing' },
  { line: '<<000123##', prefix: '<', suffix: '#', code: '<000123#', what: 'each is taken away once' },
  {
    line: ']d2000123',
    prefix: '',
    suffix: '',
    code: '000123',
    what: 'what a scanner says of the symbology is taken away',
  },
  { line: '*]Q3 000123', prefix: '*', suffix: '', code: '000123', what: 'the same behind a prefix' },
  { line: ']C1]C1000123', prefix: ']C1', suffix: '', code: '000123', what: 'the same where it is the prefix, too' },
  { line: ']9000123', prefix: '', suffix: '', code: ']9000123', what: 'a bracket alone says nothing of a symbology' },
  { line: ']C1 000123 #\r', prefix: ']C1', suffix: '#', code: '000123', what: 'blanks within it go, too' },
  { line: '0', prefix: '0', suffix: '0', code: '', what: 'a prefix that is the whole line leaves nothing' },
  {
    line: '00A10001',
    prefix: '0',
    suffix: '1',
    code: '0A1000',
    what: 'a prefix that codes begin with is the fault of whoever set it',
  },
  { line: 'a b', prefix: '', suffix: '', code: 'a b', what: 'a blank inside stays' },
  { line: ' \t ', prefix: '', suffix: '', code: '', what: 'an empty line is no code' },
])('$what: $line', ({ line, prefix, suffix, code }) => {
  expect(codeInScan(line, around(prefix, suffix))).toBe(code);
});
