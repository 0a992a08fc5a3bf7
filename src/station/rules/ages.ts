import type { Clock } from '../../domain/clock.ts';

/** A stretch of this process's life in which nobody set the clock; from and to as uptime. */
interface Stretch {
  /** The wall clock's time less the uptime. */
  readonly offset: number;
  readonly from: number;
  to: number;
}

/** A clock that drifts, or is slewed, is not one that is set, in ms. */
const driftMs = 1000;
/** Nobody sets a clock more often, and looks back. */
const mostStretches = 50;

/**
 * How long ago something was written down, by uptime: the journal has the wall clock's time, and the wall clock of a bench may be
 * set at any moment. What an earlier process wrote down is counted from the beginning of this one.
 */
export class Ages {
  readonly #clock: Pick<Clock, 'now' | 'uptime'>;
  readonly #begunAt: number;
  #stretches: readonly Stretch[];

  constructor({ clock }: { readonly clock: Pick<Clock, 'now' | 'uptime'> }) {
    this.#clock = clock;
    const uptime = clock.uptime();
    this.#begunAt = uptime;
    this.#stretches = [{ offset: clock.now() - uptime, from: uptime, to: uptime }];
  }

  /** Notices a clock that was set. What was written down since then is told by it, so this is to be called now and then, once a minute or so. */
  look(): void {
    const uptime = this.#clock.uptime();
    const offset = this.#clock.now() - uptime;
    const last = this.#stretches.at(-1);
    if (last === undefined) return;
    const from = last.to;
    last.to = uptime;
    if (Math.abs(offset - last.offset) > driftMs)
      this.#stretches = [...this.#stretches, { offset, from, to: uptime }].slice(-mostStretches);
  }

  /** In ms. `at`: as the wall clock said then, in ms since the epoch. Of two moments that it may have been, the later one. */
  of(at: number): number {
    this.look();
    const within = this.#stretches.findLast(
      ({ offset, from, to }) => at - offset >= from - driftMs && at - offset <= to + driftMs,
    );
    return Math.max(0, this.#clock.uptime() - (within === undefined ? this.#begunAt : at - within.offset));
  }
}
