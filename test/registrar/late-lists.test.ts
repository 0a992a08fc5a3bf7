import { describe, expect, test } from 'vitest';
import type { JournalEvent } from '../../src/journal/events.ts';
import type { BenchUnit } from './registrar-bench.ts';
import { unitOf, waiting } from './registrar-bench.ts';
import { openVirtual, type VirtualBench } from './virtual-registrar.ts';

const minute = 60_000;
const lateness = [25_000, 90_000, 10 * minute];
const singles = ['at once', 'as a job'] as const;

const units = Array.from({ length: 40 }, (_, index) => unitOf(0x400 + index * 7));
const few = units.slice(0, 5);

/** Nothing was sent twice, nothing was refused, and nobody was told that an answer got lost. */
const expectOneCreateEach = async (
  { backend, journal }: VirtualBench,
  registered: readonly BenchUnit[],
): Promise<void> => {
  expect(registered.map(({ deviceId }) => backend.attempts(deviceId))).toEqual(registered.map(() => 1));
  expect(await journal.countRegistrations()).toEqual({ confirmed: registered.length });
  const kinds = new Set<JournalEvent['kind']>();
  for await (const { event } of journal.read()) kinds.add(event.kind);
  for (const never of [
    'registration unknown',
    'registration found absent',
    'registration refused',
    'batch unknown',
  ] as const)
    expect(kinds).not.toContain(never);
};

/** Drains until everything is confirmed. */
const drain = async (
  bench: VirtualBench,
  count: number,
  registrar?: Awaited<ReturnType<VirtualBench['start']>>,
): Promise<void> => {
  const over = new AbortController();
  const draining = (registrar ?? (await bench.start())).drain({ signal: over.signal });
  const watching = (async () => {
    while (((await bench.journal.countRegistrations()).confirmed ?? 0) < count)
      await bench.clock.sleep(1000, { signal: waiting() });
    over.abort();
  })();
  await bench.through(Promise.all([draining, watching]));
};

describe.each(singles)('A backend that answers single units %s', (way) => {
  describe.each(lateness)('and lists them %i ms late gets one create for a unit', (listDelayMs) => {
    const open = () => openVirtual({ singles: way, listDelayMs: () => listDelayMs, jobMs: 3000 });

    test('that is registered', async () => {
      const bench = await open();
      await bench.owe(...few);
      const registrar = await bench.start();
      const results = await bench.through(
        Promise.all(few.map(({ deviceId }) => registrar.register(deviceId, { signal: waiting() }))),
      );
      expect(new Set(results.map(({ state }) => state))).toEqual(new Set(['confirmed']));
      await expectOneCreateEach(bench, few);
    });

    test('of a file, in batches', async () => {
      const bench = await open();
      await bench.list('file', ...units);
      await bench.through((await bench.start()).flush({ listing: 'file' }, { signal: waiting(), batchFrom: 1 }));
      await expectOneCreateEach(bench, units);
      expect((await bench.journal.batches(['accepted'], { limit: 10_000 })).map((batch) => batch.units)).toEqual([40]);
    });

    test('of a file, one by one', async () => {
      const bench = await open();
      await bench.list('file', ...few);
      await bench.through((await bench.start()).flush({ listing: 'file' }, { signal: waiting() }));
      await expectOneCreateEach(bench, few);
    });

    test('that is drained', async () => {
      const bench = await open();
      await bench.owe(...few);
      await drain(bench, few.length);
      await expectOneCreateEach(bench, few);
    });

    test.each([1000, 20_000, 100_000])(
      'that is registered, stopped after %i ms, and drained by the next process',
      async (stopMs) => {
        const bench = await open();
        await bench.owe(...few);
        const registrar = await bench.start();
        const stop = new AbortController();
        const ways = Promise.allSettled(
          few.map(({ deviceId }) => registrar.register(deviceId, { signal: stop.signal })),
        );
        await bench.passing(stopMs);
        stop.abort(new Error('the shift is over'));
        await bench.through(ways);
        await drain(bench, few.length);
        await expectOneCreateEach(bench, few);
      },
    );

    test.each([1000, 20_000, 100_000])('of a file that is stopped after %i ms and given again', async (stopMs) => {
      const bench = await open();
      await bench.list('file', ...units);
      const stop = new AbortController();
      const settling = Promise.allSettled([
        (await bench.start()).flush({ listing: 'file' }, { signal: stop.signal, batchFrom: 1 }),
      ]);
      await bench.passing(stopMs);
      stop.abort(new Error('enough'));
      await bench.through(settling);
      await bench.list('file', ...units);
      await bench.through((await bench.start()).flush({ listing: 'file' }, { signal: waiting(), batchFrom: 1 }));
      await expectOneCreateEach(bench, units);
    });

    test('of a file that a running line brings to its end', async () => {
      const bench = await open();
      await bench.list('file', ...units);
      await bench.through(
        (await bench.start()).flush({ listing: 'file' }, { signal: waiting(), batchFrom: 1, waitMs: 2500 }),
      );
      await drain(bench, units.length);
      await expectOneCreateEach(bench, units);
    });
  });
});

