import { describe, expect, test } from 'vitest';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import type { RegistrarOptions } from '../../src/registrar/registrar-options.ts';
import { demoIds } from '../../src/simulator/backend/world/demo-world.ts';
import { InMemoryBackend, shelved } from './in-memory-backend.ts';
import { certificate, owedEvent, unitOf, waiting, wanted } from './registrar-bench.ts';
import { openVirtual, type VirtualOptions } from './virtual-registrar.ts';

const unit = unitOf(0x700);
const { deviceId } = unit;
const product = { deviceTypeId: demoIds.deviceType, certificate };
const otherType = '5eed0000000000000000001c';

/** A unit that was registered here, and a process that begins later. */
const openConfirmed = async (options: VirtualOptions & Pick<RegistrarOptions, 'ifHidden'> = {}) => {
  const { ifHidden, ...rest } = options;
  const bench = await openVirtual(rest);
  await bench.owe(unit);
  const before = await bench.start();
  expect(await bench.through(before.register(deviceId, { signal: waiting() }))).toMatchObject({
    state: 'confirmed',
    code: 'registered',
  });
  const registrar = await bench.start(ifHidden === undefined ? {} : { ifHidden });
  const again = (asked?: { readonly deviceTypeId: string; readonly certificate: string | null }) =>
    bench.through(registrar.register(deviceId, { signal: waiting(), ...(asked !== undefined && { wanted: asked }) }));
  return { ...bench, registrar, again };
};

/** What happened since the unit was confirmed for the first time. */
const since = async (bench: Awaited<ReturnType<typeof openConfirmed>>) => (await bench.story(deviceId)).slice(4);

