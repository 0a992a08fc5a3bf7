import { describe, expect, it } from 'vitest';
import { demoIds, demoUsers } from '../../../src/simulator/backend/world/demo-world.ts';
import {
  anyText,
  idsFrom,
  jobIdOf,
  neighbours,
  pacOf,
  startRig,
  textLike,
  withNeighbours,
  type Rig,
} from './backend-rig.ts';

type Action = 'restart' | 'suspend' | 'resume' | 'unsubscribe';

const act = (rig: Rig, action: Action, data: unknown, query = '') =>
  rig.call(`/devices/bulk/${action}${query}`, { method: 'POST', body: { data } });
const outcome = async (rig: Rig, action: Action, data: unknown) =>
  rig.call(`/devices/bulk/${action}/${jobIdOf(await act(rig, action, data))}`);
const look = (rig: Rig, id: string) => rig.call(`/devices/${id}`);

/** Devices that hold a token each. */
const speaking = async (rig: Rig, ids: readonly string[]): Promise<void> => {
  await rig.poll(await rig.createBulk(ids));
  for (const id of ids) rig.world.receiveFrame(id, { at: rig.clock.now() });
};

const full = {
  id: demoIds.contract,
  name: 'Full',
  groupId: demoIds.group,
  maxTokens: 1,
  tokensInUse: 1,
  tokensUsed: 0,
};
const always = { startTime: 0, activationEndTime: 0, communicationEndTime: 0, tokenDurationMonths: 12 };

describe('actions in bulk', () => {
  it('tell their total inside of the status, and name what failed', async () => {
    const rig = await startRig({ seed: withNeighbours });
    await speaking(rig, ['00A10001']);
    const started = await act(rig, 'suspend', ['00A10001', '00A10002', neighbours.device]);
    expect(started).toMatchObject({ status: 200, body: { jobId: textLike(/^[0-9a-f]{24}$/) } });
    expect(await rig.call(`/devices/bulk/suspend/${jobIdOf(started)}`)).toMatchObject({
      status: 200,
      body: {
        jobDone: true,
        status: {
          total: 3,
          nbSuccess: 1,
          nbErrors: 2,
          errors: [
            { entity: 'A10002', type: 0, message: anyText },
            { entity: 'A10009', type: 0, message: anyText },
          ],
        },
      },
    });
  });

  it('take their time as all jobs do, and start with 201 where the older revision of the API is played', async () => {
    const rig = await startRig({ pace: { perJobMs: 1_000, perThousandMs: 0 }, jobStartStatus: 201 });
    const started = await act(rig, 'restart', idsFrom('00A10001', 4));
    expect(started.status).toBe(201);
    await rig.clock.advance(500);
    expect(await rig.call(`/devices/bulk/restart/${jobIdOf(started)}`)).toMatchObject({
      body: { jobDone: false, status: { total: 4, nbSuccess: 0, nbErrors: 2 } },
    });
  });

  it('are read where they were started and nowhere else', async () => {
    const rig = await startRig();
    const started = await act(rig, 'restart', ['00A10001']);
    for (const other of ['suspend', 'resume', 'unsubscribe'])
      expect(await rig.call(`/devices/bulk/${other}/${jobIdOf(started)}`)).toMatchObject({ status: 404 });
    expect(await rig.poll(started)).toMatchObject({ status: 404 });
    expect(await rig.call(`/devices/bulk/restart/${jobIdOf(await rig.createBulk(['00A10001']))}`)).toMatchObject({
      status: 404,
    });
    expect(await rig.call('/devices/bulk/restart/12')).toMatchObject({ status: 400 });
  });

  it.each(['restart', 'suspend', 'resume'] as const)(
    '%s refuses a foreign group, readers, no list and no hex',
    async (action) => {
      const rig = await startRig({ seed: withNeighbours });
      expect(await act(rig, action, ['00A10001'], `?groupId=${neighbours.group}`)).toMatchObject({ status: 403 });
      expect(
        await rig.call(`/devices/bulk/${action}`, {
          method: 'POST',
          as: demoUsers.reader,
          body: { data: ['00A10001'] },
        }),
      ).toMatchObject({ status: 403 });
      expect(await act(rig, action, [])).toMatchObject({ status: 400, body: { errors: [{ field: 'data' }] } });
      expect(await act(rig, action, ['00A1000G'])).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'data.0' }] },
      });
    },
  );

  it('restart brings a device back that found no free token', async () => {
    const rig = await startRig({ seed: { contracts: [{ ...full, ...always }] } });
    await speaking(rig, ['00A10001']);
    expect(await look(rig, '00A10001')).toMatchObject({ body: { state: 2, token: { state: 1 } } });
    rig.world.receiveFrame('00A10001', { at: rig.clock.now() });
    expect(await look(rig, '00A10001')).toMatchObject({ body: { state: 2 } });
    expect(await outcome(rig, 'restart', ['00A10001'])).toMatchObject({ body: { status: { nbSuccess: 1 } } });
    expect(await look(rig, '00A10001')).toMatchObject({ body: { state: 0, token: { state: 2 } } });
    expect(await outcome(rig, 'restart', ['00A10001'])).toMatchObject({ body: { status: { nbErrors: 1 } } });
  });

  it('suspend and resume: a suspended device is not heard and keeps its token', async () => {
    const rig = await startRig();
    await speaking(rig, ['00A10001']);
    await outcome(rig, 'suspend', ['00A10001']);
    rig.world.receiveFrame('00A10001', { at: rig.clock.now() + 1 });
    expect(await look(rig, '00A10001')).toMatchObject({
      body: { state: 6, token: { state: 0 }, lastCom: rig.clock.now() },
    });
    expect(await outcome(rig, 'suspend', ['00A10001'])).toMatchObject({ body: { status: { nbErrors: 1 } } });
    expect(rig.world.contract(demoIds.contract)?.tokensInUse).toBe(1);
    expect(await outcome(rig, 'resume', ['00A10001'])).toMatchObject({ body: { status: { nbSuccess: 1 } } });
    expect(await outcome(rig, 'resume', ['00A10001'])).toMatchObject({ body: { status: { nbErrors: 1 } } });
    expect(await look(rig, '00A10001')).toMatchObject({ body: { state: 0 } });
  });

  it("unsubscribe gives tokens back at each device's own time", async () => {
    const rig = await startRig();
    await speaking(rig, idsFrom('00A10001', 3));
    const now = rig.clock.now();
    const reply = await outcome(rig, 'unsubscribe', [
      { id: '00A10001', unsubscriptionTime: now },
      { id: '00A10002', unsubscriptionTime: now + 1_000 },
      { id: '00A100FF', unsubscriptionTime: now },
    ]);
    expect(reply).toMatchObject({ body: { jobDone: true, status: { total: 3, nbSuccess: 2, nbErrors: 1 } } });
    expect(await look(rig, '00A10001')).toMatchObject({ body: { state: 2, token: { state: 1 } } });
    expect(await look(rig, '00A10002')).toMatchObject({
      body: { state: 0, token: { state: 0 }, unsubscriptionTime: now + 1_000 },
    });
    await rig.clock.advance(1_000);
    expect(await look(rig, '00A10002')).toMatchObject({ body: { state: 2 } });
    expect(await rig.call(`/contract-infos/${demoIds.contract}`)).toMatchObject({
      body: { tokensInUse: 1, tokensUsed: 2 },
    });
  });
});

