import { setImmediate as turn } from 'node:timers/promises';

import type { Clock } from '../domain/clock.ts';

/** A timer of the system wakes up to this much late, in ms. */
const timerSlackMs = 2;

/**
 * The system's time, but with sleeps that end within a turn of the event loop instead of within a timer's millisecond or
 * two. It spins for the last moment of each sleep: for a simulated wire in a process of its own, not for a station.
 */
export const preciseClock = (system: Clock): Clock => ({
  now: () => system.now(),
  uptime: () => system.uptime(),
  async sleep(ms, { signal }) {
    const end = system.uptime() + ms;
    if (ms > timerSlackMs) await system.sleep(Math.floor(ms - timerSlackMs), { signal });
    while (system.uptime() < end) {
      signal.throwIfAborted();
      await turn();
    }
  },
});
