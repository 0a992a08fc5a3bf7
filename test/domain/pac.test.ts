import { format, inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { Pac } from '../../src/domain/pac.ts';

const digits = 'B7D93CE5A61F82D4';

const pacOf = (text: string): Pac => {
  const parsed = Pac.parse(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};

describe('a PAC', () => {
  it.each([digits, digits.toLowerCase(), ` ${digits}\r\n`])('%j is accepted', (text) => {
    expect(pacOf(text).reveal()).toBe(digits);
  });

  it.each([
    ['', 'bad pac'],
    [digits.slice(1), 'bad pac'],
    [`${digits}0`, 'bad pac'],
    ['B7D93CG5A61F82D4', 'bad pac'],
    ['B7D9 3CE5 A61F 82D4', 'bad pac'],
    ['0000000000000000', 'unprovisioned'],
    ['ffffffffffffffff', 'unprovisioned'],
    ['0102030405060708', 'documentation value'],
    ['0123456789abcdef', 'documentation value'],
  ])('%j is refused as "%s"', (text, code) => {
    expect(Pac.parse(text)).toMatchObject({ ok: false, code });
  });

  it.each([digits.slice(1), `${digits}0`, 'B7D93CG5A61F82D4'])(
    'is not repeated in the reason when %j is refused',
    (text) => {
      expect(JSON.stringify(Pac.parse(text))).not.toContain(digits.slice(1, 6));
    },
  );

  it('shows stars wherever it strays', () => {
    const pac = pacOf(digits);
    const shown = [
      String(pac),
      JSON.stringify({ pac }),
      inspect(pac),
      inspect({ pac }, { showHidden: true, depth: 9 }),
      format('%s %o %j', pac, pac, pac),
      Object.entries(pac).join(),
      Object.values(pac).join(),
    ];
    for (const text of shown) expect(text).not.toContain(digits.slice(0, 4));
    expect(String(pac)).toBe('*'.repeat(16));
  });

  it('equals the same PAC and no other', () => {
    expect(pacOf(digits).equals(pacOf(digits.toLowerCase()))).toBe(true);
    expect(pacOf(digits).equals(pacOf('B7D93CE5A61F82D5'))).toBe(false);
  });
});