test('A unit that is looked for is looked for ever more slowly', async () => {
  const bench = await openVirtual({ listDelayMs: () => 20 * minute });
  await bench.owe(unitOf(1));
  const registrar = await bench.start();
  await bench.through(registrar.register(unitOf(1).deviceId, { signal: waiting() }));
  expect(bench.backend.looks.length).toBeLessThan(40);
});

test('A unit that the backend took and does not list calls a person after half an hour, and is never sent again', async () => {
  const bench = await openVirtual({ listDelayMs: () => Number.POSITIVE_INFINITY });
  const { deviceId } = unitOf(1);
  await bench.owe(unitOf(1));
  const registrar = await bench.start();
  const begun = bench.clock.uptime();
  expect(await bench.through(registrar.register(deviceId, { signal: waiting() }))).toMatchObject({
    state: 'accepted',
    code: 'not listed',
  });
  expect(bench.clock.uptime() - begun).toBeGreaterThanOrEqual(30 * minute);
  expect(bench.clock.uptime() - begun).toBeLessThan(32 * minute);
  // Looked at once, and told again
  expect(await bench.through(registrar.register(deviceId, { signal: waiting() }), { forMs: minute })).toMatchObject({
    code: 'not listed',
  });
  await bench.through((await bench.start()).flush({}, { signal: waiting() }));
  expect(bench.backend.created).toEqual([deviceId]);

  await bench.journal.append([
    { kind: 'registration resend allowed', deviceId, operator: 'eng', reason: 'it is not in the portal' },
  ]);
  bench.backend.devices.clear();
  await bench.through(registrar.send(deviceId, { signal: waiting() }));
  expect(bench.backend.created).toEqual([deviceId, deviceId]);
});

/** Nothing of it is in this journal, and the list is late about it. */
const openForeign = async (listDelayMs: number) => {
  const bench = await openVirtual({ listDelayMs: () => listDelayMs });
  const unit = unitOf(0x7f0);
  const elsewhere = await openVirtual({ backend: () => bench.backend });
  await elsewhere.owe(unit);
  await bench.through((await elsewhere.start()).send(unit.deviceId, { signal: waiting() }));
  await bench.owe(unit);
  return { ...bench, unit, registrar: await bench.start() };
};

describe('A unit that another station registered a moment ago', () => {
  test('is not said to be owned elsewhere before the list had its time to show it', async () => {
    const { through, registrar, unit } = await openForeign(25_000);
    expect(await through(registrar.register(unit.deviceId, { signal: waiting() }))).toMatchObject({
      state: 'confirmed',
      code: 'already done',
    });
  });

  test('is, once it has had it', async () => {
    const { through, registrar, unit } = await openForeign(20 * minute);
    expect(await through(registrar.register(unit.deviceId, { signal: waiting() }))).toMatchObject({
      state: 'refused',
      code: 'owned elsewhere',
    });
  });
});
