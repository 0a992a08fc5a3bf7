import { describe, expect, it } from 'vitest';
import { demoIds, demoUsers } from '../../../src/simulator/backend/world/demo-world.ts';
import { anyText, creationOf, pacOf, startRig, textLike } from './backend-rig.ts';

const foreign = { group: 'f0'.repeat(12), deviceType: 'f1'.repeat(12), contract: 'f2'.repeat(12) };

const withForeignGroup = {
  groups: [
    { id: demoIds.group, name: 'Ours', maxPrototypeAllowed: 1, currentPrototypeCount: 0 },
    { id: foreign.group, name: 'Theirs', maxPrototypeAllowed: 0, currentPrototypeCount: 0 },
  ],
  deviceTypes: [
    { id: demoIds.deviceType, name: 'Our sensor', groupId: demoIds.group, contractIds: [demoIds.contract] },
    { id: foreign.deviceType, name: 'Their sensor', groupId: foreign.group, contractIds: [] },
  ],
  devices: [
    {
      id: '00A10009',
      pac: pacOf('9'),
      name: 'theirs',
      deviceTypeId: foreign.deviceType,
      productCertificate: 'P_00A1_0002_01',
      creationTime: 0,
    },
  ],
};

describe('creating a device', () => {
  it('answers 201 with the ID without leading zeros and the place of the new device', async () => {
    const rig = await startRig();
    const reply = await rig.create('00A10001');
    expect(reply.status).toBe(201);
    expect(reply.body).toEqual({ id: 'A10001' });
    expect(reply.headers.get('location')).toBe(`${rig.url}/devices/A10001`);
    expect(rig.world.creates('00A10001')).toEqual({ attempts: 1, committed: 1 });
  });

  it('works without the closing slash and with lower-case digits', async () => {
    const rig = await startRig();
    const reply = await rig.call('/devices', { method: 'POST', body: creationOf('00a1000f') });
    expect(reply).toMatchObject({ status: 201, body: { id: 'A1000F' } });
  });

  it.each([
    ['an unknown property', { colour: 'red' }, 'colour'],
    [
      'an unknown property of the certificate',
      { productCertificate: { key: 'P_00A1_0001_01', id: '1' } },
      'productCertificate.id',
    ],
    ['the certificate as plain text', { productCertificate: 'P_00A1_0001_01' }, 'productCertificate'],
    ['a name of 101 characters', { name: 'n'.repeat(101) }, 'name'],
    ['a name that is no text', { name: 7 }, 'name'],
    ['an ID of nine digits', { id: '000A10001' }, 'id'],
    ['an ID that is not hex', { id: 'A1000G' }, 'id'],
    ['a PAC of fifteen digits', { pac: 'A1A1A1A1A1A1A1A' }, 'pac'],
    ['a device type of 23 digits', { deviceTypeId: 'a'.repeat(23) }, 'deviceTypeId'],
    ['a null where a flag belongs', { prototype: null }, 'prototype'],
    ['a flag as text', { activable: 'true' }, 'activable'],
    ['a device type that is not there', { deviceTypeId: 'e'.repeat(24) }, 'deviceTypeId'],
    ['a modem certificate', { productCertificate: { key: 'M_00A1_0001_01' } }, 'productCertificate.key'],
    ['both certificate and prototype', { prototype: true }, 'prototype'],
    ['neither certificate nor prototype', { productCertificate: undefined }, 'productCertificate'],
  ])('refuses %s with 400 and names the field', async (_, fields, field) => {
    const rig = await startRig();
    const reply = await rig.create('00A10001', fields);
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual({
      message: anyText,
      errors: [{ type: 'body', field, message: anyText }],
    });
    expect(rig.world.device('00A10001')).toBeUndefined();
  });

  it('names every property that is missing', async () => {
    const rig = await startRig();
    const reply = await rig.call('/devices/', { method: 'POST', body: {} });
    expect(reply.status).toBe(400);
    expect(reply.body).toHaveProperty(
      'errors',
      ['id', 'name', 'deviceTypeId', 'pac'].map((field) => expect.objectContaining({ field }) as unknown),
    );
  });

  it('refuses a body that is not JSON', async () => {
    const rig = await startRig();
    expect(await rig.call('/devices/', { method: 'POST', body: '{"id":' })).toMatchObject({ status: 400 });
  });

  it('refuses a body beyond ten megabytes', async () => {
    const rig = await startRig();
    expect(await rig.call('/devices/', { method: 'POST', body: ' '.repeat(10_000_001) })).toMatchObject({
      status: 413,
    });
  });

  it('never repeats a PAC in a refusal', async () => {
    const rig = await startRig({ seed: { credentials: [{ id: '00A10001', pac: 'A1A1A1A1FFFF0001' }] } });
    const reply = await rig.create('00A10001');
    expect(reply.status).toBe(400);
    expect(reply.text).not.toContain(pacOf('00A10001'));
    expect(reply.text).not.toContain('A1A1A1A1FFFF0001');
  });

  it('refuses a user with read rights', async () => {
    const rig = await startRig();
    const reply = await rig.call('/devices/', { method: 'POST', as: demoUsers.reader, body: creationOf('00A10001') });
    expect(reply.status).toBe(403);
    expect(rig.world.creates('00A10001')).toEqual({ attempts: 1, committed: 0 });
  });

  it.each([
    ['an ID that was never issued', '00A10005', {}, 'id'],
    ['a PAC of another ID', '00A10002', { pac: pacOf('00A10001') }, 'pac'],
    ['a PAC that has served', '00A10003', {}, 'pac'],
  ])('refuses %s', async (_, id, fields, field) => {
    const rig = await startRig({
      seed: {
        credentials: [
          { id: '00A10001', pac: pacOf('00A10001') },
          { id: '00A10002', pac: pacOf('00A10002') },
          { id: '00A10003', pac: pacOf('00A10003'), spent: true },
        ],
      },
    });
    const reply = await rig.create(id, fields);
    expect(reply).toMatchObject({ status: 400, body: { errors: [{ field }] } });
    expect(await rig.create('00A10001')).toMatchObject({ status: 201 });
  });

  it('knows only the certificates it was told of, when it was told', async () => {
    const rig = await startRig({ seed: { productCertificates: ['P_00A1_0001_01'] } });
    expect(await rig.create('00A10001')).toMatchObject({ status: 201 });
    expect(await rig.create('00A10002', { productCertificate: { key: 'P_00A1_0001_02' } })).toMatchObject({
      status: 400,
    });
  });

  it('answers 409 the second time, however the ID is written', async () => {
    const rig = await startRig();
    await rig.create('00A10001');
    expect(await rig.create('A10001')).toMatchObject({ status: 409 });
    expect(rig.world.creates('00A10001')).toEqual({ attempts: 2, committed: 1 });
  });

  it('counts prototypes against the quota of the group', async () => {
    const rig = await startRig({ seed: withForeignGroup });
    const prototype = { productCertificate: undefined, prototype: true };
    expect(await rig.create('00A10001', prototype)).toMatchObject({ status: 201 });
    expect(await rig.create('00A10002', prototype)).toMatchObject({ status: 403 });
    expect(await rig.call(`/groups/${demoIds.group}`)).toMatchObject({
      body: { currentPrototypeCount: 1, maxPrototypeAllowed: 1 },
    });
  });

  it('conflicts with a device of another group, which lists never show', async () => {
    const rig = await startRig({ seed: withForeignGroup });
    expect(await rig.create('00A10009')).toMatchObject({ status: 409 });
    expect(await rig.call('/devices/?id=A10009')).toMatchObject({ status: 200, body: { data: [] } });
    expect(await rig.call('/devices/A10009')).toMatchObject({ status: 403 });
  });

  it('does not register into a device type of another group', async () => {
    const rig = await startRig({ seed: withForeignGroup });
    expect(await rig.create('00A10001', { deviceTypeId: foreign.deviceType })).toMatchObject({ status: 403 });
  });
});

