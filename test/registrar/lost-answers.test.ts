import { expect, test } from 'vitest';
import { recoverRegistrations } from '../../src/registrar/recover-registrations.ts';
import { demoIds } from '../../src/simulator/backend/world/demo-world.ts';
import { openBench, unitOf, waiting, wanted, type Bench, type BenchUnit } from './registrar-bench.ts';

const unit = unitOf(0x20);

/** When an event of this kind was last written for the unit, in ms of the bench's clock. */
const timeOf = async ({ journal }: Bench, { deviceId }: BenchUnit, kind: string): Promise<number> => {
  let last = Number.NaN;
  for await (const { at, event } of journal.read())
    if (event.kind === kind && 'deviceId' in event && event.deviceId === deviceId) last = at;
  return last;
};

const foundByLooking = ['registration owed', 'registration intended', 'registration unknown', 'registration confirmed'];

test.each(['lost-after-commit:1', 'html-after-commit:1', 'truncated:1', '502-after-commit:1'])(
  'A unit whose answer is %s is confirmed by looking, with one create',
  async (fault) => {
    const bench = await openBench({ faults: [fault] });
    await bench.owe(unit);
    expect(await bench.register(unit)).toMatchObject({ state: 'confirmed', code: 'registered' });
    expect(await bench.story(unit)).toEqual(foundByLooking);
    expect(bench.world.creates(unit.deviceId)).toEqual({ attempts: 1, committed: 1 });
  },
);

test.each(['lost-before-commit:1', 'html:1', 'redirect:1', '503:1'])(
  'A unit hit by %s is looked for, and sent again only after it was missed for long enough',
  async (fault) => {
    const absentAfterMs = 4000;
    const bench = await openBench({ faults: [fault], timing: { absentAfterMs } });
    await bench.owe(unit);
    expect(await bench.register(unit)).toMatchObject({ state: 'confirmed', code: 'registered' });
    expect(await bench.story(unit)).toEqual([
      'registration owed',
      'registration intended',
      'registration unknown',
      'registration found absent',
      'registration intended',
      'registration accepted',
      'registration confirmed',
    ]);
    // One ms for times that are written down without fractions
    expect(
      (await timeOf(bench, unit, 'registration found absent')) - (await timeOf(bench, unit, 'registration unknown')),
    ).toBeGreaterThanOrEqual(absentAfterMs - 1);
    expect(bench.world.creates(unit.deviceId)).toEqual({ attempts: 2, committed: 1 });
  },
);

test('A look-up that fails leaves the unit unknown, and a later one settles it', async () => {
  // The first look, by both forms of the ID, is before the create, the next after its answer got lost
  const bench = await openBench({ faults: ['lost-after-commit:1', '500@GET/v2/devices/:2'] });
  await bench.owe(unit);
  expect(await bench.register(unit)).toMatchObject({ state: 'unknown', code: 'backend fault' });
  await bench.drainUntil(unit, 'confirmed');
  expect(await bench.story(unit)).toEqual(foundByLooking);
  expect(bench.world.creates(unit.deviceId)).toEqual({ attempts: 1, committed: 1 });
});

test('A look-up after the create that fails leaves the unit accepted, and a later one confirms it', async () => {
  const bench = await openBench({ faults: ['500@GET/v2/devices/:2'] });
  await bench.owe(unit);
  expect(await bench.register(unit)).toMatchObject({ state: 'accepted', code: 'backend fault' });
  await bench.drainUntil(unit, 'confirmed');
  expect(bench.world.creates(unit.deviceId)).toEqual({ attempts: 1, committed: 1 });
});

test('What was intended when the process died is unknown after it, and settled by looking', async () => {
  const bench = await openBench();
  const [arrived, neverLeft] = [unitOf(0x21), unitOf(0x22)];
  for (const dead of [arrived, neverLeft]) {
    await bench.owe(dead);
    await bench.journal.append([{ kind: 'registration intended', deviceId: dead.deviceId }]);
  }
  const created = await bench.backend.create(
    { ...arrived, name: 'sent by the dead', deviceTypeId: demoIds.deviceType, certification: wanted },
    { signal: waiting() },
  );
  expect(created).toEqual({ kind: 'created' });

  await recoverRegistrations(bench.journal);
  expect((await bench.journal.registrations(['unknown'], { limit: 10_000 })).map(({ deviceId }) => deviceId)).toEqual([
    arrived.deviceId,
    neverLeft.deviceId,
  ]);
  expect(await bench.register(arrived)).toMatchObject({ state: 'confirmed', code: 'registered' });
  await bench.drainUntil(neverLeft, 'confirmed');
  for (const { deviceId } of [arrived, neverLeft])
    expect(bench.world.creates(deviceId)).toEqual({ attempts: 1, committed: 1 });
});
