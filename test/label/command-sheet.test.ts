import { expect, test } from 'vitest';

import { parseCommandCode } from '../../src/domain/scanning/command-code.ts';
import { commandSheet } from '../../src/label/command-sheet.ts';

const textOf = (pdf: Uint8Array): string => Buffer.from(pdf).toString('latin1');

const shown = (pdf: Uint8Array): readonly string[] =>
  [...textOf(pdf).matchAll(/\((.*)\) Tj/g)].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1'));

const pages = (pdf: Uint8Array): number => textOf(pdf).match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;

test('the sheet has every command, and every slot under the code that the station reads', () => {
  const pdf = commandSheet({ station: 'bench 3', slots: ['left', 'slot 2', '50 % (Gehäuse)'] });
  const codes = shown(pdf)
    .filter((text) => text.startsWith('PACLINE:'))
    .map(parseCommandCode);
  expect(codes).toEqual([
    { command: 'start', slot: null },
    { command: 'cancel', slot: null },
    { command: 'unlock', slot: null },
    { command: 'reprint', slot: null },
    { command: 'sign out' },
    { command: 'slot', slot: 'left' },
    { command: 'slot', slot: 'slot 2' },
    { command: 'slot', slot: '50 % (Gehäuse)' },
  ]);
  expect(shown(pdf)).toEqual(
    expect.arrayContaining(['Pacline commands · bench 3', 'Slot left', 'slot 2', 'Slot 50 % (Gehäuse)']),
  );
  expect(pages(pdf)).toBe(1);
});

test('32 slots go on further sheets, and no bar leaves its page', () => {
  const pdf = commandSheet({ station: null, slots: Array.from({ length: 32 }, (_, index) => `${index + 1}`) });
  expect(pages(pdf)).toBe(3);
  expect(shown(pdf)).toEqual(expect.arrayContaining(['1 / 3', '3 / 3', 'PACLINE:SLOT:32']));
  const boxes = [...textOf(pdf).matchAll(/^(\S+) (\S+) (\S+) (\S+) re$/gm)].map(([, ...numbers]) =>
    numbers.map(Number),
  );
  expect(boxes.length).toBeGreaterThan(1000);
  for (const [x = 0, y = 0, width = 0, height = 0] of boxes) {
    expect(x).toBeGreaterThan(28);
    expect(y).toBeGreaterThan(28);
    expect(x + width).toBeLessThan(595 - 28);
    expect(y + height).toBeLessThan(842 - 28);
  }
});

test('a slot whose name no barcode holds is refused with its name', () => {
  expect(() => commandSheet({ station: null, slots: ['x'.repeat(90)] })).toThrow(
    /"Slot x+" is too long a name .*\(bad settings\)$/,
  );
});
