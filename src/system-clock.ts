import { setTimeout as wait } from 'node:timers/promises';

import type { Clock } from './domain/clock.ts';

/** The machine's own time. A pending sleep keeps the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  uptime: () => performance.now(),
  async sleep(ms, { signal }) {
    try {
      await wait(ms, undefined, { signal });
    } catch (error) {
      // The signal's own reason says why; the timer's AbortError does not.
      signal.throwIfAborted();
      throw error;
    }
  },
};
