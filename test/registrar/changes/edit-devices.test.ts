import { describe, expect, onTestFinished, test } from 'vitest';
import type { Backend, DeviceChanges, DeviceEdit } from '../../../src/backend/backend.ts';
import type { RegistrarActivity } from '../../../src/registrar/registrar-options.ts';
import { editDevices } from '../../../src/registrar/changes/edit-devices.ts';
import {
  actOnDevices,
  deleteDevice,
  disengageDevices,
  replaceDevices,
  transferDevices,
  unsubscribeDevices,
} from '../../../src/registrar/changes/token-changes.ts';
import type { UnitResult } from '../../../src/registrar/changes/unit-result.ts';
import { demoIds, demoWorld } from '../../../src/simulator/backend/world/demo-world.ts';
import { parseFault } from '../../../src/simulator/backend/faults/parse-fault.ts';
import { Registry } from '../../../src/simulator/backend/world/registry.ts';
import { startSimulatedBackend } from '../../../src/simulator/backend/server.ts';
import { fastClock } from '../../acceptance/support/fast-clock.ts';
import { certificate, openClient, unitOf, waiting } from '../registrar-bench.ts';

const otherType = '5eed000000000000000000c2';
const otherContract = '5eed000000000000000000b2';
const units = Array.from({ length: 6 }, (_, index) => unitOf(0x70 + index).deviceId);
const [first, second, third] = [unitOf(0x70).deviceId, unitOf(0x71).deviceId, unitOf(0x72).deviceId];
const absent = unitOf(0x90).deviceId;

interface BenchOptions {
  readonly faults?: readonly string[];
  readonly jobStartStatus?: 200 | 201;
  readonly url?: string;
}

/** Six units, registered before, in a backend on a real socket; two device types under two contracts. */
const openBench = async ({ faults = [], jobStartStatus = 200, url }: BenchOptions = {}) => {
  const clock = fastClock(50);
  const [contract] = demoWorld.contracts;
  const world = new Registry({
    ...demoWorld,
    contracts: [
      ...demoWorld.contracts,
      ...(contract === undefined ? [] : [{ ...contract, id: otherContract, name: 'Another order' }]),
    ],
    deviceTypes: [
      ...demoWorld.deviceTypes,
      { id: otherType, name: 'Another product', groupId: demoIds.group, contractIds: [otherContract] },
    ],
    devices: units.map((id) => ({
      id,
      pac: '7C1E5A90B3D2F468',
      name: `old ${id}`,
      deviceTypeId: demoIds.deviceType,
      productCertificate: 'P_00A1_0001_01',
      creationTime: 0,
    })),
  });
  const simulated = await startSimulatedBackend({
    listen: { host: '127.0.0.1', port: 0 },
    world,
    clock: fastClock(1),
    signal: waiting(),
    faults: faults.flatMap((text) => {
      const fault = parseFault(text);
      return fault.ok ? [fault.value] : expect.fail(fault.reason);
    }),
    jobStartStatus,
  });
  onTestFinished(() => simulated.close());
  const activities: RegistrarActivity[] = [];
  const backend = openClient(url ?? simulated.url, clock);
  const tools = { backend, clock, onActivity: (activity: RegistrarActivity) => void activities.push(activity) };
  return { world, tools, activities, hear: (id: string) => world.receiveFrame(id, { at: Date.now() }) };
};

const ended = async (results: AsyncIterable<UnitResult>): Promise<readonly UnitResult[]> => {
  const all: UnitResult[] = [];
  for await (const result of results) all.push(result);
  return all;
};

const changed = (changes: DeviceChanges, ids = units): readonly DeviceEdit[] =>
  ids.map((deviceId) => ({ deviceId, changes }));
const codes = (results: readonly UnitResult[]) =>
  Object.fromEntries(results.map(({ deviceId, code }) => [deviceId, code]));
const patient = { signal: waiting() };

