import type { Clock } from '../../domain/clock.ts';
import type { Console } from '../shared/console.ts';
import { LiveRows } from '../shared/live-rows.ts';

/** Ten pictures a second are enough for an eye. */
const redrawMs = 100;

/** How far a long file or journal is, on one line of a terminal; nothing in a pipe, and nothing where it is done at once. */
export class RowProgress {
  readonly #console: Console;
  readonly #clock: Clock;
  readonly #rows: LiveRows;
  readonly #startedAt: number;
  #drawnAt: number;

  constructor({ console, clock }: { readonly console: Console; readonly clock: Clock }) {
    this.#console = console;
    this.#clock = clock;
    this.#rows = new LiveRows(console);
    this.#startedAt = clock.uptime();
    this.#drawnAt = this.#startedAt;
  }

  /** May be called as often as there is something new. */
  show(doing: string, rows: number): void {
    const now = this.#clock.uptime();
    if (!this.#console.isLive || now - this.#drawnAt < redrawMs) return;
    this.#drawnAt = now;
    this.#rows.draw(`${doing}: ${rows} rows, ${Math.round((rows * 1000) / (now - this.#startedAt))} rows/s`);
  }

  /** To be called before anything else is printed, and at the end. */
  clear(): void {
    if (this.#console.isLive) this.#rows.clear();
  }
}
