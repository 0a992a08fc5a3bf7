import { setImmediate as turn } from 'node:timers/promises';

import type { Clock } from '../domain/clock.ts';

/** A timer of the system wakes up to this much late, in ms. */
const timerSlackMs = 2;
/** The process sleeps this long between two looks at the clock, in ms, and so hears what comes meanwhile this much late. */
const napMs = 0.05;
/** Such a nap lasts up to this much longer: the last moment is spent awake, in ms. */
const napSlackMs = 0.1;

/**
 * The system's time, but with sleeps that end within a turn of the event loop instead of within a timer's millisecond or
 * two. In the last moments of a sleep the process naps and looks, naps and looks: for a simulated wire in a process of its
 * own, not for a station. Spinning instead would keep the system, which carries a pseudo-terminal's bytes, off the core.
 */
export const preciseClock = (system: Clock): Clock => {
  const bell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  /** Ends of the sleeps that are in their last moments. The first of them naps for all. */
  const endings = new Set<{ readonly end: number }>();
  const nap = (): void => {
    const nearest = Math.min(...Array.from(endings, ({ end }) => end));
    if (nearest - system.uptime() > napMs + napSlackMs) Atomics.wait(bell, 0, 0, napMs);
  };
  return {
    now: () => system.now(),
    uptime: () => system.uptime(),
    async sleep(ms, { signal }) {
      const ending = { end: system.uptime() + ms };
      if (ms > timerSlackMs) await system.sleep(Math.floor(ms - timerSlackMs), { signal });
      endings.add(ending);
      try {
        while (system.uptime() < ending.end) {
          signal.throwIfAborted();
          const [first] = endings;
          if (first === ending) nap();
          await turn();
        }
      } finally {
        endings.delete(ending);
      }
    },
  };
};
