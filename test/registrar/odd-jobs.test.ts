import { describe, expect, test } from 'vitest';
import type { BatchStart, CallOptions, JobStatus, RegistrationBatch } from '../../src/backend/backend.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { InMemoryBackend, type InMemoryOptions } from './in-memory-backend.ts';
import { unitOf, waiting } from './registrar-bench.ts';
import { openVirtual, type VirtualBench, type VirtualOptions } from './virtual-registrar.ts';

const minute = 60_000;
const units = Array.from({ length: 30 }, (_, index) => unitOf(0x500 + index));
const [first, second] = [unitOf(0x500), unitOf(0x501)];
const stranger = unitOf(0xfff).deviceId;

const openFile = async (options: VirtualOptions = {}): Promise<VirtualBench> => {
  const bench = await openVirtual(options);
  await bench.list('file', ...units);
  return bench;
};

const settle = async (bench: VirtualBench, registrar?: Awaited<ReturnType<VirtualBench['start']>>) => {
  const settler = registrar ?? (await bench.start());
  await bench.through(settler.flush({ listing: 'file' }, { signal: waiting(), batchFrom: 1 }));
  return settler;
};

const remarks = async ({ journal }: VirtualBench): Promise<readonly string[]> => {
  const all: string[] = [];
  for await (const { event } of journal.read()) if (event.kind === 'batch remarked') all.push(event.remark);
  return all;
};

const once = units.map(() => 1);
const attempts = ({ backend }: VirtualBench): readonly number[] =>
  units.map(({ deviceId }) => backend.attempts(deviceId));

