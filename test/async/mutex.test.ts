import { expect, test } from 'vitest';
import { Mutex } from '../../src/async/mutex.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const setUp = () => {
  const clock = new VirtualClock();
  const mutex = new Mutex();
  const story: string[] = [];
  const work = (name: string, ms: number, signal: AbortSignal) =>
    mutex.run(
      async () => {
        story.push(`${name} begins`);
        await clock.sleep(ms, { signal });
        story.push(`${name} ends`);
        return name;
      },
      { signal },
    );
  return { clock, mutex, story, work, open: new AbortController().signal };
};

test('One at a time works, in the order in which they came', async () => {
  const { clock, story, work, open } = setUp();
  const all = Promise.all([work('first', 100, open), work('second', 10, open), work('third', 1, open)]);
  for (const ms of [100, 10, 1]) {
    await clock.untilSleeping();
    await clock.advance(ms);
  }
  expect(await all).toEqual(['first', 'second', 'third']);
  expect(story).toEqual(['first begins', 'first ends', 'second begins', 'second ends', 'third begins', 'third ends']);
});

test('Who leaves while waiting is let go at once, never works, and holds up nobody', async () => {
  const { clock, story, work, open } = setUp();
  const leaving = new AbortController();
  const first = work('first', 100, open);
  const second = work('second', 10, leaving.signal);
  const third = work('third', 10, open);
  leaving.abort(new Error('the unit left'));
  await expect(second).rejects.toThrow('the unit left');
  expect(story).toEqual(['first begins']);
  for (const ms of [100, 10]) {
    await clock.untilSleeping();
    await clock.advance(ms);
  }
  expect([await first, await third]).toEqual(['first', 'third']);
  expect(story).toEqual(['first begins', 'first ends', 'third begins', 'third ends']);
});

test('A failure is the affair of whoever failed', async () => {
  const { mutex, open } = setUp();
  const failed = mutex.run(() => Promise.reject(new Error('out of paper')), { signal: open });
  const next = mutex.run(async () => 'printed', { signal: open });
  await expect(failed).rejects.toThrow('out of paper');
  expect(await next).toBe('printed');
});

test('A signal that has aborted already begins nothing', async () => {
  const { story, work } = setUp();
  await expect(work('first', 1, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  expect(story).toEqual([]);
});