describe('one unit', () => {
  test('is edited by a request of its own, and is not asked for again when it is as it is to be', async () => {
    const { world, tools } = await openBench();
    const edits = changed({ name: 'new', certification: { kind: 'certificate', certificate } }, [first]);
    expect(await ended(editDevices(edits, tools, patient))).toEqual([
      { deviceId: first, outcome: 'pass', code: 'edited', message: 'The backend has edited it.', jobId: null },
    ]);
    expect(world.device(first)).toMatchObject({ name: 'new', productCertificate: certificate, prototype: false });
    expect(codes(await ended(editDevices(edits, tools, patient)))).toEqual({ [first]: 'already done' });
  });

  test('that the backend does not show is said to be so', async () => {
    const { tools } = await openBench();
    expect(await ended(editDevices(changed({ name: 'new' }, [absent]), tools, patient))).toMatchObject([
      { outcome: 'fail', code: 'not registered', message: expect.stringContaining('not visible to this API user') },
    ]);
  });

  test('whose second edit within the hour differs is left as it is, and told when to come again', async () => {
    const { world, tools } = await openBench();
    await ended(editDevices(changed({ name: 'new' }, [first]), tools, patient));
    expect(await ended(editDevices(changed({ name: 'newer' }, [first]), tools, patient))).toMatchObject([
      {
        outcome: 'error',
        code: 'backend throttled',
        message: expect.stringMatching(/nothing was changed.*again in \d+ min/i),
      },
    ]);
    expect(world.device(first)).toMatchObject({ name: 'new' });
  });

  test('whose answer got lost is looked at, and not sent again', async () => {
    const { world, tools } = await openBench({ faults: ['lost-after-commit@PUT/v2/devices/*'] });
    expect(codes(await ended(editDevices(changed({ name: 'new' }, [first]), tools, patient)))).toEqual({
      [first]: 'edited',
    });
    expect(world.device(first)).toMatchObject({ name: 'new' });
  });

  test('whose answer got lost is unknown where the backend does not show what was changed', async () => {
    const { tools } = await openBench({ faults: ['lost-after-commit@PUT/v2/devices/*'] });
    expect(await ended(editDevices(changed({ lat: 53.2, lng: -6.3 }, [first]), tools, patient))).toMatchObject([
      { outcome: 'error', code: 'change unknown', message: expect.stringMatching(/^Unknown: /) },
    ]);
  });

  test('that the API user may not change says so', async () => {
    const { tools } = await openBench({ faults: ['403@PUT/v2/devices/*'] });
    expect(await ended(editDevices(changed({ name: 'new' }, [first]), tools, patient))).toMatchObject([
      { outcome: 'error', code: 'no rights' },
    ]);
  });
});