describe('A unit that was confirmed before and comes again', () => {
  test('is green because it is seen now', async () => {
    const bench = await openConfirmed();
    expect(await bench.again()).toMatchObject({
      state: 'confirmed',
      code: 'already done',
      message: expect.stringMatching(/seen again now/),
    });
    expect(await since(bench)).toEqual(['registration confirmed']);
    expect(bench.backend.created).toEqual([deviceId]);
  });

  test.each([
    ['another device type', { deviceTypeId: otherType }, 'other device type'],
    ['another certificate', { certificate: 'P_00A1_BEEF_02' }, 'other certificate'],
  ] as const)('and that the portal shows in or with %s meanwhile is refused', async (_, change, code) => {
    const bench = await openConfirmed();
    const device = bench.backend.devices.get(deviceId);
    if (device === undefined) throw new Error('it is there');
    bench.backend.devices.set(deviceId, { ...device, ...(change as object) });
    expect(await bench.again()).toMatchObject({ state: 'refused', code });
    expect(await bench.journal.registration(deviceId)).toMatchObject({ state: 'refused', code });
  });

  test('and that is not listed any more is looked for, calls a person, and is not sent again', async () => {
    const bench = await openConfirmed();
    bench.backend.devices.clear();
    expect(await bench.again()).toMatchObject({
      state: 'accepted',
      code: 'not listed',
      message: expect.stringMatching(/was confirmed at .*not list it any more/),
    });
    expect(await since(bench)).toEqual(['registration accepted']);
    expect(bench.backend.created).toEqual([deviceId]);
  });

  test('and that this station has deleted is not believed because the list still shows it', async () => {
    const bench = await openConfirmed();
    const device = bench.backend.devices.get(deviceId);
    if (device === undefined) throw new Error('it is there');
    bench.backend.devices.set(deviceId, { ...device, pac: unitOf(0x701).pac });
    await bench.again();
    await bench.journal.append([{ kind: 'device changed', deviceId, change: 'deleted' }]);
    await bench.journal.append([owedEvent(unit)]);
    bench.backend.instead.push({ kind: 'refused', code: 'backend refused', words: 'this PAC is spent' });
    expect(await bench.again()).toMatchObject({
      state: 'refused',
      code: 'backend refused',
      message: 'this PAC is spent',
    });
    await bench.journal.append([owedEvent(unit)]);
    bench.backend.devices.set(deviceId, { ...device, pac: unitOf(0x702).pac });
    expect(await bench.again()).toMatchObject({ state: 'confirmed' });
  });

  test('by two callers at once is one story', async () => {
    const bench = await openConfirmed();
    bench.backend.devices.clear();
    const both = [
      bench.registrar.register(deviceId, { signal: waiting() }),
      bench.registrar.register(deviceId, { signal: waiting(), wanted: { ...product, deviceTypeId: otherType } }),
    ];
    expect(new Set((await bench.through(Promise.all(both))).map(({ code }) => code))).toEqual(new Set(['not listed']));
    expect(await since(bench)).toEqual(['registration accepted']);
  });

  test('is looked for anew for its whole time, also where it came in a batch long ago', async () => {
    const bench = await openVirtual();
    await bench.list('file', unit);
    const registrar = await bench.start();
    await bench.through(registrar.flush({}, { signal: waiting(), batchFrom: 1 }));
    const lostAgain = async () => {
      bench.backend.devices.clear();
      const begun = bench.clock.uptime();
      expect(await bench.through(registrar.register(deviceId, { signal: waiting() }))).toMatchObject({
        code: 'not listed',
      });
      expect(bench.clock.uptime() - begun).toBeGreaterThanOrEqual(1_800_000);
      bench.backend.devices.set(
        deviceId,
        shelved({ deviceId, deviceTypeId: demoIds.deviceType, certification: wanted }),
      );
      await bench.through(registrar.register(deviceId, { signal: waiting() }));
    };
    await lostAgain();
    await lostAgain();
  });

  test('where the backend is out of reach stands as this backend said it', async () => {
    const bench = await openConfirmed();
    bench.backend.failingLooks.push(new PaclineError('backend unreachable', 'Nobody there.'));
    expect(await bench.again()).toMatchObject({
      state: 'confirmed',
      code: 'already done',
      message: expect.stringMatching(/not looked at again/),
    });
    // While it is known to be out of reach nobody is asked
    expect(await bench.again()).toMatchObject({ state: 'confirmed' });
    expect(bench.backend.failingLooks).toEqual([]);
    expect(await since(bench)).toEqual([]);
  });

  test('where the backend is out of reach does not stand for another product, nor where another API user saw it', async () => {
    const bench = await openConfirmed();
    const nobody = () => bench.backend.failingLooks.push(new PaclineError('backend unreachable', 'Nobody there.'));
    nobody();
    expect(await bench.again({ ...product, deviceTypeId: otherType })).toMatchObject({
      state: 'refused',
      code: 'other device type',
    });
    expect(await bench.again({ ...product, certificate: null })).toMatchObject({
      state: 'refused',
      code: 'other certificate',
    });
    const other = new InMemoryBackend({
      clock: bench.clock,
      identity: { ...bench.backend.identity, apiUser: 'another' },
    });
    other.failingLooks.push(new PaclineError('backend unreachable', 'Nobody there.'));
    const registrar = await bench.start({ backend: other });
    expect(await bench.through(registrar.register(deviceId, { signal: waiting() }))).toMatchObject({
      state: 'accepted',
      code: 'backend unreachable',
    });
    expect(await bench.stateOf(unit)).toBe('confirmed');
  });

  test('at another backend is registered there', async () => {
    const bench = await openConfirmed();
    const other = new InMemoryBackend({
      clock: bench.clock,
      identity: { backend: 'other.example', apiUser: 'station' },
      listDelayMs: () => 600_000,
    });
    const registrar = await bench.start({ backend: other });
    expect(await bench.through(registrar.register(deviceId, { signal: waiting() }))).toMatchObject({
      state: 'confirmed',
      code: 'registered',
    });
    expect(other.created).toEqual([deviceId]);
    expect(await bench.journal.registration(deviceId)).toMatchObject({ backend: 'other.example', sends: 2 });
  });

  test('that another backend has already, sent by somebody else, is owned elsewhere there', async () => {
    const bench = await openConfirmed();
    const other = new InMemoryBackend({
      clock: bench.clock,
      identity: { backend: 'other.example', apiUser: 'station' },
    });
    other.instead.push({ kind: 'exists' });
    const registrar = await bench.start({ backend: other });
    expect(await bench.through(registrar.register(deviceId, { signal: waiting() }))).toMatchObject({
      state: 'refused',
      code: 'owned elsewhere',
    });
  });
});

