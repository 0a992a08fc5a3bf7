import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { encodeCommandCode, parseCommandCode, type CommandCode } from '../../../src/domain/scanning/command-code.ts';

describe('a command code', () => {
  it.each<[CommandCode, string]>([
    [{ command: 'start', slot: null }, 'PACLINE:START'],
    [{ command: 'unlock', slot: '3' }, 'PACLINE:UNLOCK:3'],
    [{ command: 'reprint', slot: null }, 'PACLINE:REPRINT'],
    [{ command: 'cancel', slot: null }, 'PACLINE:CANCEL'],
    [{ command: 'sign out' }, 'PACLINE:SIGNOUT'],
    [{ command: 'slot', slot: 'slot 3' }, 'PACLINE:SLOT:slot 3'],
    [{ command: 'slot', slot: 'left: 100 %' }, 'PACLINE:SLOT:left: 100 %25'],
    [{ command: 'slot', slot: ' über' }, 'PACLINE:SLOT:%20%C3%BCber'],
  ])('%j is written %s and read back', (code, text) => {
    expect(encodeCommandCode(code)).toBe(text);
    expect(parseCommandCode(` ${text}\r\n`)).toEqual(code);
    expect(parseCommandCode(text.replace(/^[A-Z:]+/, (word) => word.toLowerCase()))).toEqual(code);
  });

  it.each(['', '00A10001', 'B-1234', 'START', 'xPACLINE:START'])('%j is none', (text) => {
    expect(parseCommandCode(text)).toBeNull();
  });

  it.each([
    'PACLINE:',
    'PACLINE:STOP',
    'PACLINE:SLOT',
    'PACLINE:SLOT:',
    'PACLINE:START:',
    'PACLINE:SIGNOUT:3',
    'PACLINE:SLOT:%C3',
    'PACLINE:SLOT:50 %',
    'PACLINE',
    // A scanner set to another keyboard layout than the computer's: German, French, Turkish
    'PACLINEÖSTART',
    'PQCLINEMSTQRT',
    'PACLİNE>START',
  ])('%j is one that means nothing', (text) => {
    expect(parseCommandCode(text)).toBe('unknown');
  });
});

test('every name of a slot survives being printed and scanned, in characters that every scanner types', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1 }).filter((name) => name.isWellFormed()),
      (slot) => {
        const text = encodeCommandCode({ command: 'slot', slot });
        expect(text).toMatch(/^[\x20-\x7E]+$/);
        expect(parseCommandCode(text)).toEqual({ command: 'slot', slot });
      },
    ),
    { seed: 5 },
  );
});