describe('many units', () => {
  test.each([200, 201] as const)('are edited in one job, begun with %i', async (jobStartStatus) => {
    const { world, tools, activities } = await openBench({ jobStartStatus });
    const results = await ended(editDevices(changed({ name: 'new', activable: false }), tools, patient));
    expect(results.map(({ deviceId, outcome, code }) => [deviceId, outcome, code])).toEqual(
      units.map((id) => [id, 'pass', 'edited']),
    );
    expect(new Set(results.map(({ jobId }) => jobId)).size).toBe(1);
    expect(results[0]?.jobId).toMatch(/^[0-9a-f]{24}$/);
    expect(units.map((id) => world.device(id))).toMatchObject(units.map(() => ({ name: 'new', activable: false })));
    expect(activities.filter(({ kind }) => kind === 'looking up')).toEqual([]);
  });

  test('of which some are refused: those are named with the words of the backend, the others pass', async () => {
    const { tools } = await openBench({ faults: ['job-partial', 'job-padding'] });
    const results = await ended(editDevices(changed({ lat: 53.2, lng: -6.3 }), tools, patient));
    expect(units.map((id) => codes(results)[id])).toEqual([
      'edited',
      'backend refused',
      'edited',
      'backend refused',
      'edited',
      'backend refused',
    ]);
    expect(results.find(({ deviceId }) => deviceId === second)).toMatchObject({
      outcome: 'fail',
      message: expect.stringContaining('refused by a fault on demand'),
      jobId: expect.any(String),
    });
  });

  test('of which one is not there', async () => {
    const { tools } = await openBench();
    const results = await ended(editDevices(changed({ name: 'new' }, [first, absent]), tools, patient));
    expect(codes(results)).toEqual({ [first]: 'edited', [absent]: 'backend refused' });
  });

  test('of which the job does not speak are looked at, as far as they show it', async () => {
    const { tools } = await openBench({ faults: ['job-missing:6'] });
    const named = await ended(editDevices(changed({ name: 'new' }), tools, patient));
    expect(units.map((id) => codes(named)[id])).toEqual([
      'edited',
      'change unknown',
      'edited',
      'change unknown',
      'edited',
      'change unknown',
    ]);
    const placed = await ended(editDevices(changed({ lat: 53.2, lng: -6.3 }), tools, patient));
    expect(new Set(placed.map(({ code }) => code))).toEqual(new Set(['change unknown']));
  });

  test('whose job breaks off are told apart by looking', async () => {
    const { tools } = await openBench({ faults: ['job-system'] });
    const results = await ended(editDevices(changed({ name: 'new' }), tools, patient));
    expect(units.map((id) => codes(results)[id])).toEqual([
      'edited',
      'edited',
      'edited',
      'change unknown',
      'change unknown',
      'change unknown',
    ]);
    expect(results.at(-1)?.message).toContain('the job broke off');
  });

  test('whose answer got lost are looked up', async () => {
    const { tools } = await openBench({ faults: ['lost-after-commit@PUT/v2/devices/bulk'] });
    expect(new Set(Object.values(codes(await ended(editDevices(changed({ name: 'new' }), tools, patient)))))).toEqual(
      new Set(['edited']),
    );
  });

  test('wait when the backend asks to slow down, for the request and for its job', async () => {
    const { tools, activities } = await openBench({ faults: ['429@PUT/v2/devices/bulk:1', '429@poll:1-2'] });
    expect(new Set(Object.values(codes(await ended(editDevices(changed({ name: 'new' }), tools, patient)))))).toEqual(
      new Set(['edited']),
    );
    const told = 'the backend does not tell how its job stands (backend throttled)';
    expect(activities.flatMap((activity) => (activity.kind === 'waiting' ? [activity.reason] : []))).toEqual([
      'the backend asks to slow down',
      told,
      told,
    ]);
  });

  test('are each told that nothing was sent when nobody answers', async () => {
    const { tools } = await openBench({ url: 'http://127.0.0.1:1/v2' });
    const results = await ended(editDevices(changed({ name: 'new' }), tools, patient));
    expect(results).toMatchObject(
      units.map((deviceId) => ({ deviceId, outcome: 'error', code: 'backend unreachable' })),
    );
  });

  test('are cut to what a request may hold', async () => {
    const { world, tools } = await openBench();
    const edits = changed({ name: 'new' });
    const [edit] = edits;
    const backend = narrowed(tools.backend, edit === undefined ? 0 : tools.backend.encodedLength(edit) * 2.5);
    const results = await ended(editDevices(edits, { ...tools, backend }, patient));
    expect(new Set(results.map(({ jobId }) => jobId)).size).toBe(3);
    expect(units.map((id) => world.device(id)?.name)).toEqual(units.map(() => 'new'));
  });

  test('are let go at once when the caller leaves', async () => {
    const { tools, activities } = await openBench({ faults: ['job-late'] });
    const leaving = new AbortController();
    const onActivity = (activity: RegistrarActivity): void => {
      activities.push(activity);
      if (activity.kind === 'job') leaving.abort(new Error('has to go'));
    };
    await expect(ended(editDevices(changed({ name: 'new' }), { ...tools, onActivity }, leaving))).rejects.toThrow(
      'has to go',
    );
    expect(activities.at(-1)).toMatchObject({ kind: 'job' });
  });
});

