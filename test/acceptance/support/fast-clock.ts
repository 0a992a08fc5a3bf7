import type { Clock } from '../../../src/domain/clock.ts';
import { systemClock } from '../../../src/machine/system-clock.ts';

/** The system's time, passing so many times faster: for waits that are measured in seconds, where sockets rule out a clock that stands still. */
export const fastClock = (times: number): Clock => {
  const start = { now: systemClock.now(), uptime: systemClock.uptime() };
  const passed = (): number => (systemClock.uptime() - start.uptime) * times;
  return {
    now: () => Math.round(start.now + passed()),
    uptime: () => start.uptime + passed(),
    sleep: (ms, options) => systemClock.sleep(ms / times, options),
  };
};