describe('a registered device', () => {
  it('has a new PAC for those who may write, and none for those who may only read', async () => {
    const rig = await startRig();
    await rig.create('00A10001');
    const forWriter = await rig.call('/devices/?id=00A10001');
    const forReader = await rig.call('/devices/?id=00A10001', { as: demoUsers.reader });
    expect(forWriter.body).toMatchObject({ data: [{ id: 'A10001', pac: textLike(/^[0-9A-F]{16}$/) }] });
    expect(forWriter.text).not.toContain(pacOf('00A10001'));
    expect(forReader.body).toMatchObject({ data: [{ id: 'A10001' }] });
    expect(forReader.text).not.toContain('"pac"');
  });

  it('lacks everything that needs a frame, and has taken no token', async () => {
    const rig = await startRig();
    await rig.create('00A10001');
    const { body } = await rig.call('/devices/A10001');
    expect(body).toMatchObject({
      state: 0,
      comState: 5,
      token: { state: 2 },
      creationTime: rig.clock.now(),
      activable: true,
    });
    for (const absent of ['lastCom', 'sequenceNumber', 'activationTime', 'contract', 'lqi'])
      expect(body).not.toHaveProperty(absent);
    expect(rig.world.contract(demoIds.contract)?.tokensInUse).toBe(0);
  });

  it('takes one token with its first frame, and no second one', async () => {
    const rig = await startRig();
    await rig.create('00A10001');
    rig.world.receiveFrame('00A10001', { at: rig.clock.now() });
    rig.world.receiveFrame('00A10001', { at: rig.clock.now() + 1 });
    expect(await rig.call('/devices/A10001?fields=contract(name)')).toMatchObject({
      body: {
        state: 0,
        comState: 1,
        lastCom: rig.clock.now() + 1,
        activationTime: rig.clock.now(),
        token: { state: 0 },
        contract: { id: demoIds.contract, name: 'Demo contract' },
      },
    });
    expect(await rig.call(`/contract-infos/${demoIds.contract}`)).toMatchObject({ body: { tokensInUse: 1 } });
  });

  it('is off contract when it speaks and no token is free', async () => {
    const contract = {
      id: demoIds.contract,
      name: 'Full',
      groupId: demoIds.group,
      maxTokens: 1,
      tokensInUse: 1,
      tokensUsed: 0,
    };
    const times = { startTime: 0, activationEndTime: 0, communicationEndTime: 0, tokenDurationMonths: 12 };
    const rig = await startRig({ seed: { contracts: [{ ...contract, ...times }] } });
    await rig.create('00A10001');
    rig.world.receiveFrame('00A10001', { at: rig.clock.now() });
    expect(await rig.call('/devices/A10001')).toMatchObject({ body: { state: 2, token: { state: 1 } } });
    expect(rig.world.contract(demoIds.contract)?.tokensInUse).toBe(1);
  });

  it('takes no token at all when it is not activable', async () => {
    const rig = await startRig();
    await rig.create('00A10001', { activable: false });
    rig.world.receiveFrame('00A10001', { at: rig.clock.now() });
    expect(await rig.call('/devices/A10001')).toMatchObject({ body: { state: 7, comState: 5, activable: false } });
  });

  it('shows the key of its certificate only when asked for it', async () => {
    const rig = await startRig();
    await rig.create('00A10001');
    const plain = await rig.call('/devices/?id=A10001');
    const asked = await rig.call(
      '/devices/?id=A10001&fields=productCertificate(key),deviceType(name),group(name,type)',
    );
    expect(plain.body).toMatchObject({ data: [{ productCertificate: { id: textLike(/^[0-9a-f]{24}$/) } }] });
    expect(plain.text).not.toContain('P_00A1_0001_01');
    expect(plain.text).not.toContain('Demo sensor');
    expect(asked.body).toMatchObject({
      data: [
        {
          productCertificate: { key: 'P_00A1_0001_01' },
          deviceType: { id: demoIds.deviceType, name: 'Demo sensor' },
          group: { id: demoIds.group, name: 'Demo customer', type: 2 },
        },
      ],
    });
  });
});
