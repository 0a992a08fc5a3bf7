import { array, asyncProperty, assert, constantFrom, integer, nat, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Registrar } from '../../src/registrar/registrar.ts';
import type { Fate, InMemoryOptions } from './in-memory-backend.ts';
import { unitOf, type BenchUnit } from './registrar-bench.ts';
import { openVirtual, type VirtualBench } from './virtual-registrar.ts';

const minute = 60_000;
const units = [unitOf(0x601), unitOf(0x602), unitOf(0x6f0)];
const ids = units.map(({ deviceId }) => deviceId);

/** How a unit may be worked on. */
const ways = {
  register: async (registrar, { signal }) =>
    void (await Promise.all(ids.map((deviceId) => registrar.register(deviceId, { signal })))),
  'settle in a batch': (registrar, { signal }) => registrar.flush({}, { signal, batchFrom: 1 }),
  'settle one by one': (registrar, { signal }) => registrar.flush({}, { signal, batchFrom: 100 }),
  drain: (registrar, { signal }) => registrar.drain({ signal }),
} as const satisfies Readonly<
  Record<string, (registrar: Registrar, options: { readonly signal: AbortSignal }) => Promise<void>>
>;

type Way = keyof typeof ways;
const wayNames = Object.keys(ways) as readonly Way[];

/** `abort`: by its signal. `kill`: from then on nothing that it asks for is done, and what it asked for is never answered. */
interface Stop {
  readonly at: number;
  readonly how: 'abort' | 'kill';
}

/** One process, until it is stopped or done. True if it got so far as to be stopped. */
const live = async (bench: VirtualBench, way: Way, { at, how }: Stop): Promise<boolean> => {
  const stop = new AbortController();
  const killed = new Error(`killed at step ${at}`);
  let steps = 0;
  const step = (): void => {
    steps += 1;
    if (steps === at && how === 'abort') stop.abort(new Error(`stopped at step ${at}`));
    if (steps >= at && how === 'kill') throw killed;
  };
  // A kill while it recovers is one as well
  const registrar = await bench
    .start({ step })
    .catch((error: unknown) => (error === killed ? null : Promise.reject(error)));
  if (registrar === null) return true;
  const over = new AbortController();
  // Drains go on for ever
  const untilConfirmed = (async () => {
    while (((await bench.journal.countRegistrations()).confirmed ?? 0) < units.length)
      await bench.clock.sleep(5000, { signal: over.signal });
    if (way === 'drain') stop.abort(new Error('done'));
  })();
  const ended = bench
    .through(Promise.allSettled([ways[way](registrar, { signal: stop.signal })]))
    .finally(() => over.abort());
  const [end] = await ended;
  await untilConfirmed.catch(() => undefined);
  await bench.through(registrar.idle());
  // An end of its own, the signal's reason or the kill, never a fault
  if (end.status === 'rejected') expect([killed, stop.signal.reason]).toContain(end.reason);
  return steps >= at;
};

/** How often each unit may have been sent at most: once, and again after it was missed for long enough. */
const mayBeSent = async ({ journal }: VirtualBench, { deviceId }: BenchUnit): Promise<number> => {
  let most = 1;
  for await (const { event } of journal.read())
    if (event.kind === 'registration found absent' && event.deviceId === deviceId) most += 1;
  return most;
};

const expectTruth = async (bench: VirtualBench): Promise<void> => {
  for await (const { event } of bench.journal.read()) expect(event.kind).not.toBe('registration refused');
  for (const unit of units)
    expect(bench.backend.attempts(unit.deviceId)).toBeLessThanOrEqual(await mayBeSent(bench, unit));
  expect(await bench.journal.countRegistrations()).toEqual({ confirmed: units.length });
  expect(bench.backend.devices.size).toBe(units.length);
};

const open = async (options: InMemoryOptions): Promise<VirtualBench> => {
  const bench = await openVirtual(options);
  await bench.owe(...units);
  return bench;
};

describe.each(['at once', 'as a job'] as const)(
  'With a backend that answers single units %s and lists them 90 s late',
  (singles) => {
    describe.each(wayNames)('"%s"', (way) => {
      test.each(['abort', 'kill'] as const)(
        'that ends by %s at any of its steps leads to one create a unit',
        async (how) => {
          let stopped = 0;
          for (let at = 1; ; at += 1 + Math.floor(at / 30)) {
            const bench = await open({ singles, listDelayMs: () => 90_000, jobMs: 2000 });
            const wasReached = await live(bench, way, { at, how });
            await live(bench, way, { at: Number.POSITIVE_INFINITY, how });
            await expectTruth(bench);
            // What the backend has acknowledged is never sent again
            if (how === 'abort') expect(bench.backend.created.length).toBe(units.length);
            if (!wasReached || at > 150) break;
            stopped += 1;
          }
          expect(stopped).toBeGreaterThanOrEqual(10);
        },
      );
    });
  },
);

test('However late the list, whatever answers get lost, and wherever processes stop: nothing is refused, and nothing sent twice that was not missed for long', async () => {
  const lives = array(
    record({ way: constantFrom(...wayNames), at: integer({ min: 1, max: 90 }), how: constantFrom('abort', 'kill') }),
    { maxLength: 4 },
  );
  const world = record({
    singles: constantFrom('at once', 'as a job'),
    delays: array(nat({ max: 10 * minute }), { minLength: 3, maxLength: 3 }),
    fates: array(constantFrom<Fate>('answered', 'answered', 'lost before', 'lost after'), { maxLength: 4 }),
    jobMs: nat({ max: 5 * minute }),
    last: constantFrom(...wayNames),
  });
  await assert(
    asyncProperty(world, lives, async ({ singles, delays, fates, jobMs, last }, before) => {
      const bench = await open({
        singles,
        jobMs,
        listDelayMs: (deviceId) => delays[ids.indexOf(deviceId)] ?? 0,
        fateOf: (request) => fates[request - 1] ?? 'answered',
      });
      for (const { way, ...stop } of before) await live(bench, way, stop);
      // A unit that was swallowed twice is left for the next time
      for (
        let tries = 0;
        tries < 6 && ((await bench.journal.countRegistrations()).confirmed ?? 0) < units.length;
        tries += 1
      )
        await live(bench, last, { at: Number.POSITIVE_INFINITY, how: 'abort' });
      await expectTruth(bench);
    }),
    { numRuns: 60 },
  );
});
