import { describe, expect, it } from 'vitest';
import { demoIds, demoUsers } from '../../../src/simulator/backend/world/demo-world.ts';
import { anyText, idsFrom, neighbours, startRig, withNeighbours, type Rig } from './backend-rig.ts';

const put = (rig: Rig, id: string, body: unknown) => rig.call(`/devices/${id}`, { method: 'PUT', body });
const putBulk = (rig: Rig, data: unknown, query = '') =>
  rig.call(`/devices/bulk${query}`, { method: 'PUT', body: { data } });
const transfer = (rig: Rig, deviceTypeId: string, data: unknown) =>
  rig.call('/devices/bulk/transfer', { method: 'POST', body: { deviceTypeId, data } });
const look = (rig: Rig, id: string) =>
  rig.call(`/devices/${id}?fields=productCertificate(key),deviceType(name),contract(name)`);

describe('editing one device', () => {
  it('changes what is given and nothing else, and notes when and by whom', async () => {
    const rig = await startRig();
    await rig.create('00A10001', { lat: 1.5, lng: 2.5 });
    await rig.clock.advance(5);
    const reply = await put(rig, '00A10001', {
      name: 'renamed',
      productCertificate: { key: 'P_00A1_0001_02' },
      lat: 48.5,
    });
    expect(reply).toMatchObject({ status: 204, text: '' });
    expect(reply.headers.get('content-length')).toBeNull();
    expect(await look(rig, '00A10001')).toMatchObject({
      body: {
        name: 'renamed',
        productCertificate: { key: 'P_00A1_0001_02' },
        location: { lat: 48.5, lng: 2.5 },
        automaticRenewal: true,
        lastEditionTime: rig.clock.now(),
        lastEditedBy: demoUsers.writer.login,
      },
    });
  });

  it('takes null as "back to what it is by default"', async () => {
    const rig = await startRig();
    await rig.create('00A10001', { lat: 1.5, automaticRenewal: false, activable: false });
    expect(await put(rig, '00A10001', { lat: null, automaticRenewal: null, activable: null })).toMatchObject({
      status: 204,
    });
    expect(await look(rig, '00A10001')).toMatchObject({
      body: { location: { lat: 0 }, automaticRenewal: true, activable: true, state: 0 },
    });
  });

  it('makes a product of a prototype, which gives its place in the quota back, and the other way round', async () => {
    const rig = await startRig();
    await rig.create('00A10001', { productCertificate: undefined, prototype: true });
    expect(await put(rig, '00A10001', { productCertificate: { key: 'P_00A1_0001_01' } })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'prototype' }] },
    });
    expect(
      await put(rig, '00A10001', { productCertificate: { key: 'P_00A1_0001_01' }, prototype: false }),
    ).toMatchObject({ status: 204 });
    expect(rig.world.group(demoIds.group)?.currentPrototypeCount).toBe(0);
    expect(await put(rig, '00A10001', { productCertificate: null })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'productCertificate' }] },
    });
    expect(await put(rig, '00A10001', { productCertificate: null, prototype: true })).toMatchObject({ status: 204 });
    expect(rig.world.group(demoIds.group)?.currentPrototypeCount).toBe(1);
  });

  it.each([
    ['a certificate that is not there', { productCertificate: { key: 'P_00A1_0001_XX' } }, 'productCertificate.key'],
    ['an unknown property', { colour: 'red' }, 'colour'],
    ['another device type', { deviceTypeId: demoIds.deviceType }, 'deviceTypeId'],
    ['another PAC', { pac: 'A1A1A1A1A1A1A1A1' }, 'pac'],
    ['a name of 101 characters', { name: 'n'.repeat(101) }, 'name'],
    ['no name', { name: null }, 'name'],
  ])('refuses %s and changes nothing', async (_, body, field) => {
    const rig = await startRig();
    await rig.create('00A10001');
    const before = rig.world.device('00A10001');
    expect(await put(rig, '00A10001', body)).toMatchObject({ status: 400, body: { errors: [{ field }] } });
    expect(rig.world.device('00A10001')).toBe(before);
  });

  it('is 404 for an unknown device, 403 for a foreign one and for a user with read rights', async () => {
    const rig = await startRig({ seed: withNeighbours });
    expect(await put(rig, '00A10001', { name: 'n' })).toMatchObject({ status: 404 });
    expect(await put(rig, neighbours.device, { name: 'n' })).toMatchObject({ status: 403 });
    expect(await rig.call('/devices/A10001', { method: 'PUT', as: demoUsers.reader, body: {} })).toMatchObject({
      status: 403,
    });
  });

  it('leaves a device with a token activable', async () => {
    const rig = await startRig();
    await rig.create('00A10001');
    rig.world.receiveFrame('00A10001', { at: rig.clock.now() });
    await put(rig, '00A10001', { activable: false });
    expect(await look(rig, '00A10001')).toMatchObject({ body: { state: 0, activable: true } });
  });
});

