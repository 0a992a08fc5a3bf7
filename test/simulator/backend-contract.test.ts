import { describe, expect, it } from 'vitest';
import { demoIds } from '../../src/simulator/backend/demo-world.ts';
import { differences, flatten, isDescriptionMissing, readDescription, tellIfMissing } from '../support/api-description.ts';
import { creationOf, startRig } from './backend-rig.ts';

tellIfMissing('the contract of the simulated backend');

const groupOfCustomer = { $ref: '#/definitions/Basic' };

describe.skipIf(isDescriptionMissing)('the simulated backend and the official API description', () => {
  it.each([
    ['/devices/', '/devices/?fields=productCertificate(key),contract(name),group(name,type,level),deviceType(name)', 200],
    ['/devices/{id}', '/devices/A10001', 200],
    ['/devices/{id}', '/devices/A10002', 200],
    ['/devices/{id}', '/devices/A1FFFF', 404],
    ['/devices/{id}', '/devices/XYZ', 400],
    ['/device-types/', '/device-types/', 200],
    ['/device-types/{id}', `/device-types/${demoIds.deviceType}?fields=contract(name)`, 200],
    ['/contract-infos/{id}', `/contract-infos/${demoIds.contract}`, 200],
    ['/groups/{id}', `/groups/${demoIds.group}?authorizations=true`, 200],
    ['/api-users/', '/api-users?limit=1', 200],
  ])('agree on GET %s, asked as %s', async (path, asked, status) => {
    const api = readDescription();
    const rig = await startRig();
    await rig.create('00A10001');
    await rig.create('00A10002');
    rig.world.receiveFrame('00A10002', { at: rig.clock.now() });
    const reply = await rig.call(asked);
    expect(reply.status).toBe(status);
    const schema = path === '/groups/{id}' ? groupOfCustomer : api.paths[path]?.['get']?.responses[status]?.schema;
    expect(schema).toBeDefined();
    expect(differences(reply.body, schema ?? {}, api)).toEqual([]);
  });

  it.each([
    [201, '00A10001', {}],
    [400, '00A10001', { colour: 'red' }],
    [403, '00A10001', { productCertificate: undefined, prototype: true }],
    [409, '00A10009', {}],
  ])('agree on the %d of POST /devices/', async (status, id, fields) => {
    const api = readDescription();
    const rig = await startRig({ seed: { groups: [{ id: demoIds.group, name: 'Full', maxPrototypeAllowed: 0, currentPrototypeCount: 0 }] } });
    await rig.create('00A10009');
    const reply = await rig.create(id, fields);
    expect(reply.status).toBe(status);
    const schema = api.paths['/devices/']?.['post']?.responses[status]?.schema;
    expect(schema).toBeDefined();
    expect(differences(reply.body, schema ?? {}, api)).toEqual([]);
  });

  it('agree on what a create request holds: all that is described is accepted, and what is required is required', async () => {
    const api = readDescription();
    const rig = await startRig();
    const full = { ...creationOf('00A10001'), prototype: false, automaticRenewal: true, activable: false, lat: 48.5, lng: -2.25 };
    const described = flatten({ $ref: '#/definitions/deviceCreationJob' }, api);
    expect(Object.keys(full).toSorted()).toEqual(Object.keys(described.properties).toSorted());
    expect(differences(full, { $ref: '#/definitions/deviceCreationJob' }, api)).toEqual([]);
    for (const field of described.required) {
      expect(await rig.create('00A10001', { ...full, [field]: undefined })).toMatchObject({ status: 400, body: { errors: [{ field }] } });
    }
    expect(await rig.create('00A10001', full)).toMatchObject({ status: 201 });
  });
});
