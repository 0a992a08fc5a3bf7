import { describe, expect, test } from 'vitest';
import { unitOf, waiting } from './registrar-bench.ts';
import { openVirtual, type VirtualBench } from './virtual-registrar.ts';

const hour = 3_600_000;
const units = Array.from({ length: 6 }, (_, index) => unitOf(0xa00 + index));
const ids = units.map(({ deviceId }) => deviceId);

type Started = Awaited<ReturnType<VirtualBench['start']>>;

const ways: Readonly<Record<string, (registrar: Started, bench: VirtualBench) => Promise<unknown>>> = {
  'registered one by one': (registrar) =>
    Promise.all(ids.map((deviceId) => registrar.register(deviceId, { signal: waiting() }))),
  'settled in a batch': (registrar) => registrar.flush({}, { signal: waiting(), batchFrom: 1 }),
  'settled one by one': (registrar) => registrar.flush({}, { signal: waiting() }),
  drained: async (registrar, { clock }) => {
    const stop = new AbortController();
    const draining = registrar.drain({ signal: stop.signal });
    await clock.sleep(40 * 60_000, { signal: waiting() });
    stop.abort(new Error('the shift is over'));
    await draining;
  },
};

/** Every event and when it was written, by the clock that nobody sets, while the other is set by so much at every step. */
const storyWith = async (way: keyof typeof ways, setByMs: readonly number[]): Promise<readonly string[]> => {
  // The first answer gets lost for good, the second only on its way; one unit never appears
  const bench = await openVirtual({
    fateOf: (request) => (request === 1 ? 'lost before' : request === 2 ? 'lost after' : 'answered'),
    listDelayMs: (deviceId) => (deviceId === ids[3] ? Number.POSITIVE_INFINITY : 90_000),
    jobMs: 5000,
  });
  await bench.owe(...units);
  const written: string[] = [];
  let steps = 0;
  const step = (): void => {
    bench.clock.setForwardMs = setByMs[steps % setByMs.length] ?? 0;
    steps += 1;
  };
  const registrar = await bench.start({
    step,
    through: (journal) =>
      new Proxy(journal, {
        get: (target, key) => {
          const value: unknown = Reflect.get(target, key, target);
          if (key !== 'append') return typeof value === 'function' ? value.bind(target) : value;
          return async (events: Parameters<typeof journal.append>[0]) => {
            for (const event of events)
              written.push(`${bench.clock.uptime()} ${event.kind} ${'deviceId' in event ? event.deviceId : ''}`);
            return target.append(events);
          };
        },
      }),
  });
  const work = ways[way];
  if (work === undefined) throw new Error(way);
  await bench.through(work(registrar, bench));
  expect(steps).toBeGreaterThan(30);
  return written;
};

describe.each(Object.keys(ways))('Units that are %s', (way) => {
  test.each([
    ['hours forward', [5 * hour]],
    ['hours back', [-5 * hour]],
    ['forward and back at every step', [3 * hour, -7 * hour, 0, 48 * hour, -1]],
  ])('meet the same ends at the same time when the wall clock is set %s', async (_, setByMs) => {
    expect(await storyWith(way, setByMs)).toEqual(await storyWith(way, [0]));
  });
});

test('A unit is missed for the whole time, to the millisecond, before it is sent again', async () => {
  const bench = await openVirtual({ fateOf: (request) => (request === 1 ? 'lost before' : 'answered') });
  const [unit = unitOf(1)] = units;
  await bench.owe(unit);
  const registrar = await bench.start({ timing: { absentAfterMs: 10_000 } });
  const way = registrar.register(unit.deviceId, { signal: waiting() });
  await bench.passing(9999);
  expect(await bench.stateOf(unit)).toBe('unknown');
  expect(bench.backend.created).toEqual([unit.deviceId]);
  expect(await bench.through(way)).toMatchObject({ state: 'confirmed' });
  expect(bench.backend.created).toEqual([unit.deviceId, unit.deviceId]);
});
