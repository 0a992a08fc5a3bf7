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
  type Reply,
  type Rig,
} from './backend-rig.ts';

const certificate = 'P_00A1_0001_01';
const type = `/devicetypes/${demoIds.deviceType}`;

const createV1 = (
  rig: Rig,
  ids: readonly string[],
  fields: Readonly<Record<string, unknown>> = {},
  into = type,
): Promise<Reply> =>
  rig.callV1(`${into}/devices/bulk/create/async`, {
    method: 'POST',
    body: {
      prefix: 'line1-',
      ids: ids.map((id) => ({ id, pac: pacOf(id) })),
      productCertificate: certificate,
      ...fields,
    },
  });
const pollV1 = (rig: Rig, started: Reply) => rig.callV1(`${type}/registration/${jobIdOf(started)}`);
const editV1 = (rig: Rig, body: unknown) => rig.callV1('/devices/bulk/edit', { method: 'POST', body });

describe('a v1 create', () => {
  it('starts a job whose errors are plain text, and names units by prefix and ID', async () => {
    const rig = await startRig({ pace: { perJobMs: 1_000, perThousandMs: 0 } });
    await rig.create('00A10002');
    const started = await createV1(rig, idsFrom('00A10001', 4));
    expect(started).toMatchObject({
      status: 200,
      body: { total: 4, jobId: textLike(/^[0-9a-f]{24}$/), transferFailed: [] },
    });
    await rig.clock.advance(500);
    expect(await pollV1(rig, started)).toMatchObject({ body: { jobDone: false, total: 4, status: { success: 1 } } });
    await rig.clock.advance(500);
    const polled = await pollV1(rig, started);
    expect(polled.body).toEqual({
      jobDone: true,
      operatorId: textLike(/^[0-9a-f]{24}$/),
      total: 4,
      name: textLike(/[0-9a-f]{24}$/),
      description: textLike(/[0-9a-f]{24}$/),
      status: { success: 3, errors: [textLike(/A10002/)] },
    });
    expect(await rig.call('/devices/A10001?fields=productCertificate(key)')).toMatchObject({
      body: { name: 'line1-00A10001', productCertificate: { key: certificate }, prototype: false },
    });
    expect(rig.world.creates('00A10002')).toEqual({ attempts: 2, committed: 1 });
  });

  it('tells at once which PACs are wrong and which owners do not hand over, and starts no job for nothing', async () => {
    const credentials = idsFrom('00A10001', 2).map((id) => ({ id, pac: pacOf(id), spent: id === '00A10002' }));
    const rig = await startRig({ seed: { ...withNeighbours, credentials } });
    const started = await createV1(rig, ['00A10001', '00A10002', '00A100FF', neighbours.device], {
      ids: ['00A10001', '00A10002', '00A100FF']
        .map((id) => ({ id, pac: pacOf(id) }))
        .concat({ id: neighbours.device, pac: pacOf('1') }),
    });
    expect(started).toMatchObject({
      body: { total: 4, jobId: anyText, transferFailed: ['A10002', 'A100FF', 'A10009'] },
    });
    expect(await pollV1(rig, started)).toMatchObject({ body: { total: 1, status: { success: 1, errors: [] } } });
    expect((await createV1(rig, ['00A10002'])).body).toEqual({ total: 1, transferFailed: ['A10002'] });
  });

  it('takes a device over from another group with its current PAC', async () => {
    const rig = await startRig({ seed: withNeighbours });
    const started = await createV1(rig, [neighbours.device]);
    expect(await pollV1(rig, started)).toMatchObject({ body: { status: { success: 1, errors: [] } } });
    expect(await rig.call('/devices/A10009')).toMatchObject({
      status: 200,
      body: { name: `line1-${neighbours.device}`, pac: textLike(/^[0-9A-F]{16}$/) },
    });
    expect(rig.world.device(neighbours.device)?.pac).not.toBe(pacOf(neighbours.device));
  });

  it('makes prototypes without a certificate', async () => {
    const rig = await startRig();
    await pollV1(rig, await createV1(rig, ['00A10001'], { productCertificate: undefined }));
    expect(await rig.call('/devices/A10001')).toMatchObject({ body: { prototype: true } });
    expect(rig.world.group(demoIds.group)?.currentPrototypeCount).toBe(1);
  });

  it.each([
    ['the certificate as v2 writes it', { productCertificate: { key: certificate } }],
    ['a modem certificate', { productCertificate: 'M_00A1_0001_01' }],
    ['no units', { ids: [] }],
    ['a unit without a PAC', { ids: [{ id: '00A10001' }] }],
    ['a prototype flag', { prototype: true }],
  ])('refuses %s with 400 and a message alone', async (_, fields) => {
    const rig = await startRig();
    const reply = await createV1(rig, ['00A10001'], fields);
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual({ message: anyText });
  });

  it('is 404 for an unknown device type, 403 for a foreign one and for readers', async () => {
    const rig = await startRig({ seed: withNeighbours });
    expect(await createV1(rig, ['00A10001'], {}, `/devicetypes/${'e'.repeat(24)}`)).toMatchObject({ status: 404 });
    expect(await createV1(rig, ['00A10001'], {}, `/devicetypes/${neighbours.deviceType}`)).toMatchObject({
      status: 403,
    });
    expect(
      await rig.callV1(`${type}/devices/bulk/create/async`, { method: 'POST', as: demoUsers.reader, body: {} }),
    ).toMatchObject({ status: 403 });
  });

  it('has a job that only its device type knows', async () => {
    const rig = await startRig({ seed: withNeighbours });
    const started = await createV1(rig, ['00A10001']);
    expect(await rig.callV1(`/devicetypes/${neighbours.ourOtherType}/registration/${jobIdOf(started)}`)).toMatchObject({
      status: 404,
    });
    expect(await rig.callV1(`${type}/registration/${'e'.repeat(24)}`)).toMatchObject({ status: 404 });
    expect(await rig.poll(started)).toMatchObject({
      status: 200,
      body: { jobDone: true, total: 1, status: { success: 1 } },
    });
  });
});

