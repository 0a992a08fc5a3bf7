import { createLogUpdate } from 'log-update';

import type { Console } from './console.ts';

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

  /** Takes the rows away. */
  clear(): void {
    this.#update.clear();
  }

  /** Leaves them where they are; the next are drawn below. */
  keep(): void {
    this.#update.done();
  }
}