describe('A job', () => {
  test('that names a stranger is believed in nothing about it, and says so', async () => {
    const bench = await openFile({
      jobSays: (status) => ({ ...status, failures: [{ deviceId: stranger, words: 'spent', system: false }] }),
    });
    const { activities } = await settle(bench);
    expect(await bench.journal.countRegistrations()).toEqual({ confirmed: units.length });
    expect(await bench.journal.registration(stranger)).toBeNull();
    expect(await remarks(bench)).toEqual([expect.stringContaining(stranger)]);
    expect(activities).toContainEqual({ kind: 'odd', words: expect.stringContaining(stranger) as string });
    expect(attempts(bench)).toEqual(once);
  });

  test('whose counts do not add up leaves its units to be looked for', async () => {
    const bench = await openFile({
      listDelayMs: () => 10 * minute,
      jobSays: (status) => ({ ...status, success: status.success - 3 }),
    });
    await settle(bench);
    expect(await bench.story()).toEqual([
      'batch intended',
      'batch submitted',
      'batch remarked',
      'batch done',
      'units confirmed',
    ]);
    expect(await bench.journal.countRegistrations()).toEqual({ confirmed: units.length });
    expect(attempts(bench)).toEqual(once);
  });

  test('that the backend no longer knows leaves its units to be looked for', async () => {
    const bench = await openFile({ listDelayMs: () => 10 * minute, jobSays: () => null });
    await settle(bench);
    expect(await bench.story()).toContain('batch unknown');
    expect(await bench.journal.countRegistrations()).toEqual({ confirmed: units.length });
    expect(attempts(bench)).toEqual(once);
  });

  test('that never ends is asked for ever more slowly, says since when, and stays submitted when somebody stops', async () => {
    const bench = await openFile({ jobMs: Number.POSITIVE_INFINITY });
    const registrar = await bench.start();
    const stop = new AbortController();
    const settling = Promise.allSettled([registrar.flush({ listing: 'file' }, { signal: stop.signal, batchFrom: 1 })]);
    await bench.passing(60 * minute);
    expect(bench.backend.polls.get('job-1')).toBeLessThan(140);
    expect(registrar.activities.findLast(({ kind }) => kind === 'job')).toMatchObject({
      jobId: 'job-1',
      done: 0,
      total: units.length,
    });
    expect(registrar.activities.findLast((activity) => activity.kind === 'job')?.sinceMs).toBeGreaterThan(59 * minute);
    stop.abort(new Error('enough'));
    expect(await bench.through(settling)).toMatchObject([{ status: 'rejected', reason: stop.signal.reason }]);
    expect(await bench.journal.countRegistrations()).toEqual({ submitted: units.length });
    expect(await bench.journal.batches(['submitted'], { limit: 10_000 })).toMatchObject([{ jobId: 'job-1' }]);
  });

  test('that never ends is left to the next time when nobody wants to wait so long', async () => {
    const bench = await openFile({ jobMs: Number.POSITIVE_INFINITY });
    const begun = bench.clock.uptime();
    await bench.through(
      (await bench.start()).flush({ listing: 'file' }, { signal: waiting(), batchFrom: 1, waitMs: 15_000 }),
    );
    expect(bench.clock.uptime() - begun).toBe(15_000);
    expect(await bench.journal.countRegistrations()).toEqual({ submitted: units.length });
    expect(bench.clock.sleeping).toBe(0);
  });

  test('that ends with faults of the system is asked about by looking, and its units are sent again only after their time', async () => {
    let isBroken = true;
    const bench = await openFile({
      backend: (clock) =>
        new (class extends InMemoryBackend {
          override async job(job: { readonly jobId: string }, options: CallOptions): Promise<JobStatus | null> {
            const status = await super.job(job, options);
            if (status === null || !isBroken) return status;
            isBroken = false;
            this.devices.delete(first.deviceId);
            this.devices.delete(second.deviceId);
            return {
              ...status,
              success: status.success - 2,
              failures: [first, second].map(({ deviceId }) => ({ deviceId, words: 'a timeout inside', system: true })),
            };
          }
        })({ clock, listDelayMs: () => 90_000 }),
    });
    const begun = bench.clock.uptime();
    await settle(bench);
    expect(await bench.journal.countRegistrations()).toEqual({ confirmed: units.length });
    expect(attempts(bench)).toEqual([2, 2, ...once.slice(2)]);
    expect(bench.clock.uptime() - begun).toBeGreaterThan(15 * minute);
  });

  test('that refuses a unit has it refused in its own words, and the rest confirmed', async () => {
    const bench = await openFile({ refuses: (deviceId) => (deviceId === first.deviceId ? 'the PAC is spent' : null) });
    await settle(bench);
    expect(await bench.journal.countRegistrations()).toEqual({ confirmed: units.length - 1, refused: 1 });
    expect(await bench.journal.registration(first.deviceId)).toMatchObject({
      state: 'refused',
      code: 'backend refused',
      reason: 'the PAC is spent',
    });
    expect(attempts(bench)).toEqual(once);
  });

  test('whose request turned some down at once speaks of the others only, which are accepted', async () => {
    class Picky extends InMemoryBackend {
      override async createBatch(batch: RegistrationBatch, options: CallOptions): Promise<BatchStart> {
        const [turnedDown, ...taken] = batch.units;
        const start = await super.createBatch({ ...batch, units: taken }, options);
        return start.kind === 'started' && turnedDown !== undefined
          ? { ...start, rejected: [{ deviceId: turnedDown.deviceId, words: 'its PAC is not valid' }] }
          : start;
      }
    }
    const bench = await openFile({ backend: (clock) => new Picky({ clock, listDelayMs: () => 10 * minute }) });
    await settle(bench);
    expect(await remarks(bench)).toEqual([]);
    expect(await bench.journal.batches(['accepted'], { limit: 10_000 })).toHaveLength(1);
    expect(await bench.journal.countRegistrations()).toEqual({ confirmed: units.length - 1, refused: 1 });
  });

  test('that is not told for a while, or whose refused units cannot be looked up for a while, is waited for', async () => {
    const bench = await openFile({ refuses: (deviceId) => (deviceId === first.deviceId ? 'the PAC is spent' : null) });
    for (const code of ['backend fault', 'backend throttled'] as const)
      bench.backend.failingLooks.push(new PaclineError(code, 'Later.'));
    await settle(bench);
    expect(await bench.journal.countRegistrations()).toEqual({ confirmed: units.length - 1, refused: 1 });
  });
});

