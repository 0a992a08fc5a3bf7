import { createLogUpdate } from 'log-update';

import type { Console } from './console.ts';

/** Everything that is on the screen goes, and the cursor to its first corner. */
const clearScreen = '\u001B[2J\u001B[H';

/** Rows at the foot of a terminal that are drawn over again; what is in them goes through the console's door. */
export class LiveRows {
  readonly #console: Console;
  readonly #update: ReturnType<typeof createLogUpdate>;

  constructor(console: Console) {
    this.#console = console;
    this.#update = createLogUpdate(console.stream, { showCursor: true });
  }

  draw(text: string): void {
    this.#update(this.#console.shown(text));
  }

  /** For a terminal that has another size now: what it makes of the old rows cannot be known, so that all goes that is on the screen. */
  drawAnew(text: string): void {
    this.#update.done();
    this.#console.stream.write(clearScreen);
    this.draw(text);
  }

  /** Takes the rows away. */
  clear(): void {
    this.#update.clear();
  }

  /** Leaves them where they are; the next are drawn below. */
  keep(): void {
    this.#update.done();
  }
}
