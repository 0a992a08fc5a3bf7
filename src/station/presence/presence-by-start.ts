import { untilAborted } from '../../async/until-aborted.ts';
import type { ModemReading } from '../../modem/read-modem.ts';
import { findFixturePort } from './fixture-port.ts';
import type { LineOptions } from '../line-options.ts';
import type { SeatedPort } from '../seated-port.ts';
import type { SlotLoop } from '../slot-loop.ts';
import type { KeptPort } from './kept-port.ts';
import { nextChange } from './presence-by-probe.ts';

/**
 * A slot whose units are seated by word: a key, a barcode, a machine. From the start to the verdict it is busy. Once it was
 * read the unit is looked for until it no longer answers; after the verdict a new start is the next unit.
 */
export class StartFollower {
  #isBusy = false;
  #started = new AbortController();

  /** Before the line runs it is kept, and counts when it does. */
  start(): 'started' | 'busy' {
    if (this.#isBusy || this.#started.signal.aborted) return 'busy';
    this.#started.abort();
    return 'started';
  }

  /** Follows the starts until the signal aborts. `port`: its path or its place; `kept`: what keeps it open for `line`. */
  async follow(
    slot: SlotLoop,
    port: string,
    line: LineOptions,
    { kept, signal }: { readonly kept: KeptPort; readonly signal: AbortSignal },
  ): Promise<void> {
    try {
      for (;;) {
        await untilAborted(AbortSignal.any([signal, this.#started.signal]));
        signal.throwIfAborted();
        this.#isBusy = true;
        this.#started = new AbortController();
        const found = await findFixturePort(port, line);
        const { read, judged } = slot.seat(found);
        const free = this.#freeAfter(judged);
        await this.#untilGone(found, await read, line, signal);
        slot.unseat(found.path);
        await free;
        // The next unit is opened anew: until its start nobody touches it.
        await kept.release();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await kept.release();
    }
  }

  async #freeAfter(judged: Promise<void>): Promise<void> {
    await judged;
    this.#isBusy = false;
  }

  /** One that never answered, or only speaks when it is reset, cannot be missed: it is there until the next start. */
  async #untilGone(
    found: SeatedPort,
    reading: ModemReading | null,
    line: LineOptions,
    signal: AbortSignal,
  ): Promise<void> {
    const started = this.#started.signal;
    const either = AbortSignal.any([signal, started]);
    try {
      if (reading === null || reading.dialect.announcement !== undefined) await untilAborted(either);
      else await nextChange(found, reading, line, either);
    } catch (error) {
      if (!either.aborted) throw error;
    }
    signal.throwIfAborted();
  }
}