describe('editing in bulk', () => {
  it('gives every device a certificate of its own', async () => {
    const rig = await startRig();
    await rig.createBulk(idsFrom('00A10001', 3));
    const started = await putBulk(rig, [
      { id: '00A10001', productCertificate: { key: 'P_00A1_0001_02' } },
      { id: '00A10002', productCertificate: { key: 'P_00A1_0001_03' }, name: 'second' },
    ]);
    expect(started).toMatchObject({ status: 200, body: { total: 2, jobId: anyText } });
    expect(await rig.poll(started)).toMatchObject({
      status: 200,
      body: { jobDone: true, total: 2, status: { success: 2, errors: [] } },
    });
    expect(await rig.call('/devices?sort=id&fields=productCertificate(key)')).toMatchObject({
      body: {
        data: ['02', '03', '01'].map((revision) => ({ productCertificate: { key: `P_00A1_0001_${revision}` } })),
      },
    });
  });

  it('refuses single devices in the job', async () => {
    const rig = await startRig({ seed: withNeighbours });
    await rig.create('00A10001');
    const started = await putBulk(rig, [
      { id: '00A10001', productCertificate: { key: 'P_00A1_XXXX_02' } },
      { id: '00A10002', name: 'unknown' },
      { id: neighbours.device, name: 'foreign' },
      { id: '00A10001', name: 'n'.repeat(101) },
      { id: '00A10001', name: 'good' },
    ]);
    expect(await rig.poll(started)).toMatchObject({
      body: {
        status: {
          success: 1,
          errors: ['A10001', 'A10002', 'A10009', 'A10001'].map((entity) => ({ entity, type: 0, message: anyText })),
        },
      },
    });
  });

  it('starts with 201 where the older revision of the API is played', async () => {
    const rig = await startRig({ jobStartStatus: 201 });
    expect(await putBulk(rig, [{ id: '00A10001', name: 'n' }])).toMatchObject({
      status: 201,
      body: { total: 1, jobId: anyText },
    });
    expect(await rig.createBulk(['00A10001'])).toMatchObject({ status: 200 });
  });

  it('takes the name of its own group and of no other', async () => {
    const rig = await startRig({ seed: withNeighbours });
    expect(await putBulk(rig, [{ id: '00A10001' }], `?groupId=${demoIds.group}`)).toMatchObject({ status: 200 });
    expect(await putBulk(rig, [{ id: '00A10001' }], `?groupId=${neighbours.group}`)).toMatchObject({ status: 403 });
    expect(await putBulk(rig, [{ id: '00A10001', payloadEncryption: true }])).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'data.0.payloadEncryption' }] },
    });
  });
});