describe('A unit that was sent before, and that the backend now refuses', () => {
  /** The first request was carried out and its answer lost; the list shows nothing for ten minutes. */
  const lostOnce: Pick<InMemoryOptions, 'fateOf' | 'listDelayMs'> = {
    fateOf: (request) => (request === 1 ? 'lost after' : 'answered'),
    listDelayMs: () => 10 * minute,
  };

  test.each(['at once', 'as a job'] as const)(
    'is its own first request, where units are answered %s, and is never refused',
    async (singles) => {
      const bench = await openVirtual({ ...lostOnce, singles });
      await bench.owe(first);
      const registrar = await bench.start();
      expect(await bench.through(registrar.register(first.deviceId, { signal: waiting() }))).toMatchObject({
        state: 'confirmed',
      });
      expect(await bench.story(first.deviceId)).not.toContain('registration refused');
      expect(bench.backend.attempts(first.deviceId)).toBe(2);
    },
  );

  test('is the same where the backend answers with a refusal of the spent PAC instead of "exists"', async () => {
    class Spending extends InMemoryBackend {
      override async create(...asked: Parameters<InMemoryBackend['create']>): ReturnType<InMemoryBackend['create']> {
        const result = await super.create(...asked);
        return result.kind === 'exists'
          ? { kind: 'refused', code: 'backend refused', words: 'the PAC is spent' }
          : result;
      }
    }
    const bench = await openVirtual({ backend: (clock) => new Spending({ clock, ...lostOnce }) });
    await bench.owe(first);
    const registrar = await bench.start();
    expect(await bench.through(registrar.register(first.deviceId, { signal: waiting() }))).toMatchObject({
      state: 'confirmed',
    });
    expect(await bench.story(first.deviceId)).not.toContain('registration refused');
  });

  test("and that never appears is refused in the backend's words in the end", async () => {
    const bench = await openVirtual({
      singles: 'as a job',
      fateOf: (request) => (request === 1 ? 'lost before' : 'answered'),
      refuses: () => 'the PAC is spent',
    });
    await bench.owe(first);
    const registrar = await bench.start();
    expect(await bench.through(registrar.register(first.deviceId, { signal: waiting() }))).toMatchObject({
      state: 'refused',
      code: 'backend refused',
      message: 'the PAC is spent',
    });
    expect(bench.backend.attempts(first.deviceId)).toBe(2);
  });
});

test.each([1, 2])(
  'A process that dies %i journal writes after a job was told to have failed goes on with it',
  async (writes) => {
    const bench = await openFile({
      jobSays: (status) => ({
        ...status,
        success: status.success - 1,
        failures: [{ deviceId: first.deviceId, words: 'a fault inside', system: true }],
      }),
      listDelayMs: () => 5 * minute,
    });
    const killed = new Error('killed');
    let left = Number.POSITIVE_INFINITY;
    const registrar = await bench.start({
      through: (journal) =>
        new Proxy(journal, {
          get: (target, key) => {
            const value: unknown = Reflect.get(target, key, target);
            if (key !== 'append') return typeof value === 'function' ? value.bind(target) : value;
            return async (events: Parameters<typeof journal.append>[0]) => {
              if (events.some(({ kind }) => kind === 'registration unknown')) left = writes;
              if (left === 0) throw killed;
              left -= 1;
              return target.append(events);
            };
          },
        }),
    });
    await expect(bench.through(registrar.flush({ listing: 'file' }, { signal: waiting(), batchFrom: 1 }))).rejects.toBe(
      killed,
    );
    await settle(bench);
    expect(await bench.journal.countRegistrations()).toEqual({ confirmed: units.length });
    expect(attempts(bench)).toEqual(once);
  },
);
