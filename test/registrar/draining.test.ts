import { expect, test } from 'vitest';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { InMemoryBackend } from './in-memory-backend.ts';
import { owedEvent, readEvent, unitOf, waiting } from './registrar-bench.ts';
import { openVirtual, type VirtualBench } from './virtual-registrar.ts';

const minute = 60_000;
const many = Array.from({ length: 60 }, (_, index) => unitOf(0x900 + index));

/** Drains for so long. */
const drainFor = async (bench: VirtualBench, ms: number, options: Parameters<VirtualBench['start']>[0] = {}) => {
  const registrar = await bench.start(options);
  const stop = new AbortController();
  const draining = Promise.allSettled([registrar.drain({ signal: stop.signal })]);
  await bench.passing(ms);
  stop.abort(new Error('the shift is over'));
  const [end] = await bench.through(draining, { forMs: 1000 });
  expect(bench.clock.sleeping).toBe(0);
  return { end, registrar };
};

test('A drain ends when it is told to, and leaves nothing behind', async () => {
  const bench = await openVirtual();
  expect((await drainFor(bench, 5000)).end).toEqual({ status: 'fulfilled', value: undefined });
});

test('A drain that cannot write ends in that, and does not take the process with it', async () => {
  const bench = await openVirtual({ jobMs: minute });
  await bench.list('file', ...many);
  await bench.through((await bench.start()).flush({}, { signal: waiting(), waitMs: 1000 }));
  const broken = new PaclineError('journal full', 'No room.');
  const registrar = await bench.start({
    through: (journal) =>
      new Proxy(journal, {
        get: (target, key) => {
          const value: unknown = Reflect.get(target, key, target);
          if (key === 'append') return () => Promise.reject(broken);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }),
  });
  await expect(bench.through(registrar.drain({ signal: waiting() }))).rejects.toBe(broken);
  expect(bench.clock.sleeping).toBe(0);
});

test('Jobs that never end keep no other from being followed', async () => {
  class Stuck extends InMemoryBackend {
    override async job(...[job, options]: Parameters<InMemoryBackend['job']>): ReturnType<InMemoryBackend['job']> {
      const status = await super.job(job, options);
      return status !== null && Number(job.jobId.slice(4)) <= 10 ? { ...status, done: false } : status;
    }
  }
  const bench = await openVirtual({ backend: (clock) => new Stuck({ clock, singles: 'as a job' }) });
  await bench.owe(...many.slice(0, 20));
  await drainFor(bench, 30 * minute);
  expect(await bench.journal.countRegistrations()).toEqual({ submitted: 10, confirmed: 10 });
});

test('Units that cannot be sent keep no other from being sent', async () => {
  const bench = await openVirtual();
  const heldBack = many.slice(0, 40);
  await bench.owe(...many);
  await bench.journal.append(
    heldBack.map(({ deviceId }) => ({ kind: 'unit set aside', deviceId, operator: 'eng', reason: 'a scratch' })),
  );
  await drainFor(bench, 5 * minute);
  expect(await bench.journal.countRegistrations()).toEqual({ owed: 40, confirmed: 20 });
  expect(bench.backend.created).toHaveLength(20);
});

test('What somebody has set aside is not sent, by no way, until it is released', async () => {
  const bench = await openVirtual();
  const [unit = unitOf(1)] = many;
  await bench.owe(unit);
  const person = { operator: 'eng', reason: 'a scratch' };
  await bench.journal.append([{ kind: 'unit set aside', deviceId: unit.deviceId, ...person }]);
  const registrar = await bench.start();
  expect(await bench.through(registrar.register(unit.deviceId, { signal: waiting() }))).toMatchObject({
    state: 'owed',
    code: 'set aside',
  });
  for (const batchFrom of [1, 100]) await bench.through(registrar.flush({}, { signal: waiting(), batchFrom }));
  expect(bench.backend.created).toEqual([]);
  await bench.journal.append([{ kind: 'unit released', deviceId: unit.deviceId, ...person, pair: 'kept' }]);
  expect(await bench.through(registrar.register(unit.deviceId, { signal: waiting() }))).toMatchObject({
    state: 'confirmed',
  });
});

test('A backlog that the list is late about costs few look-ups, however often something new comes in', async () => {
  const bench = await openVirtual({ listDelayMs: () => 10 * minute });
  const registrar = await bench.start();
  const stop = new AbortController();
  const draining = registrar.drain({ signal: stop.signal });
  for (const unit of many) {
    await bench.journal.append([readEvent(unit), owedEvent(unit)]);
    await bench.passing(5000);
  }
  // Each unit is looked up before it is sent; the rest is for all of them together
  expect(bench.backend.looks.length - many.length).toBeLessThan(100);
  await bench.passing(12 * minute);
  expect(await bench.journal.countRegistrations()).toEqual({ confirmed: many.length });
  stop.abort(new Error('the shift is over'));
  await bench.through(draining);
});

test('What was sent to another backend is neither asked for nor sent here, and its slot is told so', async () => {
  const bench = await openVirtual({ jobMs: 10 * minute, listDelayMs: () => 10 * minute });
  const [single = unitOf(1), ...rest] = many;
  await bench.list('file', ...rest);
  await bench.owe(single);
  const before = await bench.start();
  await bench.through(before.send(single.deviceId, { signal: waiting() }));
  await bench.through(before.flush({ listing: 'file' }, { signal: waiting(), waitMs: 1000 }));
  const other = new InMemoryBackend({ clock: bench.clock, identity: { backend: 'other.example', apiUser: 'station' } });
  const { registrar } = await drainFor(bench, 30 * minute, { backend: other });
  expect(await bench.journal.countRegistrations()).toEqual({ accepted: 1, submitted: rest.length });
  expect(other.created).toEqual([]);
  for (const { deviceId } of [single, ...rest.slice(0, 1)])
    expect(await bench.through(registrar.register(deviceId, { signal: waiting() }))).toMatchObject({
      code: 'other backend',
      message: expect.stringMatching(/backend\.example/),
    });
  await bench.through(registrar.flush({}, { signal: waiting() }));
  expect(await bench.journal.countRegistrations()).toEqual({ accepted: 1, submitted: rest.length });

  await drainFor(bench, 30 * minute);
  expect(await bench.journal.countRegistrations()).toEqual({ confirmed: many.length });
});

test('A unit that a slot brings to its end while the drain looks for it has one end', async () => {
  const [unit = unitOf(1)] = many;
  const { deviceId } = unit;
  /** Looks of the drain, which are for several, take their time. */
  class SlowForMany extends InMemoryBackend {
    override async find(...[ids, options]: Parameters<InMemoryBackend['find']>): ReturnType<InMemoryBackend['find']> {
      const found = await super.find(ids, options);
      if (ids.length > 1) await bench.clock.sleep(10_000, options);
      return found;
    }
  }
  const bench: VirtualBench = await openVirtual({
    backend: (clock) => new SlowForMany({ clock, listDelayMs: () => minute }),
  });
  await bench.owe(unit, ...many.slice(1, 3));
  const registrar = await bench.start();
  for (const { deviceId: id } of many.slice(0, 3)) await bench.through(registrar.send(id, { signal: waiting() }));
  await bench.passing(2 * minute);
  const shown = bench.backend.devices.get(deviceId);
  if (shown === undefined) throw new Error('it is there');
  bench.backend.devices.set(deviceId, { ...shown, deviceTypeId: 'aaaaaaaaaaaaaaaaaaaaaaaa' });
  const stop = new AbortController();
  const draining = registrar.drain({ signal: stop.signal });
  await bench.passing(1500);
  expect(await bench.through(registrar.register(deviceId, { signal: waiting() }), { forMs: 1000 })).toMatchObject({
    state: 'refused',
    code: 'other device type',
  });
  await bench.passing(5 * minute);
  expect(await bench.journal.countRegistrations()).toEqual({ refused: 1, confirmed: 2 });
  stop.abort(new Error('the shift is over'));
  await bench.through(draining);
});
