import type { Clock } from '../../domain/clock.ts';
import type { Phase } from '../../domain/phase.ts';

/** How long each phase of a run takes. */
export class Stopwatch {
  readonly #clock: Pick<Clock, 'uptime'>;
  readonly #times = new Map<Phase, number>();
  #now: { readonly phase: Phase; readonly since: number };

  constructor(clock: Pick<Clock, 'uptime'>) {
    this.#clock = clock;
    this.#now = { phase: 'opening', since: clock.uptime() };
  }

  /** The one that is under way. */
  get phase(): Phase {
    return this.#now.phase;
  }

  enter(phase: Phase): void {
    const { phase: before, since } = this.#now;
    const at = this.#clock.uptime();
    this.#times.set(before, (this.#times.get(before) ?? 0) + at - since);
    this.#now = { phase, since: at };
  }

  /** In whole ms, those entered so far; the one that is under way up to now. */
  times(): Readonly<Partial<Record<Phase, number>>> {
    this.enter(this.#now.phase);
    return Object.fromEntries([...this.#times].map(([phase, ms]) => [phase, Math.round(ms)]));
  }
}