describe('a v1 edit', () => {
  it('is done while the caller waits, object by object', async () => {
    const rig = await startRig({ seed: withNeighbours });
    await rig.createBulk(idsFrom('00A10001', 3));
    const reply = await editV1(rig, [
      {
        id: '00A10001',
        name: 'first',
        lat: 48.5,
        lng: -2.25,
        productCertificate: 'P_00A1_0001_02',
        tokenRenewForbidden: true,
      },
      { id: '00A10002', deviceTypeId: neighbours.ourOtherType },
      { id: '00A10003', productCertificate: 'M_00A1_0001_01', name: 'not taken' },
      { id: '00A10003', colour: 'red' },
      { id: '00A10003', deviceTypeId: neighbours.deviceType },
      { id: neighbours.device, name: 'foreign' },
      { id: '00A100FF', name: 'unknown' },
      'A10001',
    ]);
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      total: 2,
      error: 6,
      log: [
        textLike(/^Object 2 - Field productCertificate : .+/),
        textLike(/^Object 3 - Field colour : .+/),
        textLike(/^Object 4 - Field deviceTypeId : .+/),
        textLike(/^Object 5 - Field id : .+/),
        textLike(/^Object 6 - Field id : .+/),
        textLike(/^Object 7 - Field {2}: .+/),
      ],
    });
    expect(await rig.call('/devices?sort=id&fields=productCertificate(key),deviceType(name)')).toMatchObject({
      body: {
        data: [
          {
            name: 'first',
            location: { lat: 48.5, lng: -2.25 },
            productCertificate: { key: 'P_00A1_0001_02' },
            automaticRenewal: false,
          },
          { deviceType: { name: 'Our meter' } },
          { name: '00A10003', productCertificate: { key: certificate }, deviceType: { name: 'Demo sensor' } },
        ],
      },
    });
  });

  it('makes a product of a prototype', async () => {
    const rig = await startRig();
    await rig.create('00A10001', { productCertificate: undefined, prototype: true });
    expect(await editV1(rig, [{ id: '00A10001', productCertificate: certificate }])).toMatchObject({
      body: { total: 1, error: 0, log: [] },
    });
    expect(rig.world.device('00A10001')).toMatchObject({ prototype: false, productCertificate: certificate });
  });

  it.each([{}, { data: [] }, []])('refuses a body that is no list of objects: %j', async (body) => {
    const rig = await startRig();
    expect(await editV1(rig, body)).toMatchObject({ status: 400, body: { message: anyText } });
  });

  it('replaces devices, and its log names the object alone', async () => {
    const rig = await startRig();
    await rig.createBulk(idsFrom('00A10001', 3));
    await rig.call('/devices');
    rig.world.receiveFrame('00A10001', { at: rig.clock.now() });
    const pairs = [
      ['00A10001', '00A10002'],
      ['00A10003', '00A10002'],
    ].map(([deviceId, targetDeviceId]) => ({ deviceId, targetDeviceId }));
    const reply = await rig.callV1('/devices/bulk/replace', { method: 'POST', body: pairs });
    expect(reply.body).toEqual({ total: 1, error: 1, log: [textLike(/^Object 1 : .+/)] });
    expect(rig.world.device('00A10002')?.token).not.toBeNull();
  });
});

