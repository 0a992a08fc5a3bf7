import { describe, expect, it } from 'vitest';

import { crc16, hasItsCrc16 } from '../../firmware-protocols/daviteq-modbus/crc16.ts';
import { readRequest, registers } from '../../firmware-protocols/daviteq-modbus/modbus.ts';
import { flipBit } from '../../src/simulator/boards/wire-fault.ts';

const read = (bytes: string) => registers((found) => found).read({ lines: [], tail: '', bytes, silent: false });
const withCrc = (body: string): string => body + crc16(body);

describe('the checksum', () => {
  it.each([
    // The check value that catalogues of checksums give for this one, low byte first.
    ['123456789', '\x37\x4B'],
    // The request for two registers from 0 of slave 1, as it stands in many manuals.
    ['\x01\x03\x00\x00\x00\x02', '\xC4\x0B'],
    ['', '\xFF\xFF'],
  ])('of %j is known', (bytes, expected) => {
    expect(crc16(bytes)).toBe(expected);
  });

  it('belongs to the bytes before it', () => {
    expect(hasItsCrc16(withCrc('\x01\x83\x02'))).toBe(true);
    expect(hasItsCrc16('\xFF\xFF')).toBe(false);
  });
});

it('a request names slave, function, first register and their number', () => {
  expect(readRequest({ address: 270, count: 1 })).toBe(withCrc('\x01\x03\x01\x0E\x00\x01'));
});

describe('an answer', () => {
  const answer = withCrc('\x01\x03\x04\x00\xA1\x0C\x4E');

  it('is the registers, most significant byte first', () => {
    expect(read(answer)).toEqual({ state: 'value', value: [0x00a1, 0x0c4e] });
  });

  it('is pending to its last byte', () => {
    for (let length = 0; length < answer.length; length += 1)
      expect(read(answer.slice(0, length))).toEqual({ state: 'pending' });
  });

  it('is never a value with one flipped bit in it', () => {
    for (const [index, byte] of answer.split('').entries()) {
      for (let bit = 0; bit < 8; bit += 1)
        expect(read(answer.slice(0, index) + flipBit(byte, bit) + answer.slice(index + 1)).state).not.toMatch(
          /value|error/,
        );
    }
  });

  it.each([
    ['an exception with a name', '\x01\x83\x02', { state: 'error', words: 'exception 2: illegal data address' }],
    ['an exception without one', '\x01\x83\x63', { state: 'error', words: 'exception 99: unknown' }],
  ])('can be %s', (_, body, expected) => {
    expect(read(withCrc(body))).toEqual(expected);
  });

  it.each([
    ['of another slave', '\x02\x03\x02\x00\x01'],
    ['to another function', '\x01\x04\x02\x00\x01'],
    ['with half a register', '\x01\x03\x01\x00'],
  ])('%s is none', (_, body) => {
    expect(read(withCrc(body)).state).toBe('malformed');
  });
});
