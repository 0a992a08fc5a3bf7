/** A 32-bit key and the 64 bits it stands with, as two halves; each key belongs to one value, and each value to one key. */
export interface Pair {
  readonly key: number;
  readonly high: number;
  readonly low: number;
}

/** What was met before: nothing, the same pair, the key with another value, or the value with another key. `line`: where. */
export type PairMatch =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'same'; readonly line: number }
  | { readonly kind: 'other value'; readonly line: number }
  | { readonly kind: 'other key'; readonly line: number; readonly key: number };

const nothing: PairMatch = { kind: 'nothing' };

/**
 * Pairs of IDs and PACs with the line they stand on, as numbers in typed arrays: two hash tables with open addressing that
 * point at one list. 300,000 pairs take 17 MB, and twice that for a moment as it grows; maps of objects would take 100 MB.
 */
export class PairIndex {
  #size = 0;
  #capacity = 1024;
  /** Four numbers a pair: key, high, low, line. */
  #pairs = new Uint32Array(4 * this.#capacity);
  /** Twice as many slots as pairs; 0 is a free slot, n points at pair n - 1. */
  #byKey = new Uint32Array(2 * this.#capacity);
  #byValue = new Uint32Array(2 * this.#capacity);

  /** Looks the pair up, and keeps it if neither its key nor its value was met before. */
  take(pair: Pair, line: number): PairMatch {
    const keySlot = this.#keySlot(pair.key);
    const known = this.#byKey[keySlot] ?? 0;
    if (known > 0)
      return {
        kind: this.#at(known, 1) === pair.high && this.#at(known, 2) === pair.low ? 'same' : 'other value',
        line: this.#at(known, 3),
      };
    const valueSlot = this.#valueSlot(pair);
    const holder = this.#byValue[valueSlot] ?? 0;
    if (holder > 0) return { kind: 'other key', line: this.#at(holder, 3), key: this.#at(holder, 0) };
    this.#pairs.set([pair.key, pair.high, pair.low, line], 4 * this.#size);
    this.#size += 1;
    this.#byKey[keySlot] = this.#size;
    this.#byValue[valueSlot] = this.#size;
    if (this.#size === this.#capacity) this.#grow();
    return nothing;
  }

  #at(number: number, field: 0 | 1 | 2 | 3): number {
    return this.#pairs[4 * (number - 1) + field] ?? 0;
  }

  /** Where the key stands, or where it would. */
  #keySlot(key: number): number {
    let slot = this.#hash(key);
    for (
      let number = this.#byKey[slot] ?? 0;
      number > 0 && this.#at(number, 0) !== key;
      number = this.#byKey[slot] ?? 0
    )
      slot = (slot + 1) % this.#byKey.length;
    return slot;
  }

  #valueSlot({ high, low }: Omit<Pair, 'key'>): number {
    let slot = this.#hash(high ^ Math.imul(low, 0x85eb_ca6b));
    for (
      let number = this.#byValue[slot] ?? 0;
      number > 0 && (this.#at(number, 1) !== high || this.#at(number, 2) !== low);
      number = this.#byValue[slot] ?? 0
    )
      slot = (slot + 1) % this.#byValue.length;
    return slot;
  }

  /** Serial numbers differ in their last digits, which this spreads over the whole table. */
  #hash(value: number): number {
    const mixed = Math.imul(value ^ (value >>> 16), 0x9e37_79b1);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % this.#byKey.length;
  }

  #grow(): void {
    this.#capacity *= 2;
    const pairs = new Uint32Array(4 * this.#capacity);
    pairs.set(this.#pairs);
    this.#pairs = pairs;
    this.#byKey = new Uint32Array(2 * this.#capacity);
    this.#byValue = new Uint32Array(2 * this.#capacity);
    for (let number = 1; number <= this.#size; number += 1) {
      this.#byKey[this.#keySlot(this.#at(number, 0))] = number;
      this.#byValue[this.#valueSlot({ high: this.#at(number, 1), low: this.#at(number, 2) })] = number;
    }
  }
}