describe('actions on one device', () => {
  it('unsubscribe sets the time, and is refused without a token', async () => {
    const rig = await startRig();
    await speaking(rig, ['00A10001']);
    await rig.create('00A10002');
    const unsubscribe = (id: string, unsubscriptionTime: unknown) =>
      rig.call(`/devices/${id}/unsubscribe`, { method: 'PUT', body: { unsubscriptionTime } });
    expect(await unsubscribe('A10001', rig.clock.now() + 500)).toMatchObject({ status: 204, text: '' });
    expect(await look(rig, 'A10001')).toMatchObject({ body: { unsubscriptionTime: rig.clock.now() + 500 } });
    expect(await unsubscribe('A10002', rig.clock.now())).toMatchObject({ status: 403 });
    expect(await unsubscribe('A10003', rig.clock.now())).toMatchObject({ status: 404 });
    expect(await unsubscribe('A10001', 'soon')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'unsubscriptionTime' }] },
    });
  });

  it('disengage lets one frame through whose number does not follow', async () => {
    const rig = await startRig();
    await rig.create('00A10001');
    const speak = (sequenceNumber: number) =>
      rig.world.receiveFrame('00A10001', { at: rig.clock.now(), payload: '01', sequenceNumber });
    const heard = async () => (await rig.call('/devices/A10001/messages/metric')).body;
    speak(100);
    speak(3);
    expect(await heard()).toMatchObject({ lastDay: 1 });
    expect(await look(rig, '00A10001')).toMatchObject({ body: { sequenceNumber: 100, trashSequenceNumber: 3 } });
    expect(await rig.call('/devices/A10001/disengage', { method: 'POST' })).toMatchObject({ status: 204, text: '' });
    speak(3);
    speak(4);
    speak(3);
    expect(await heard()).toMatchObject({ lastDay: 3 });
    expect(await look(rig, '00A10001')).toMatchObject({ body: { sequenceNumber: 4 } });
    expect(await rig.call('/devices/A100FF/disengage', { method: 'POST' })).toMatchObject({ status: 404 });
  });

  it('delete needs the token to be gone; then only the last PAC registers the device again', async () => {
    const rig = await startRig({ seed: withNeighbours });
    await speaking(rig, ['00A10001']);
    const remove = (id: string) => rig.call(`/devices/${id}`, { method: 'DELETE' });
    expect(await remove('A10001')).toMatchObject({ status: 403 });
    await rig.call('/devices/A10001/unsubscribe', { method: 'PUT', body: { unsubscriptionTime: rig.clock.now() } });
    const lastPac = rig.world.device('A10001')?.pac;
    expect(await remove('A10001')).toMatchObject({ status: 204, text: '' });
    expect(await remove('A10001')).toMatchObject({ status: 404 });
    expect(await remove(neighbours.device)).toMatchObject({ status: 403 });
    expect(await rig.call('/devices?sort=id')).toMatchObject({ body: { data: [] } });
    expect(await rig.create('00A10001', { pac: pacOf('00A10001') })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'pac' }] },
    });
    expect(await rig.create('00A10001', { pac: lastPac })).toMatchObject({ status: 201 });
    expect(await rig.call('/devices?sort=id')).toMatchObject({ body: { data: [{ id: 'A10001' }] } });
    expect(await rig.call('/devices/A10001/messages')).toMatchObject({ body: { data: [] } });
  });

  it("delete gives a prototype's place in the quota back", async () => {
    const rig = await startRig();
    await rig.create('00A10001', { productCertificate: undefined, prototype: true });
    await rig.call('/devices/A10001', { method: 'DELETE' });
    expect(rig.world.group(demoIds.group)?.currentPrototypeCount).toBe(0);
  });
});
