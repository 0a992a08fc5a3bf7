import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { PairIndex, type PairMatch, type Pair } from '../../src/series/pair-index.ts';

/** The same with two maps. */
const plainIndex = (): ((pair: Pair, line: number) => PairMatch) => {
  const byKey = new Map<number, { readonly value: string; readonly line: number }>();
  const byValue = new Map<string, { readonly key: number; readonly line: number }>();
  return ({ key, high, low }, line) => {
    const value = `${high} ${low}`;
    const known = byKey.get(key);
    if (known !== undefined) return { kind: known.value === value ? 'same' : 'other value', line: known.line };
    const holder = byValue.get(value);
    if (holder !== undefined) return { kind: 'other key', ...holder };
    byKey.set(key, { value, line });
    byValue.set(value, { key, line });
    return { kind: 'nothing' };
  };
};

const half = fc.oneof(fc.nat(3), fc.constantFrom(0xffff_ffff, 0x8000_0000), fc.nat(0xffff_ffff));

test('it tells what was met before, as two maps would', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ key: half, high: half, low: half }), { maxLength: 200 }), (pairs) => {
      const index = new PairIndex();
      const plain = plainIndex();
      for (const [line, pair] of pairs.entries()) expect(index.take(pair, line + 1)).toEqual(plain(pair, line + 1));
    }),
  );
});

const pair = (n: number): Pair => ({ key: 0xa1_0000 + n, high: 0x5eed_0000, low: n * 16 });

test('it grows: 100,000 pairs are all found again, each with its line', () => {
  const index = new PairIndex();
  for (let n = 0; n < 100_000; n += 1) index.take(pair(n), n + 1);
  const wrong = Array.from({ length: 100_000 }, (_, n) => n).filter((n) => {
    const met = index.take(pair(n), 0);
    return met.kind !== 'same' || met.line !== n + 1;
  });
  expect(wrong).toEqual([]);
  expect(index.take({ ...pair(7), low: 1 }, 0)).toEqual({ kind: 'other value', line: 8 });
  expect(index.take({ ...pair(7), key: 1 }, 0)).toEqual({ kind: 'other key', line: 8, key: 0xa1_0007 });
});
