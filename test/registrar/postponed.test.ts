import { expect, test } from 'vitest';
import { openBench, startWorld, unitOf } from './registrar-bench.ts';

const unit = unitOf(0x30);
const putOff = [
  'registration owed',
  'registration intended',
  'registration postponed',
  'registration intended',
  'registration accepted',
  'registration confirmed',
];

test.each([
  { fault: '429:1', code: 'backend throttled' },
  { fault: '401:1', code: 'bad credentials' },
])('A create answered with $fault is owed, not refused, and sent when the time has come', async ({ fault, code }) => {
  const bench = await openBench({ faults: [fault] });
  await bench.owe(unit);
  expect(await bench.register(unit)).toMatchObject({ state: 'owed', code });
  await bench.drainUntil(unit, 'confirmed');
  expect(await bench.story(unit)).toEqual(putOff);
  expect(bench.world.creates(unit.deviceId)).toEqual({ attempts: 2, committed: 1 });
});

test.each([
  { fault: '401@GET/v2/devices/:1', code: 'bad credentials' },
  { fault: '403@GET/v2/devices/:1', code: 'no rights' },
  { fault: '429@GET/v2/devices/:1', code: 'backend throttled' },
  { fault: '500@GET/v2/devices/:1', code: 'backend fault' },
  { fault: 'html@GET/v2/devices/:1', code: 'backend fault' },
])('A look-up answered with $fault sends nothing, and the unit stays owed', async ({ fault, code }) => {
  const bench = await openBench({ faults: [fault] });
  await bench.owe(unit);
  expect(await bench.register(unit)).toMatchObject({ state: 'owed', code });
  expect(bench.world.creates(unit.deviceId).attempts).toBe(0);
  await bench.drainUntil(unit, 'confirmed');
  expect(bench.world.creates(unit.deviceId)).toEqual({ attempts: 1, committed: 1 });
});

/** The address of a backend that was there a moment ago. */
const deadUrl = async (): Promise<{ readonly url: string; readonly port: number }> => {
  const gone = await startWorld();
  await gone.close();
  return { url: gone.url, port: Number(new URL(gone.url).port) };
};

test('While the backend is known to be out of reach, units are owed at once; when it is back they are drained, oldest first', async () => {
  const { url, port } = await deadUrl();
  const bench = await openBench({ url, concurrency: 1 });
  const units = [unitOf(0x35), unitOf(0x31), unitOf(0x33)];
  for (const each of units) await bench.owe(each);

  const [first, ...others] = units;
  expect(await bench.register(first ?? unit)).toMatchObject({ state: 'owed', code: 'backend unreachable' });
  const { world } = await startWorld({ port });
  // The backend answers again, but nobody asks it before the pause is over
  for (const other of others)
    expect(await bench.register(other)).toMatchObject({ state: 'owed', code: 'backend unreachable' });
  expect(world.createCounter.entries()).toEqual([]);

  for (const each of units) await bench.drainUntil(each, 'confirmed');
  const arrived = world.createCounter.entries().filter(({ kind }) => kind === 'arrived');
  expect(arrived.map(({ deviceId }) => deviceId)).toEqual(units.map(({ deviceId }) => deviceId.replace(/^0+/, '')));
});

test('A backlog is worked off by several at a time, each unit once', async () => {
  const bench = await openBench({ concurrency: 3 });
  const units = Array.from({ length: 10 }, (_, index) => unitOf(0x40 + index));
  for (const each of units) await bench.owe(each);
  await bench.drainUntil(units.at(-1) ?? unit, 'confirmed');
  expect(await bench.journal.registrations(['owed', 'intended', 'unknown'], { limit: 10_000 })).toEqual([]);
  for (const { deviceId } of units) expect(bench.world.creates(deviceId)).toEqual({ attempts: 1, committed: 1 });
});
