import { describe, expect, test } from 'vitest';
import type { Backend } from '../../src/backend/backend.ts';
import type { JournalEvent } from '../../src/journal/events.ts';
import { recoverRegistrations } from '../../src/registrar/recover-registrations.ts';
import type { RegistrarActivity } from '../../src/registrar/registrar-options.ts';
import { Registrar } from '../../src/registrar/registrar.ts';
import { demoIds } from '../../src/simulator/backend/world/demo-world.ts';
import { fastClock } from '../acceptance/support/fast-clock.ts';
import {
  certificate,
  openClient,
  openWatchedJournal,
  startWorld,
  temporaryFolder,
  unitOf,
  waiting,
  type BenchUnit,
  type WorldOptions,
} from './registrar-bench.ts';

const product = { deviceTypeId: demoIds.deviceType, certificate };
const units = Array.from({ length: 40 }, (_, index) => unitOf(index + 1));
const listing = 'file';

const listed = (some: readonly BenchUnit[]): JournalEvent => ({
  kind: 'units listed',
  list: 'batch.csv',
  listing,
  ...product,
  units: some.map(({ deviceId, pac }) => ({ deviceId, pac: pac.reveal(), name: `line-${deviceId}` })),
});

/** A registrar on a real journal and a real client of a simulated backend, its time passing fifty times as fast as ours. */
const openBatchBench = async (options: WorldOptions & { readonly maxBatchBytes?: number } = {}) => {
  const clock = fastClock(50);
  const { world, url } = await startWorld(options);
  const journal = await openWatchedJournal(temporaryFolder(), clock);
  const client: Backend = openClient(url, clock);
  const { maxBatchBytes } = options;
  const backend =
    maxBatchBytes === undefined
      ? client
      : new Proxy(client, { get: (target, key) => (key === 'maxBatchBytes' ? maxBatchBytes : bound(target, key)) });
  const activities: RegistrarActivity[] = [];
  const open = (): Registrar =>
    new Registrar({
      journal,
      backend,
      clock,
      timing: { absentAfterMs: 5000, batchAbsentAfterMs: 8000, batchUnitMs: 0 },
      onActivity: (activity) => activities.push(activity),
    });
  const settle = (registrar = open(), signal = waiting()): Promise<void> =>
    registrar.flush({ listing }, { signal, batchFrom: 1 });
  return { world, journal, client, clock, activities, open, settle };
};

const bound = (target: object, key: string | symbol): unknown => {
  const value: unknown = Reflect.get(target, key, target);
  return typeof value === 'function' ? value.bind(target) : value;
};

type BatchBench = Awaited<ReturnType<typeof openBatchBench>>;

const standing = ({ journal }: BatchBench) => journal.countRegistrations();

const committed = ({ world }: BatchBench): readonly number[] =>
  units.map(({ deviceId }) => world.creates(deviceId).committed);

const once = units.map(() => 1);

