import { expect, test } from 'vitest';
import { Bell } from '../../src/async/bell.ts';
import { later } from '../../src/async/later.ts';
import { limited } from '../../src/async/limited.ts';
import { pause } from '../../src/async/pause.ts';
import { unlessAborted, untilAborted } from '../../src/async/until-aborted.ts';
import { within } from '../../src/async/within.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const never = new Promise<never>(() => undefined);
const forever = (signal: AbortSignal): Promise<never> => unlessAborted(never, { signal });

test('Until a signal aborts: now, where it has, and else as soon as it does', async () => {
  await untilAborted(AbortSignal.abort());
  const stop = new AbortController();
  const waited = untilAborted(stop.signal);
  stop.abort();
  await waited;
});

test('Work is waited for no longer than the signal allows', async () => {
  const stop = new AbortController();
  expect(await unlessAborted(Promise.resolve('done'), stop)).toBe('done');
  const waited = unlessAborted(never, stop);
  stop.abort(new Error('stopped'));
  await expect(waited).rejects.toThrow('stopped');
  await expect(unlessAborted(never, stop)).rejects.toThrow('stopped');
});

test('A pause lasts its time, and ends with the signal without an error', async () => {
  const clock = new VirtualClock();
  const stop = new AbortController();
  let over = false;
  const paused = pause(100, { clock, signal: stop.signal }).finally(() => {
    over = true;
  });
  await clock.advance(99);
  expect(over).toBe(false);
  await clock.advance(1);
  await paused;
  const cut = pause(100, { clock, signal: stop.signal });
  stop.abort(new Error('stopped'));
  await cut;
  await pause(100, { clock, signal: stop.signal });
});

test('A clock that fails is no end of a pause', async () => {
  const broken = { sleep: () => Promise.reject(new Error('no time')) };
  await expect(pause(1, { clock: broken, signal: new AbortController().signal })).rejects.toThrow('no time');
});

test('Work within its time is what it is, and leaves no sleeper behind', async () => {
  const clock = new VirtualClock();
  const { signal } = new AbortController();
  expect(await within(100, Promise.resolve('done'), { clock, signal })).toBe('done');
  await expect(within(100, Promise.reject(new Error('broken')), { clock, signal })).rejects.toThrow('broken');
  expect(clock.sleeping).toBe(0);
});

test('Work beyond its time is null, and may fail later without harm', async () => {
  const clock = new VirtualClock();
  const late = Promise.withResolvers<string>();
  const waited = within(100, late.promise, { clock, signal: new AbortController().signal });
  await clock.advance(100);
  expect(await waited).toBeNull();
  late.reject(new Error('too late'));
});

test("Who waits within a time leaves with the signal's reason", async () => {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const waited = within(100, never, { clock, signal: stop.signal });
  stop.abort(new Error('stopped'));
  await expect(waited).rejects.toThrow('stopped');
  expect(clock.sleeping).toBe(0);
});

test('A bell is heard once, by the wait that it ends or by the next one', async () => {
  const clock = new VirtualClock();
  const { signal } = new AbortController();
  const bell = new Bell();
  bell.ring();
  bell.ring();
  expect(await bell.isRungWithin(100, { clock, signal })).toBe(true);
  const missed = bell.isRungWithin(100, { clock, signal });
  await clock.advance(100);
  expect(await missed).toBe(false);
  const heard = bell.isRungWithin(100, { clock, signal });
  bell.ring();
  expect(await heard).toBe(true);
  const waited = bell.wait({ signal });
  bell.ring();
  await waited;
  expect(clock.sleeping).toBe(0);
});

test('Who waits for a bell leaves with the signal, and has not heard it', async () => {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const bell = new Bell();
  const waits = [bell.isRungWithin(100, { clock, signal: stop.signal }), bell.wait({ signal: stop.signal })];
  stop.abort();
  expect(await Promise.all(waits)).toEqual([false, undefined]);
  expect(clock.sleeping).toBe(0);
});

test('What is done later is not done when the signal aborts before', async () => {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const done: number[] = [];
  const both = [100, 101].map((ms) => later(ms, () => void done.push(ms), { clock, signal: stop.signal }));
  await clock.advance(100);
  stop.abort();
  await clock.advance(100);
  await Promise.all(both);
  expect(done).toEqual([100]);
});

test('Work that is too long is told to stop, and is null; its own failure and the signal are what they are', async () => {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const tooLong = limited(100, forever, { clock });
  await clock.advance(100);
  expect(await tooLong).toBeNull();
  expect(await limited(100, async () => 'done', { clock, signal: stop.signal })).toBe('done');
  await expect(limited(100, () => Promise.reject(new Error('broken')), { clock })).rejects.toThrow('broken');
  const stopped = limited(Number.POSITIVE_INFINITY, forever, { clock, signal: stop.signal });
  stop.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  expect(clock.sleeping).toBe(0);
});
