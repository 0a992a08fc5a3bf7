import { expect, test } from 'vitest';
import { VirtualClock } from '../support/virtual-clock.ts';
import { openBench, unitOf, waiting } from './registrar-bench.ts';

const unit = unitOf(0x60);

/** A bench whose backend lets every create wait until the test moves the backend's time. */
const openSlowBench = async () => {
  const world = new VirtualClock();
  const bench = await openBench({ faults: ['latency@POST/v2/devices/:5000'], clock: world });
  await bench.owe(unit);
  return { bench, createArrived: () => world.untilSleeping(), answerCreates: () => world.advance(5000) };
};

test('Two that register the same unit share one way and one answer', async () => {
  const { bench, createArrived, answerCreates } = await openSlowBench();
  const both = [bench.register(unit), bench.register(unit)];
  await createArrived();
  both.push(bench.register(unit));
  await answerCreates();
  const results = await Promise.all(both);
  expect(new Set(results.map(({ state, code }) => `${state}, ${code}`))).toEqual(new Set(['confirmed, registered']));
  expect(bench.world.creates(unit.deviceId)).toEqual({ attempts: 1, committed: 1 });
});

test.each([
  { who: 'the one who came first', leaver: 0 },
  { who: 'the one who came second', leaver: 1 },
])('When $who leaves, he is let go at once and the other still gets the answer', async ({ leaver }) => {
  const { bench, createArrived, answerCreates } = await openSlowBench();
  const leaving = new AbortController();
  const ways = [0, 1].map((caller) => bench.register(unit, caller === leaver ? leaving.signal : waiting()));
  await createArrived();
  const left = expect(ways[leaver]).rejects.toThrow('has to go');
  leaving.abort(new Error('has to go'));
  await left;
  await answerCreates();
  expect(await ways[1 - leaver]).toMatchObject({ state: 'confirmed', code: 'registered' });
  expect(bench.world.creates(unit.deviceId)).toEqual({ attempts: 1, committed: 1 });
});

test('When all have left, the way ends, and whoever comes next does not get their reason', async () => {
  const { bench, createArrived, answerCreates } = await openSlowBench();
  const leaving = new AbortController();
  const left = expect(bench.register(unit, leaving.signal)).rejects.toThrow('has to go');
  await createArrived();
  leaving.abort(new Error('has to go'));
  const next = bench.register(unit);
  await left;
  await answerCreates();
  expect(await next).toMatchObject({ state: 'confirmed', code: 'registered' });
  expect(bench.world.creates(unit.deviceId)).toEqual({ attempts: 1, committed: 1 });
});

test('Who comes with a signal that has aborted gets its reason, and nothing is asked', async () => {
  const bench = await openBench();
  await bench.owe(unit);
  await expect(bench.register(unit, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  expect(await bench.story(unit)).toEqual(['registration owed']);
});

test('Idle is reached when everything under way is over', async () => {
  const { bench, createArrived, answerCreates } = await openSlowBench();
  const way = bench.register(unit);
  await createArrived();
  const idle = bench.registrar.idle();
  await answerCreates();
  await idle;
  expect(await bench.journal.registration(unit.deviceId)).toMatchObject({ state: 'confirmed' });
  await way;
});
