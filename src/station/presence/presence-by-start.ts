import type { DeviceId } from '../../domain/device-id.ts';
import { untilAborted } from '../../async/until-aborted.ts';
import { findFixturePort } from './fixture-port.ts';
import type { LineOptions } from '../line-options.ts';
import type { KeptPort } from './kept-port.ts';
import { nextChange } from './presence-by-probe.ts';
import type { SeatedPort, SlotLoop } from '../slot-loop.ts';

/**
 * A slot whose units are seated by word: a key, a barcode, a machine. From the start to the verdict it is busy; after that the
 * unit is looked for until it no longer answers, and a new start is the next unit.
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

  /** Follows the starts until the signal aborts. `port`: its path or its place. */
  async follow(
    slot: SlotLoop,
    port: string,
    line: LineOptions & { readonly ports: KeptPort },
    signal: AbortSignal,
  ): Promise<void> {
    try {
      for (;;) {
        await untilAborted(AbortSignal.any([signal, this.#started.signal]));
        signal.throwIfAborted();
        this.#isBusy = true;
        this.#started = new AbortController();
        const found = await findFixturePort(port, line);
        const deviceId = await slot.seat(found);
        this.#isBusy = false;
        await this.#untilGone(found, deviceId, line, signal);
        slot.unseat(found.path);
        // The next unit is opened anew: until its start nobody touches it.
        await line.ports.release();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await line.ports.release();
    }
  }

  /** One that never answered, or only speaks when it is reset, cannot be missed: it is there until the next start. */
  async #untilGone(
    found: SeatedPort,
    deviceId: DeviceId | null,
    line: LineOptions,
    signal: AbortSignal,
  ): Promise<void> {
    const started = this.#started.signal;
    const either = AbortSignal.any([signal, started]);
    try {
      if (deviceId === null || line.rules().dialect?.announcement !== undefined) await untilAborted(either);
      else await nextChange(found, deviceId, line, either);
    } catch (error) {
      if (!either.aborted) throw error;
    }
    signal.throwIfAborted();
  }
}
