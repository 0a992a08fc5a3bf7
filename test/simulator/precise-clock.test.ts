import { describe, expect, it } from 'vitest';

import type { Clock } from '../../src/domain/clock.ts';
import { preciseClock } from '../../src/simulator/precise-clock.ts';
import { systemClock } from '../../src/machine/system-clock.ts';

const { signal } = new AbortController();

/** The machine's time, and what was asked of its timers. */
const watched = (): { readonly clock: Clock; readonly slept: number[] } => {
  const slept: number[] = [];
  return {
    slept,
    clock: {
      ...systemClock,
      async sleep(ms, options) {
        slept.push(ms);
        await systemClock.sleep(ms, options);
      },
    },
  };
};

describe('a clock for a simulated wire', () => {
  it('never ends a sleep before its time, however many sleep at once', async () => {
    const { clock } = watched();
    const precise = preciseClock(clock);
    const lengths = Array.from({ length: 40 }, (_, index) => index * 0.17);
    const startedAt = precise.uptime();
    const ends = await Promise.all(
      lengths.map(async (ms) => {
        await precise.sleep(ms, { signal });
        return precise.uptime() - startedAt;
      }),
    );
    for (const [index, ms] of lengths.entries()) expect(ends[index]).toBeGreaterThanOrEqual(ms);
  });

  it('leaves all but the last two milliseconds to the timers of the system', async () => {
    const { clock, slept } = watched();
    await preciseClock(clock).sleep(7.5, { signal });
    expect(slept).toEqual([5]);
  });

  it('ends a sleep with the reason of the signal, in its last moments too', async () => {
    const abort = new AbortController();
    // Its last moments last until somebody looks at a clock that goes on
    const sleeping = preciseClock({ ...systemClock, uptime: () => 0 }).sleep(1.9, { signal: abort.signal });
    abort.abort(new Error('power went off'));
    await expect(sleeping).rejects.toThrow('power went off');
  });
});