describe('A question about a confirmed unit that names another product', () => {
  test.each([
    [{ ...product, deviceTypeId: otherType }, 'other device type'],
    [{ ...product, certificate: 'P_00A1_BEEF_02' }, 'other certificate'],
    [{ ...product, certificate: null }, 'other certificate'],
  ])('is wrong, and changes nothing: %j', async (asked, code) => {
    const bench = await openConfirmed();
    expect(await bench.again(asked)).toMatchObject({ state: 'refused', code });
    expect(await bench.journal.registration(deviceId)).toMatchObject({
      state: 'confirmed',
      code: 'registered',
      ...product,
    });
    expect(await since(bench)).toEqual([]);
  });

  test('is right where the unit was moved in the portal, and the journal follows', async () => {
    const bench = await openConfirmed();
    bench.backend.devices.set(deviceId, shelved({ deviceId, deviceTypeId: otherType, certification: wanted }));
    expect(await bench.again({ ...product, deviceTypeId: otherType })).toMatchObject({
      state: 'confirmed',
      code: 'already done',
    });
    expect(await bench.journal.registration(deviceId)).toMatchObject({ state: 'confirmed', deviceTypeId: otherType });
    expect(bench.backend.created).toEqual([deviceId]);
  });

  test('is not answered by what the backend does not show', async () => {
    const bench = await openConfirmed({ hides: ['certificate', 'device type'] });
    expect(await bench.again({ ...product, deviceTypeId: otherType })).toMatchObject({
      state: 'refused',
      code: 'other device type',
    });
    expect(await bench.again({ ...product, certificate: null })).toMatchObject({
      state: 'refused',
      code: 'other certificate',
    });
    expect(await bench.stateOf(unit)).toBe('confirmed');
  });
});

test('What this station changed of a device is what it is held against', async () => {
  const bench = await openConfirmed();
  await bench.journal.append([{ kind: 'device changed', deviceId, change: 'transferred', deviceTypeId: otherType }]);
  bench.backend.devices.set(deviceId, shelved({ deviceId, deviceTypeId: otherType, certification: wanted }));
  expect(await bench.again()).toMatchObject({ state: 'confirmed', code: 'already done' });
});

test('A device that this station deleted is withdrawn, and may be owed again by a person', async () => {
  const bench = await openConfirmed();
  await bench.journal.append([{ kind: 'device changed', deviceId, change: 'deleted' }]);
  bench.backend.devices.clear();
  expect(await bench.again()).toMatchObject({ state: 'withdrawn', code: 'registration withdrawn' });
  await bench.owe(unit);
  expect(await bench.again()).toMatchObject({ state: 'confirmed', code: 'registered' });
  expect(bench.backend.created).toEqual([deviceId, deviceId]);
});

test('Units of a file that were confirmed before are looked up again when it is given again', async () => {
  const bench = await openVirtual();
  const units = [unitOf(0x710), unitOf(0x711), unitOf(0x712)];
  const [gone, moved, same] = units.map((one) => one.deviceId);
  if (gone === undefined || moved === undefined || same === undefined) throw new Error('three units');
  await bench.list('file', ...units);
  const registrar = await bench.start();
  await bench.through(registrar.flush({ listing: 'file' }, { signal: waiting(), batchFrom: 1 }));
  bench.backend.devices.delete(gone);
  bench.backend.devices.set(moved, shelved({ deviceId: moved, deviceTypeId: otherType, certification: wanted }));
  await bench.through(registrar.lookAgain({ listing: 'file' }, { signal: waiting() }));
  expect(await Promise.all(units.map((one) => bench.stateOf(one)))).toEqual(['accepted', 'refused', 'confirmed']);
});
