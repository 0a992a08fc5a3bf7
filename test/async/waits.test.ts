import { expect, test } from 'vitest';
import { pause } from '../../src/async/pause.ts';
import { unlessAborted, untilAborted } from '../../src/async/until-aborted.ts';
import { within } from '../../src/async/within.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const never = new Promise<never>(() => undefined);

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
