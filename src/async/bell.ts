import type { Clock } from '../domain/clock.ts';
import { pause } from './pause.ts';
import { untilAborted } from './until-aborted.ts';

/** Given, because the system would make an error with a stack for each chunk that arrives at a port. */
const rung = 'rung';

/** Rung by one side, waited for by one other. A ring that comes while nobody waits is heard by the next wait. */
export class Bell {
  #rung = new AbortController();

  ring(): void {
    this.#rung.abort(rung);
  }

  /** Resolves when it is rung, or the signal aborts. */
  async wait({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    await untilAborted(AbortSignal.any([signal, this.#rung.signal]));
    this.#hear();
  }

  /** Waits so many ms at most. False: it was not rung, and the time is over or the signal has aborted. */
  async isRungWithin(
    ms: number,
    { clock, signal }: { readonly clock: Pick<Clock, 'sleep'>; readonly signal: AbortSignal },
  ): Promise<boolean> {
    await pause(ms, { clock, signal: AbortSignal.any([signal, this.#rung.signal]) });
    return this.#hear();
  }

  #hear(): boolean {
    const isRung = this.#rung.signal.aborted;
    if (isRung) this.#rung = new AbortController();
    return isRung;
  }
}
