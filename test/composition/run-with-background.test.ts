import { expect, test } from 'vitest';

import { runWithBackground, type BackgroundTask } from '../../src/composition/run-with-background.ts';

const open = new AbortController().signal;

/** Ends well as soon as it is told to. */
const untilTold: BackgroundTask = (signal) =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** The same, with an error: the signal's reason. */
const untilThrown: BackgroundTask = (signal) =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

test('the end of the work ends what is beside it, and is waited for', async () => {
  const ended: string[] = [];
  const beside: BackgroundTask = async (signal) => {
    await untilTold(signal);
    await new Promise((resume) => setImmediate(resume));
    ended.push('beside');
  };
  await runWithBackground(async () => void ended.push('work'), [beside], { signal: open });
  expect(ended).toEqual(['work', 'beside']);
});

test('what is beside may end early without ending the work', async () => {
  const work = Promise.withResolvers<void>();
  const pending = Symbol('pending');
  const running = runWithBackground(() => work.promise, [async () => undefined], { signal: open });
  const seen = await Promise.race([running, new Promise((resume) => setImmediate(() => resume(pending)))]);
  expect(seen).toBe(pending);
  work.resolve();
  await running;
});

test('a fault beside the work ends everything and is what is thrown', async () => {
  const fault = new Error('the journal is full');
  await expect(
    runWithBackground(untilTold, [untilTold, async () => Promise.reject(fault)], { signal: open }),
  ).rejects.toBe(fault);
});

test('a fault that ends everything is thrown, not what the others throw because they were ended', async () => {
  const fault = new Error('the journal is full');
  await expect(
    runWithBackground(untilThrown, [untilThrown, async () => Promise.reject(fault)], { signal: open }),
  ).rejects.toBe(fault);
});

test('a fault of the work is thrown after everything beside it has ended', async () => {
  const fault = new Error('the line stopped');
  const ended: string[] = [];
  const beside: BackgroundTask = async (signal) => {
    await untilTold(signal);
    ended.push('beside');
  };
  await expect(runWithBackground(async () => Promise.reject(fault), [beside], { signal: open })).rejects.toBe(fault);
  expect(ended).toEqual(['beside']);
});

test('the signal of Ctrl-C reaches all of them', async () => {
  const stop = new AbortController();
  const running = runWithBackground(untilTold, [untilTold, untilTold], { signal: stop.signal });
  stop.abort();
  await expect(running).resolves.toBeUndefined();
});
