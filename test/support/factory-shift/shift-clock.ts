import type { Clock } from '../../../src/domain/clock.ts';
import { systemClock } from '../../../src/machine/system-clock.ts';

/** When every shift begins: 06:00 of some day, local time. */
export const shiftBegins = new Date(2026, 10, 25, 6, 0).getTime();

/** The minute of the day at which shifts begin. */
export const shiftMinute = 6 * 60;

/** The shift's time in any process of it, now or after a restart. `beganAt`: when it began outside, in ms since the epoch. */
export const shiftClock = ({ beganAt, factor }: { readonly beganAt: number; readonly factor: number }): Clock => ({
  now: () => Math.round(shiftBegins + (systemClock.now() - beganAt) * factor),
  uptime: () => systemClock.uptime() * factor,
  sleep: (ms, options) => systemClock.sleep(ms / factor, options),
});
