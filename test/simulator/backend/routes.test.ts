import { describe, expect, it } from 'vitest';
import { demoIds, demoUsers, demoWorld } from '../../../src/simulator/backend/world/demo-world.ts';
import { startRig } from './backend-rig.ts';

describe('the calls of a preflight', () => {
  it('tell the device type and its contracts', async () => {
    const rig = await startRig();
    expect(await rig.call(`/device-types/${demoIds.deviceType}`)).toMatchObject({
      status: 200,
      body: {
        id: demoIds.deviceType,
        name: 'Demo sensor',
        contract: { id: demoIds.contract },
        contracts: [{ id: demoIds.contract }],
        group: { id: demoIds.group },
      },
    });
    expect(await rig.call(`/device-types/${demoIds.deviceType}?fields=contract(name)`)).toMatchObject({
      body: { contract: { name: 'Demo contract' } },
    });
  });

  it('list device types by a part of the name', async () => {
    const rig = await startRig();
    expect(await rig.call('/device-types/?name=sens')).toMatchObject({
      status: 200,
      body: { data: [{ id: demoIds.deviceType }] },
    });
    expect(await rig.call('/device-types?name=meter')).toMatchObject({ status: 200, body: { data: [] } });
    expect(await rig.call(`/device-types?contractId=${demoIds.contract}&sort=-name`)).toMatchObject({
      body: { data: [{ id: demoIds.deviceType }] },
    });
    expect(await rig.call('/device-types?limit=1000')).toMatchObject({ status: 400 });
  });

  it('tell the contract, whose 0 means none', async () => {
    const rig = await startRig();
    expect(await rig.call(`/contract-infos/${demoIds.contract}`)).toMatchObject({
      status: 200,
      body: { maxTokens: 10_000, tokensInUse: 0, tokensUsed: 0, activationEndTime: 0, communicationEndTime: 0 },
    });
  });

  it('tell the prototype quota, and on request whether devices may be created', async () => {
    const rig = await startRig();
    const path = `/groups/${demoIds.group}`;
    const plain = await rig.call(path);
    expect(plain).toMatchObject({ status: 200, body: { maxPrototypeAllowed: 1_000, currentPrototypeCount: 0 } });
    expect(plain.body).not.toHaveProperty('actions');
    const actions = async (as: { login: string; password: string }) =>
      (await rig.call(`${path}?authorizations=true`, { as })).text;
    expect(await actions(demoUsers.writer)).toContain('devices:create');
    expect(await actions(demoUsers.reader)).not.toContain('devices:create');
  });

  it('list API users without their passwords', async () => {
    const rig = await startRig();
    const reply = await rig.call('/api-users?limit=1');
    expect(reply).toMatchObject({
      status: 200,
      body: { data: [{ id: demoUsers.writer.login }], paging: { next: `${rig.url}/api-users?limit=1&offset=1` } },
    });
    expect(reply.text).not.toContain(demoUsers.writer.password);
  });

  it.each(['/device-types', '/contract-infos', '/groups'])(
    '%s/{id} answers 404 for an unknown and 400 for a malformed identifier',
    async (path) => {
      const rig = await startRig();
      expect(await rig.call(`${path}/${'e'.repeat(24)}`)).toMatchObject({ status: 404 });
      expect(await rig.call(`${path}/12`)).toMatchObject({
        status: 400,
        body: { errors: [{ type: 'path', field: 'id' }] },
      });
    },
  );

  it('answer 403 for what belongs to another group', async () => {
    const theirs = 'f1'.repeat(12);
    const rig = await startRig({
      seed: {
        deviceTypes: [
          ...demoWorld.deviceTypes,
          { id: theirs, name: 'Their sensor', groupId: 'f0'.repeat(12), contractIds: [] },
        ],
      },
    });
    expect(await rig.call(`/device-types/${theirs}`)).toMatchObject({ status: 403 });
    expect(await rig.call('/device-types')).toMatchObject({ body: { data: [{ id: demoIds.deviceType }] } });
  });
});

describe('every call', () => {
  it.each([
    ['no credentials', null],
    ['an unknown login', { login: 'nobody', password: demoUsers.writer.password }],
    ['a wrong password', { login: demoUsers.writer.login, password: 'wrong' }],
  ])('is 401 with %s', async (_, as) => {
    const rig = await startRig();
    expect(await rig.call('/api-users?limit=1', { as })).toMatchObject({
      status: 401,
      body: { message: 'Bad Credentials' },
    });
    expect(await rig.call('/nowhere', { as })).toMatchObject({ status: 401 });
  });

  it('takes a password with a colon in it', async () => {
    const user = {
      id: '5eed00000000000000000003',
      password: 'a:b:c',
      name: 'Colon',
      rights: 'read' as const,
      groupId: demoIds.group,
    };
    const rig = await startRig({ seed: { apiUsers: [user] } });
    expect(await rig.call('/devices', { as: { login: user.id, password: user.password } })).toMatchObject({
      status: 200,
    });
  });

  it('is 404 where there is no such path or device', async () => {
    const rig = await startRig();
    expect(await rig.call('/devicetypes')).toMatchObject({ status: 404 });
    expect(await rig.call('/devices/A10001')).toMatchObject({ status: 404 });
    expect(await rig.call('/devices/A10001/messages')).toMatchObject({ status: 404 });
    expect(await rig.call('/devices/XYZ')).toMatchObject({
      status: 400,
      body: { errors: [{ type: 'path', field: 'id' }] },
    });
  });

  it('is 405 with the methods that are allowed', async () => {
    const rig = await startRig();
    expect(await rig.call('/devices/', { method: 'PATCH' })).toMatchObject({
      status: 405,
      body: { allowedMethods: ['POST', 'GET'] },
    });
    expect(await rig.call(`/groups/${demoIds.group}`, { method: 'DELETE' })).toMatchObject({
      status: 405,
      body: { allowedMethods: ['GET'] },
    });
  });
});
