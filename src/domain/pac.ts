import { accepted, refused, type Parsed } from './parsed.ts';

const unprovisioned = new Set(['0'.repeat(16), 'F'.repeat(16)]);
const documentation = new Set(['0102030405060708', '0123456789ABCDEF']);

/**
 * A porting authorization code: 64 bit, 16 hex digits. It is a secret: whoever holds ID and PAC can take the unit over.
 * It therefore prints as stars wherever it strays; only `reveal()` gives the digits, for the request body and the journal.
 */
export class Pac {
  readonly #digits: string;

  private constructor(digits: string) {
    this.#digits = digits;
  }

  /** Accepts exactly 16 hex digits of either case. A refusal never repeats the digits. */
  static parse(text: string): Parsed<Pac> {
    const digits = text.trim().toUpperCase();
    if (!/^[0-9A-F]{16}$/.test(digits)) {
      return refused(
        'bad pac',
        `a PAC has exactly 16 hex digits; this one has ${digits.length} characters${/[^0-9A-F]/.test(digits) ? ', some of them not hex' : ''}`,
      );
    }
    if (unprovisioned.has(digits))
      return refused('unprovisioned', `a PAC of sixteen ${digits[0]} is what a modem without credentials reports`);
    if (documentation.has(digits)) return refused('documentation value', 'this PAC is a sample value from a manual');
    return accepted(new Pac(digits));
  }

  reveal(): string {
    return this.#digits;
  }

  equals(other: Pac): boolean {
    return this.#digits === other.#digits;
  }

  toString(): string {
    return '*'.repeat(16);
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Pac(${this.toString()})`;
  }
}
