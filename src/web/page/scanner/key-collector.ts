/** A key, as far as it matters here. */
export interface KeyPress {
  readonly key: string;
  /** When it was pressed, in ms. */
  readonly at: number;
  /** Where the focus is: in a field that takes text, on something that Enter and Space press, or nowhere. */
  readonly focus: 'field' | 'control' | 'nowhere';
  /** Ctrl, Alt or Meta is held. */
  readonly isShortcut: boolean;
}

/** What becomes of a key: `mine`: it belongs to a code, and nothing else on the page may see it. */
export type KeyEffect =
  | { readonly kind: 'not mine' }
  | { readonly kind: 'mine' }
  | { readonly kind: 'line'; readonly line: string };

/** A scanner types faster than any person, in ms between two keys. */
const scannerMs = 60;
/** A person who types a code by hand takes no longer between two keys, in ms. */
const personMs = 3000;
/** The start command of the line, by the space bar: as at the terminal. */
const startLine = 'PACLINE:START';

/**
 * Takes codes from the keys of a scanner, or of a person, wherever the focus is: a burst that ends with Enter is a scan, and presses no
 * button on its way. In a field that takes text the keys are the field's.
 */
export class KeyCollector {
  #code = '';
  #at = 0;

  press({ key, at, focus, isShortcut }: KeyPress): KeyEffect {
    const sinceMs = at - this.#at;
    if (focus === 'field' || isShortcut) {
      this.#code = '';
      return { kind: 'not mine' };
    }
    if (sinceMs > personMs) this.#code = '';
    if (key === 'Enter') return this.#end();
    if (key === 'Escape') {
      this.#code = '';
      return { kind: 'not mine' };
    }
    const isBurst = this.#code !== '' && sinceMs <= scannerMs;
    if (key === 'Tab' && isBurst) return this.#add('\t', at);
    if (key === ' ' && this.#code === '') {
      if (focus === 'control') return { kind: 'not mine' };
      return { kind: 'line', line: startLine };
    }
    // Others are names, as of an arrow
    if (!/^.$/u.test(key)) return { kind: 'not mine' };
    return this.#add(key, at);
  }

  #add(key: string, at: number): KeyEffect {
    this.#code += key;
    this.#at = at;
    return { kind: 'mine' };
  }

  #end(): KeyEffect {
    const line = this.#code;
    this.#code = '';
    return line === '' ? { kind: 'not mine' } : { kind: 'line', line };
  }
}
