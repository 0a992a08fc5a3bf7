import { expect, test } from 'vitest';
import { RateBudget, type RequestKind } from '../../../src/backend/limits/rate-budget.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { rejection, waiting } from '../api-bench.ts';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A budget whose grants are written down with the time they came at, in ms from the start. */
const startBudget = () => {
  const clock = new VirtualClock();
  const start = clock.uptime();
  const budget = new RateBudget({ clock });
  const granted: { readonly name: string; readonly at: number }[] = [];
  const ask = (kind: RequestKind, name = '', signal = waiting()): Promise<void> =>
    budget.acquire(kind, { signal }).then(() => void granted.push({ name, at: clock.uptime() - start }));
  return { clock, budget, granted, ask };
};

test('fifty list requests go at once, the fifty-first after ten seconds and a slack for what is slower on the way', async () => {
  const { clock, granted, ask } = startBudget();
  const all = Array.from({ length: 51 }, () => ask('device list'));
  await clock.untilSleeping();
  expect(granted).toHaveLength(50);
  await clock.advance(10_499);
  expect(granted).toHaveLength(50);
  await clock.advance(1);
  await Promise.all(all);
  expect(granted.map(({ at }) => at)).toEqual([...Array.from({ length: 50 }, () => 0), 10_500]);
});

test('no stretch of ten seconds ever holds more than fifty list requests', async () => {
  const { clock, granted, ask } = startBudget();
  const all: Promise<void>[] = [];
  for (let burst = 0; burst < 8; burst++) {
    all.push(...Array.from({ length: 23 }, () => ask('device list')));
    await clock.advance(1_700);
    await tick();
  }
  await clock.advance(60_000);
  await Promise.all(all);
  const times = granted.map(({ at }) => at);
  expect(times).toHaveLength(184);
  for (const from of times)
    expect(times.filter((at) => at >= from && at < from + 10_000).length).toBeLessThanOrEqual(50);
});

test('five bulk requests fit into ten minutes, and do not hold up the others', async () => {
  const { clock, granted, ask } = startBudget();
  const bulk = Array.from({ length: 6 }, () => ask('bulk', 'bulk'));
  await clock.untilSleeping();
  await Promise.all([ask('device list', 'list'), ask('other', 'other')]);
  expect(granted.map(({ name }) => name)).toEqual(['bulk', 'bulk', 'bulk', 'bulk', 'bulk', 'list', 'other']);
  await clock.advance(600_000);
  await Promise.all(bulk);
  expect(granted.at(-1)).toEqual({ name: 'bulk', at: 600_000 });
});

test('six thousand requests a minute is the limit over all kinds', async () => {
  const { clock, granted, ask } = startBudget();
  const all = Array.from({ length: 6_001 }, () => ask('other'));
  await clock.untilSleeping();
  expect(granted).toHaveLength(6_000);
  await clock.advance(60_500);
  await Promise.all(all);
  expect(granted.at(-1)?.at).toBe(60_500);
});

test('who came first goes first, and who gives up does not lose the others their turn', async () => {
  const { clock, granted, ask } = startBudget();
  await Promise.all(Array.from({ length: 50 }, () => ask('device list', 'early')));
  const stop = new AbortController();
  const [first, quitter, last] = [
    ask('device list', 'first'),
    ask('device list', 'quitter', stop.signal),
    ask('device list', 'last'),
  ];
  const given = rejection(quitter);
  await clock.untilSleeping();
  stop.abort(new Error('had enough'));
  expect(await given).toEqual(new Error('had enough'));
  await clock.advance(10_500);
  await Promise.all([first, last]);
  expect(granted.slice(50).map(({ name }) => name)).toEqual(['first', 'last']);
});

test('the one in front may give up while it sleeps, and leaves no timer behind', async () => {
  const { clock, ask } = startBudget();
  await Promise.all(Array.from({ length: 50 }, () => ask('device list')));
  const stop = new AbortController();
  const given = rejection(ask('device list', 'front', stop.signal));
  await clock.untilSleeping();
  stop.abort(new Error('had enough'));
  await given;
  expect(clock.sleeping).toBe(0);
});

test('a signal that is aborted already takes nothing from the budget', async () => {
  const { clock, granted, ask } = startBudget();
  await rejection(ask('device list', '', AbortSignal.abort(new Error('too late'))));
  await Promise.all(Array.from({ length: 50 }, () => ask('device list')));
  expect([granted.length, clock.sleeping]).toEqual([50, 0]);
});

test('after a 429 everyone waits for what the backend asked', async () => {
  const { clock, budget, granted, ask } = startBudget();
  expect(budget.throttled({ retryAfterMs: 7_000 })).toBe(7_000);
  const all = [ask('other'), ask('device list')];
  await clock.untilSleeping(2);
  await clock.advance(7_000);
  await Promise.all(all);
  expect(granted.map(({ at }) => at)).toEqual([7_000, 7_000]);
});

test('without Retry-After the wait doubles from one second to sixty, and a success starts it over', async () => {
  const { clock, budget } = startBudget();
  const waits: number[] = [];
  for (let round = 0; round < 8; round++) {
    const waitMs = budget.throttled({ retryAfterMs: null });
    waits.push(waitMs);
    await clock.advance(waitMs);
  }
  budget.succeeded();
  waits.push(budget.throttled({ retryAfterMs: null }));
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 1_000]);
});

test('several 429 of requests that were under way together count once', () => {
  const { budget } = startBudget();
  expect([budget.throttled({ retryAfterMs: null }), budget.throttled({ retryAfterMs: null })]).toEqual([1_000, 1_000]);
});

test('a shorter Retry-After does not open the gate early, and an absurd one is cut to an hour', () => {
  const { budget } = startBudget();
  expect(budget.throttled({ retryAfterMs: 30_000 })).toBe(30_000);
  expect(budget.throttled({ retryAfterMs: 1_000 })).toBe(30_000);
  expect(budget.throttled({ retryAfterMs: 9e12 })).toBe(3_600_000);
});

test('a 429 that comes while someone waits makes them wait on', async () => {
  const { clock, budget, granted, ask } = startBudget();
  budget.throttled({ retryAfterMs: 1_000 });
  const one = ask('other');
  await clock.untilSleeping();
  await clock.advance(500);
  budget.throttled({ retryAfterMs: 5_000 });
  await clock.advance(5_000);
  await one;
  expect(granted.map(({ at }) => at)).toEqual([5_500]);
});
