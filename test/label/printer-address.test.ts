import { expect, test } from 'vitest';

import { parsePrinterAddress, showAddress } from '../../src/label/printer-address.ts';

test.each([
  ['192.0.2.10', { host: '192.0.2.10', port: 9100 }, '192.0.2.10:9100'],
  [' printer-1.example:6101 ', { host: 'printer-1.example', port: 6101 }, 'printer-1.example:6101'],
  ['[2001:db8::1]', { host: '2001:db8::1', port: 9100 }, '[2001:db8::1]:9100'],
  ['[::1]:1', { host: '::1', port: 1 }, '[::1]:1'],
])('%j is a printer', (text, address, shown) => {
  expect(parsePrinterAddress(text)).toEqual({ ok: true, value: address });
  expect(showAddress(address)).toBe(shown);
});

test.each(['', 'a b', 'printer:', 'printer:0', 'printer:65536', '2001:db8::1', 'http://printer', '[]:9100'])(
  '%j is none',
  (text) => {
    expect(parsePrinterAddress(text)).toMatchObject({ ok: false, code: 'bad settings' });
  },
);