/** The same backend, whose requests may hold less. */
const narrowed = (
  backend: Backend,
  maxBatchBytes: number,
): Pick<Backend, 'find' | 'edit' | 'editBatch' | 'job' | 'maxBatchBytes' | 'encodedLength'> => ({
  maxBatchBytes,
  find: (...args) => backend.find(...args),
  edit: (...args) => backend.edit(...args),
  editBatch: (...args) => backend.editBatch(...args),
  job: (...args) => backend.job(...args),
  encodedLength: (...args) => backend.encodedLength(...args),
});

describe('what concerns tokens', () => {
  test('a transfer is not repeated for a unit that is there already', async () => {
    const { world, tools, activities } = await openBench();
    const order = { deviceTypeId: otherType, deviceIds: [first, absent], keepHistory: true, activable: true };
    expect(codes(await ended(transferDevices(order, tools, patient)))).toEqual({
      [first]: 'transferred',
      [absent]: 'not registered',
    });
    expect(world.device(first)).toMatchObject({ deviceTypeId: otherType });
    activities.length = 0;
    expect(codes(await ended(transferDevices({ ...order, deviceIds: [first] }, tools, patient)))).toEqual({
      [first]: 'already done',
    });
    expect(activities).toEqual([{ kind: 'looking up', units: 1 }]);
  });

  test('units are suspended and resumed, each with its own result', async () => {
    const { world, tools, hear } = await openBench();
    hear(first);
    expect(codes(await ended(actOnDevices('suspend', [first, second], tools, patient)))).toEqual({
      [first]: 'suspended',
      [second]: 'backend refused',
    });
    expect(world.device(first)).toMatchObject({ state: 6 });
    expect(codes(await ended(actOnDevices('suspend', [first], tools, patient)))).toEqual({ [first]: 'already done' });
    expect(codes(await ended(actOnDevices('resume', [first], tools, patient)))).toEqual({ [first]: 'resumed' });
  });

  test('a unit that is not off contract is not restarted, and one that is, is', async () => {
    const { tools, hear } = await openBench();
    hear(first);
    expect(codes(await ended(unsubscribeDevices({ deviceIds: [first], at: 1 }, tools, patient)))).toEqual({
      [first]: 'unsubscribed',
    });
    expect(codes(await ended(actOnDevices('restart', [first, second], tools, patient)))).toEqual({
      [first]: 'restarted',
      [second]: 'backend refused',
    });
  });

  test('a token goes from one unit to another, and only if there is one', async () => {
    const { world, tools, hear } = await openBench();
    hear(first);
    const pairs = [
      { deviceId: first, targetDeviceId: second },
      { deviceId: third, targetDeviceId: absent },
    ];
    const results = await ended(replaceDevices(pairs, tools, patient));
    expect(codes(results)).toEqual({ [first]: 'replaced', [third]: 'backend refused' });
    expect(world.device(second)?.token).not.toBeNull();
  });

  test('units are disengaged one by one', async () => {
    const { tools } = await openBench();
    expect(codes(await ended(disengageDevices([first, absent], tools, patient)))).toEqual({
      [first]: 'disengaged',
      [absent]: 'not registered',
    });
  });

  test('a unit with a token is not deleted, one without is, and then it is not there', async () => {
    const { world, tools, hear } = await openBench();
    hear(first);
    expect(await ended(deleteDevice(first, tools, patient))).toMatchObject([
      { code: 'no rights', message: expect.stringContaining('holds a token') },
    ]);
    expect(codes(await ended(deleteDevice(second, tools, patient)))).toEqual({ [second]: 'deleted' });
    expect(world.device(second)).toBeUndefined();
    expect(codes(await ended(deleteDevice(second, tools, patient)))).toEqual({ [second]: 'not registered' });
  });

  test('a deletion whose answer got lost is settled by looking', async () => {
    const { tools } = await openBench({ faults: ['lost-after-commit@DELETE/v2/devices/*'] });
    expect(codes(await ended(deleteDevice(second, tools, patient)))).toEqual({ [second]: 'deleted' });
  });
});
