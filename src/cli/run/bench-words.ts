import type { Console } from '../shared/console.ts';

/** What the line has to say beside its slots: under the live rows the last few words, else each on a line of its own. */
export class BenchWords {
  readonly #console: Console;
  readonly #last: string[] = [];

  constructor(console: Console) {
    this.#console = console;
  }

  /** For the foot of the live rows, newest last. */
  get last(): readonly string[] {
    return this.#last;
  }

  say(text: string): void {
    if (text === '') return;
    if (!this.#console.isLive) return this.#console.remark(text);
    this.#last.push(text);
    if (this.#last.length > shown) this.#last.shift();
  }
}

const shown = 3;