describe('a batch of registrations', () => {
  test('is accepted by its job, and confirmed by a look at the list, in few requests', async () => {
    const bench = await openBatchBench();
    await bench.journal.append([listed(units)]);
    await bench.settle();
    expect(await standing(bench)).toEqual({ confirmed: 40 });
    expect(committed(bench)).toEqual(once);
    const kinds: JournalEvent['kind'][] = [];
    for await (const { event } of bench.journal.read()) kinds.push(event.kind);
    expect(kinds).toEqual(['units listed', 'batch intended', 'batch submitted', 'batch done', 'units confirmed']);
  });

  test('keeps the PAC that the backend has made, beside the one that was listed', async () => {
    const bench = await openBatchBench();
    await bench.journal.append([listed(units)]);
    await bench.settle();
    const unit = await bench.journal.unit(units[0]?.deviceId ?? unitOf(1).deviceId);
    expect(unit?.currentPac).not.toBeNull();
    expect(unit?.currentPac?.equals(unit.pac)).toBe(false);
  });

  test('is cut by its encoded bytes, and every part is sent once', async () => {
    const bench = await openBatchBench({ maxBatchBytes: 700 });
    await bench.journal.append([listed(units)]);
    await bench.settle();
    expect(await standing(bench)).toEqual({ confirmed: 40 });
    expect(committed(bench)).toEqual(once);
    expect((await bench.journal.batches(['accepted'], { limit: 10_000 })).length).toBeGreaterThan(2);
  });

  test("with failures ends each unit as what it is: confirmed, refused in the backend's words, or done before", async () => {
    const [spent, ours, foreign] = [units[0], units[1], units[2]];
    if (spent === undefined || ours === undefined || foreign === undefined) throw new Error('three units');
    const foreignType = '5eed000000000000000000fc';
    const bench = await openBatchBench({
      seed: {
        groups: [
          { id: demoIds.group, name: 'ours', maxPrototypeAllowed: 0, currentPrototypeCount: 0 },
          { id: '5eed000000000000000000f0', name: 'theirs', maxPrototypeAllowed: 0, currentPrototypeCount: 0 },
        ],
        deviceTypes: [
          { id: demoIds.deviceType, name: 'ours', groupId: demoIds.group, contractIds: [demoIds.contract] },
          { id: foreignType, name: 'theirs', groupId: '5eed000000000000000000f0', contractIds: [] },
        ],
        credentials: units.map((unit) => ({ id: unit.deviceId, pac: unit.pac.reveal(), spent: unit === spent })),
        devices: [ours, foreign].map(({ deviceId, pac }, index) => ({
          id: deviceId,
          name: 'earlier',
          deviceTypeId: index === 0 ? demoIds.deviceType : foreignType,
          productCertificate: certificate,
          pac: pac.reveal(),
          creationTime: 0,
        })),
      },
    });
    await bench.journal.append([listed(units)]);
    await bench.settle();
    expect(await standing(bench)).toEqual({ confirmed: 38, refused: 2 });
    expect(await bench.journal.registration(ours.deviceId)).toMatchObject({ state: 'confirmed', code: 'already done' });
    expect(await bench.journal.registration(spent.deviceId)).toMatchObject({
      state: 'refused',
      code: 'backend refused',
    });
    expect((await bench.journal.registration(foreign.deviceId))?.state).toBe('refused');
    expect(committed(bench).slice(3)).toEqual(once.slice(3));
  });

  test.each([
    ['leaves out units', 'job-missing:7'],
    ['breaks off with a fault of the system', 'job-system@bulk:1'],
    ['writes IDs in another width', 'job-padding'],
    ['loses the answer to the request, after it was carried out', 'lost-after-commit@bulk:1'],
    ['loses the answer to the request, before it was carried out', 'lost-before-commit@bulk:1'],
    ['answers with a page of HTML', 'html@bulk:1'],
    ['asks to slow down', '429@bulk:1'],
    ['is throttled on polls', '429@poll:1-2'],
    ['fails on polls', '503@poll:1-2'],
  ])('%s, and every unit is registered once all the same', async (_, fault) => {
    const bench = await openBatchBench({ faults: [fault] });
    await bench.journal.append([listed(units)]);
    // A unit that was swallowed twice is left for the next command: a backend is not fed it for ever
    for (let rounds = 0; rounds < 3 && ((await standing(bench)).confirmed ?? 0) < units.length; rounds += 1)
      await bench.settle();
    expect(await standing(bench)).toEqual({ confirmed: 40 });
    expect(committed(bench)).toEqual(once);
  });

  test('whose job cannot be asked for says why nothing moves', async () => {
    const bench = await openBatchBench({ faults: ['503@poll:1'] });
    await bench.journal.append([listed(units)]);
    await bench.settle();
    expect(bench.activities).toContainEqual({
      kind: 'waiting',
      ms: 2000,
      reason: expect.stringMatching(
        /does not tell how its job stands \(backend fault\); job \w+ is followed for/,
      ) as string,
    });
    expect(await standing(bench)).toEqual({ confirmed: 40 });
  });

  test('that is stopped before its request leaves is owed again at once, and not looked for', async () => {
    const bench = await openBatchBench();
    await bench.journal.append([listed(units)]);
    const stop = AbortSignal.abort(new Error('enough'));
    await expect(bench.settle(bench.open(), stop)).rejects.toThrow('enough');
    expect(await standing(bench)).toEqual({ owed: 40 });
    expect(committed(bench)).toEqual(units.map(() => 0));
  });

  test('that was intended or submitted when the process died is settled by looking, and sends nothing twice', async () => {
    const bench = await openBatchBench();
    await bench.journal.append([listed(units)]);
    const halves = [units.slice(0, 20), units.slice(20)].map((half) => half.map(({ deviceId }) => deviceId));
    const [lost = [], sent = []] = halves;
    await bench.journal.append([{ kind: 'batch intended', batch: 'lost', ...product, deviceIds: lost }]);
    await bench.journal.append([{ kind: 'batch intended', batch: 'sent', ...product, deviceIds: sent }]);
    const start = await bench.client.createBatch(
      {
        deviceTypeId: product.deviceTypeId,
        certification: { kind: 'certificate', certificate },
        units: units.slice(20).map((unit) => ({ ...unit, name: `line-${unit.deviceId}` })),
      },
      { signal: waiting() },
    );
    if (start.kind !== 'started') throw new Error(start.kind);
    await bench.journal.append([{ kind: 'batch submitted', batch: 'sent', jobId: start.jobId }]);

    await recoverRegistrations(bench.journal);
    await bench.settle();
    expect(await standing(bench)).toEqual({ confirmed: 40 });
    expect(committed(bench)).toEqual(once);
  });

  test('that the backend refuses as a whole leaves every unit owed and says why', async () => {
    const bench = await openBatchBench({ faults: ['403@bulk'] });
    await bench.journal.append([listed(units)]);
    await expect(bench.settle()).rejects.toMatchObject({ code: 'no rights' });
    expect(await standing(bench)).toEqual({ owed: 40 });
  });

  test('stops at once when it is told to, with the job on disk', async () => {
    const bench = await openBatchBench({ faults: ['job-late'] });
    await bench.journal.append([listed(units)]);
    const stop = new AbortController();
    const way = bench.settle(bench.open(), stop.signal);
    await bench.journal.until(async () =>
      (await bench.journal.batches(['submitted'], { limit: 10_000 })).length > 0 ? true : null,
    );
    stop.abort(new Error('enough'));
    await expect(way).rejects.toThrow('enough');
    expect(await standing(bench)).toEqual({ submitted: 40 });
  });
});

test('Debts are worked off in one request where they are many, and one by one where they are few', async () => {
  const bench = await openBatchBench();
  await bench.journal.append([
    listed(units.slice(0, 30)),
    { ...listed(units.slice(30)), certificate: null } as JournalEvent,
  ]);
  await bench.open().flush({}, { signal: waiting() });
  expect(await standing(bench)).toEqual({ confirmed: 40 });
  expect((await bench.journal.batches(['accepted'], { limit: 10_000 })).map(({ units: count }) => count)).toEqual([30]);
  expect(committed(bench)).toEqual(once);
});

test('A command works on the units of its file and on no others', async () => {
  const bench = await openBatchBench();
  await bench.journal.append([
    listed(units.slice(0, 30)),
    { ...listed(units.slice(30)), listing: 'another' } as JournalEvent,
  ]);
  await bench.settle();
  expect(await standing(bench)).toEqual({ confirmed: 30, owed: 10 });
});
