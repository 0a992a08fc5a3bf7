import { setImmediate } from 'node:timers/promises';

import { describe, expect, onTestFinished, test } from 'vitest';

import type { LiveFrame, TileSlot } from '../../../src/web/bench-state.ts';
import { LiveFeed, type Subscriber } from '../../../src/web/server/live-feed.ts';
import { DrawnBench, emptySummary, tile } from '../../support/pages/drawn-bench.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

class Screen implements Subscriber {
  backlog = 0;
  readonly frames: LiveFrame[] = [];
  send = (frame: string): void => void this.frames.push(JSON.parse(frame) as LiveFrame);
  get last(): LiveFrame | undefined {
    return this.frames.at(-1);
  }
}

const open = async (...names: readonly string[]) => {
  const clock = new VirtualClock();
  const bench = new DrawnBench(names.map((name) => tile(name)));
  const feed = new LiveFeed({ source: bench, clock });
  const over = new AbortController();
  const running = feed.run({ signal: over.signal });
  onTestFinished(async () => {
    over.abort();
    await running;
  });
  await clock.untilSleeping();
  /** Time passes, and what was begun before it has begun. */
  const later = async (ms: number): Promise<void> => {
    await setImmediate();
    await clock.advance(ms);
    await setImmediate();
  };
  const join = async (after: number | null = null) => {
    const screen = new Screen();
    const subscription = feed.subscribe(screen, { after });
    await later(20);
    return { screen, subscription };
  };
  return { later, bench, feed, join };
};

const green = (slot: string): TileSlot =>
  tile(slot, { state: 'judged', colour: 'green', code: 'registered', since: 1 });

describe('whoever looks at the bench', () => {
  test('is shown all of it at first, then every change, those of one tick in one frame', async () => {
    const { later, bench, join } = await open('left', 'right');
    const { screen } = await join();
    expect(screen.frames).toMatchObject([
      { slots: [{ slot: 'left' }, { slot: 'right' }], bench: { station: 'bench 1' } },
    ]);

    bench.change(7, green('left'));
    bench.change(8, green('right'));
    await later(20);
    expect(screen.frames).toHaveLength(2);
    expect(screen.last).toMatchObject({ sequence: 8, at: expect.any(Number) });
    expect(screen.last?.slots).toEqual([green('left'), green('right')]);
    expect(screen.last).not.toHaveProperty('bench');
  });

  test('hears something each second where nothing changes', async () => {
    const { later, join } = await open('left');
    const { screen } = await join();
    await later(5000);
    expect(screen.frames.slice(1)).toHaveLength(5);
    expect(screen.last?.slots).toEqual([]);
  });

  test('is told of the bench as a whole when that changes', async () => {
    const { later, bench, join } = await open('left');
    const { screen } = await join();
    bench.summarise({ done: 312 });
    await later(1000);
    expect(screen.last).toMatchObject({ slots: [], bench: { done: 312 } });
  });

  test('catches up by the sequence that it has', async () => {
    const { later, bench, join } = await open('left', 'right');
    await join();
    bench.change(7, green('left'));
    await later(20);
    bench.change(9, green('right'));
    await later(20);
    const { screen } = await join(8);
    expect(screen.frames).toHaveLength(1);
    expect(screen.last?.slots).toEqual([green('right')]);
    expect(screen.last).not.toHaveProperty('bench');
    expect((await join(9)).screen.last?.slots, 'what came with the same event may be missed').toEqual([green('right')]);
    expect((await join(7)).screen.last?.slots).toHaveLength(2);
  });

  test('has the answer to a ping behind everything that was shown before', async () => {
    const { later, bench, join } = await open('left');
    const { screen, subscription } = await join();
    subscription.ping(41);
    expect(screen.last).toMatchObject({ pong: 41, slots: [] });
    bench.change(3, green('left'));
    await later(20);
    expect(screen.last).not.toHaveProperty('pong');
  });

  test('is not answered before it has the picture', async () => {
    const { later, feed } = await open('left');
    const screen = new Screen();
    feed.subscribe(screen, { after: null }).ping(1);
    expect(screen.frames).toEqual([]);
    await later(20);
    expect(screen.frames).toMatchObject([{ slots: [{ slot: 'left' }], pong: 1 }]);
  });

  test('is left out while it does not keep up, and gets what it missed once it does', async () => {
    const { later, bench, join } = await open('left', 'right');
    const { screen, subscription } = await join();
    const { screen: other } = await join();
    const before = screen.frames.length;
    screen.backlog = 2_000_000;
    bench.change(5, green('left'));
    await later(20);
    bench.change(6, green('right'));
    subscription.ping(9);
    await later(1000);
    expect(screen.frames).toHaveLength(before);
    expect(other.frames.length).toBeGreaterThan(2);
    screen.backlog = 0;
    await later(1000);
    expect(screen.last?.slots).toEqual([green('left'), green('right')]);
    expect(screen.last).toMatchObject({ pong: 9 });
  });

  test('is sent nothing more once it is gone', async () => {
    const { later, join } = await open('left');
    const { screen, subscription } = await join();
    subscription.end();
    await later(3000);
    expect(screen.frames).toHaveLength(1);
  });
});

test('the whole picture is answered with the sequence that it shows', async () => {
  const { bench, feed } = await open('left');
  bench.change(12, green('left'));
  expect(await feed.state()).toEqual({
    sequence: 12,
    at: expect.any(Number),
    bench: emptySummary,
    slots: [green('left')],
  });
});