describe('v1 look-ups', () => {
  it('show device types with plain ids', async () => {
    const rig = await startRig({ seed: withNeighbours });
    const ours = {
      id: demoIds.deviceType,
      name: 'Demo sensor',
      group: demoIds.group,
      contract: demoIds.contract,
      keepAlive: 0,
      payloadType: 'None',
    };
    expect((await rig.callV1(type)).body).toEqual(ours);
    expect(await rig.callV1('/devicetypes')).toMatchObject({ body: { data: [ours, { id: neighbours.ourOtherType }] } });
    expect((await rig.callV1(`/devicetypes?includeSubGroups=true&contractInfoId=${demoIds.contract}`)).body).toEqual({
      data: [ours],
    });
    expect(await rig.callV1(`/devicetypes/${neighbours.deviceType}`)).toMatchObject({ status: 403 });
  });

  it('list the devices of a type page by page, by full URLs', async () => {
    const rig = await startRig();
    await rig.createBulk(idsFrom('00A10001', 5));
    const first = await rig.callV1(`${type}/devices?limit=3`);
    expect(first.body).toEqual({
      data: ['A10001', 'A10002', 'A10003'].map((id) => ({
        id,
        name: `00${id}`,
        type: demoIds.deviceType,
        last: 0,
        state: 0,
        pac: textLike(/^[0-9A-F]{16}$/),
      })),
      paging: { next: `${rig.urlV1}${type}/devices?limit=3&offset=3` },
    });
    expect((await rig.call(`${rig.urlV1}${type}/devices?limit=3&offset=3`)).body).toMatchObject({
      data: [{ id: 'A10004' }, { id: 'A10005' }],
      paging: {},
    });
  });

  it('give all pairs of a type in one answer, to those who may see PACs', async () => {
    const rig = await startRig();
    await rig.createBulk(idsFrom('00A10001', 250));
    const reply = await rig.callV1(`${type}/id-pac`);
    expect(reply).toMatchObject({
      status: 200,
      body: { data: idsFrom('00A10001', 250).map((id) => ({ id: id.slice(2), pac: textLike(/^[0-9A-F]{16}$/) })) },
    });
    expect(await rig.callV1(`${type}/id-pac`, { as: demoUsers.reader })).toMatchObject({ status: 403 });
  });

  it('show a device before and after its first frame, in seconds', async () => {
    const rig = await startRig();
    await rig.create('00A10001');
    const before = await rig.callV1('/devices/00A10001', { as: demoUsers.reader });
    expect(before.body).toEqual({
      id: 'A10001',
      name: 'unit 00A10001',
      type: demoIds.deviceType,
      last: 0,
      state: 0,
      lat: 0,
      lng: 0,
      preventRenewal: false,
      automaticRenewal: true,
    });
    expect((await rig.callV1('/devices/A10001/token-state')).body).toEqual({
      code: 2,
      detailMessage: 'Not communicated',
    });
    rig.world.receiveFrame('00A10001', { at: rig.clock.now() });
    expect(await rig.callV1('/devices/A10001')).toMatchObject({
      body: {
        last: rig.clock.now() / 1000,
        activationTime: rig.clock.now(),
        tokenType: 'CONTRACT',
        contractId: demoIds.contract,
        tokenEnd: expect.any(Number) as unknown,
      },
    });
    expect((await rig.callV1('/devices/A10001/token-state')).body).toEqual({
      code: 0,
      detailMessage: 'Ok',
      tokenType: 'CONTRACT',
      contractId: demoIds.contract,
      tokenEnd: expect.any(Number) as unknown,
    });
  });

  it('show what is off contract', async () => {
    const rig = await startRig({
      seed: { deviceTypes: [{ id: demoIds.deviceType, name: 'No contract', groupId: demoIds.group, contractIds: [] }] },
    });
    await rig.create('00A10001');
    rig.world.receiveFrame('00A10001', { at: rig.clock.now() });
    expect(await rig.callV1('/devices/A10001/token-state')).toMatchObject({
      body: { code: 1, detailMessage: 'Off contract' },
    });
    expect(await rig.callV1('/devices/A10001')).toMatchObject({ body: { state: 2 } });
  });
});

describe('a v1 delete', () => {
  it('is for devices without messages and without a token', async () => {
    const rig = await startRig();
    await rig.createBulk(idsFrom('00A10001', 2));
    await rig.call('/devices');
    rig.world.receiveFrame('00A10002', { at: rig.clock.now() });
    const remove = (id: string) => rig.callV1(`/devices/${id}/delete`, { method: 'POST' });
    expect(await remove('00A10001')).toMatchObject({ status: 200, text: '' });
    expect(await remove('00A10001')).toMatchObject({ status: 404 });
    expect(await remove('00A10002')).toMatchObject({ status: 403 });
    await rig.call('/devices/A10002/unsubscribe', { method: 'PUT', body: { unsubscriptionTime: rig.clock.now() } });
    expect(await remove('00A10002')).toMatchObject({ status: 403 });
  });
});

describe('v1 answers', () => {
  it('know but six statuses', async () => {
    const rig = await startRig({ limits: [{ route: null, requests: 5, windowMs: 1_000 }] });
    expect(await rig.callV1('/devicetypes', { as: null })).toMatchObject({ status: 401 });
    expect(await rig.callV1('/devicetypes', { method: 'DELETE' })).toMatchObject({ status: 404 });
    expect(await rig.callV1('/nowhere')).toMatchObject({ status: 404 });
    expect(await rig.callV1('/devices/bulk/edit', { method: 'POST', body: ' '.repeat(10_000_001) })).toMatchObject({
      status: 400,
    });
    expect(await rig.callV1('/devices/XYZ')).toMatchObject({ status: 400, body: { message: textLike(/id/) } });
    expect(await rig.callV1('/devicetypes')).toMatchObject({ status: 403, body: { message: anyText } });
    expect(await rig.call('/devices')).toMatchObject({ status: 429 });
  });
});