describe('a transfer', () => {
  it('moves devices to another type; a token of a contract that the type does not have is lost', async () => {
    const rig = await startRig({ seed: withNeighbours });
    await rig.createBulk(idsFrom('00A10001', 2));
    await rig.call('/devices');
    rig.world.receiveFrame('00A10001', { at: rig.clock.now(), payload: 'CAFE' });
    const started = await transfer(rig, neighbours.ourOtherType, [
      { id: '00A10001', keepHistory: true },
      { id: '00A10002', activable: false },
    ]);
    expect(started).toMatchObject({ status: 200, body: { total: 2, jobId: anyText } });
    expect(await rig.poll(started)).toMatchObject({ body: { jobDone: true, status: { success: 2, errors: [] } } });
    expect(await look(rig, '00A10001')).toMatchObject({
      body: { deviceType: { id: neighbours.ourOtherType }, token: { state: 2 }, state: 0 },
    });
    expect(await look(rig, '00A10002')).toMatchObject({
      body: { deviceType: { id: neighbours.ourOtherType }, state: 7 },
    });
    expect(rig.world.contract(demoIds.contract)).toMatchObject({ tokensInUse: 0, tokensUsed: 1 });
    expect(await rig.call('/devices/A10001/messages')).toMatchObject({ body: { data: [{ data: 'CAFE' }] } });
    rig.world.receiveFrame('00A10001', { at: rig.clock.now() });
    expect(await look(rig, '00A10001')).toMatchObject({ body: { contract: { id: neighbours.ourOtherContract } } });
  });

  it('keeps a token of a contract that both types have, and forgets messages unless told to keep them', async () => {
    const sibling = 'f5'.repeat(12);
    const rig = await startRig({
      seed: {
        ...withNeighbours,
        deviceTypes: [
          ...(withNeighbours.deviceTypes ?? []),
          { id: sibling, name: 'Sibling', groupId: demoIds.group, contractIds: [demoIds.contract] },
        ],
      },
    });
    await rig.create('00A10001');
    rig.world.receiveFrame('00A10001', { at: rig.clock.now() });
    await rig.poll(await transfer(rig, sibling, [{ id: '00A10001' }]));
    expect(await look(rig, '00A10001')).toMatchObject({ body: { deviceType: { id: sibling }, token: { state: 0 } } });
    expect(await rig.call('/devices/A10001/messages')).toMatchObject({ body: { data: [] } });
  });

  it('is refused for types that are not there or not ours, and in the job for such devices', async () => {
    const rig = await startRig({ seed: withNeighbours });
    expect(await transfer(rig, 'e'.repeat(24), [{ id: '00A10001' }])).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'deviceTypeId' }] },
    });
    expect(await transfer(rig, neighbours.deviceType, [{ id: '00A10001' }])).toMatchObject({ status: 403 });
    const started = await transfer(rig, neighbours.ourOtherType, [{ id: '00A10001' }, { id: neighbours.device }]);
    expect(await rig.poll(started)).toMatchObject({
      body: { status: { success: 0, errors: [{ entity: 'A10001' }, { entity: 'A10009' }] } },
    });
    expect(rig.world.device(neighbours.device)?.deviceTypeId).toBe(neighbours.deviceType);
  });
});

describe('a replacement', () => {
  it('moves tokens while the caller waits, and tells which pairs could not be', async () => {
    const rig = await startRig({ seed: withNeighbours });
    await rig.createBulk(idsFrom('00A10001', 4));
    await rig.call('/devices');
    rig.world.receiveFrame('00A10001', { at: rig.clock.now() });
    rig.world.receiveFrame('00A10004', { at: rig.clock.now() });
    const data = [
      ['00A10001', '00A10002'],
      ['00A10001', '00A10003'],
      ['00A10004', '00A10002'],
      ['00A10004', neighbours.device],
      ['00A100FF', '00A10003'],
    ].map(([deviceId, targetDeviceId]) => ({ deviceId, targetDeviceId }));
    const reply = await rig.call('/devices/bulk/replace', { method: 'POST', body: { data } });
    expect(reply).toMatchObject({
      status: 200,
      body: {
        total: 5,
        status: {
          success: 1,
          errors: ['A10001', 'A10004', 'A10004', 'A100FF'].map((entity) => ({ entity, type: 0, message: anyText })),
        },
      },
    });
    expect(await look(rig, '00A10001')).toMatchObject({ body: { state: 2, token: { state: 1 } } });
    expect(await look(rig, '00A10002')).toMatchObject({
      body: { state: 0, token: { state: 0 }, contract: { id: demoIds.contract } },
    });
    expect(rig.world.contract(demoIds.contract)?.tokensInUse).toBe(2);
  });
});
