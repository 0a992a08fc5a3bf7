import { describe, expect, it } from 'vitest';
import { demoIds } from '../../../src/simulator/backend/world/demo-world.ts';
import {
  differences,
  flatten,
  isDescriptionMissing,
  readDescription,
  tellIfMissing,
} from '../../support/api-description.ts';
import { bulkOf, creationOf, jobIdOf, neighbours, pacOf, startRig, withNeighbours, type Rig } from './backend-rig.ts';

tellIfMissing('the contract of the simulated backend');

/** A world in which every call has something to say: two devices of ours, one of which spoke, a foreign one, an issued pair. */
const startFull = async (): Promise<Rig> => {
  const issued = ['00A10001', '00A10002', '00A10003', '00A10004'].map((id) => ({
    id,
    pac: pacOf(id),
    productCertificate: 'P_00A1_0007_02',
  }));
  const rig = await startRig({ jobStartStatus: 201, seed: { ...withNeighbours, credentials: issued } });
  await rig.create('00A10001');
  await rig.create('00A10002');
  rig.world.receiveFrame('00A10002', { at: rig.clock.now(), payload: 'CAFE', sequenceNumber: 9 });
  rig.world.receiveFrame('00A10002', { at: rig.clock.now(), payload: 'CAFE', sequenceNumber: 8 });
  await rig.call('/devices/A10002', { method: 'PUT', body: { name: 'edited' } });
  await rig.call('/devices/A10002/unsubscribe', { method: 'PUT', body: { unsubscriptionTime: rig.clock.now() + 1 } });
  return rig;
};

const replacement = {
  data: [
    { deviceId: '00A10002', targetDeviceId: '00A10001' },
    { deviceId: '00A10001', targetDeviceId: neighbours.device },
  ],
};
const unsubscription = { unsubscriptionTime: 1 };
const edited = {
  id: '00A10001',
  name: 'n',
  lat: 1.5,
  lng: 2.5,
  productCertificate: { key: 'P_00A1_0001_02' },
  prototype: false,
  automaticRenewal: true,
  activable: true,
};
const transferred = {
  deviceTypeId: neighbours.ourOtherType,
  data: [{ id: '00A10001', keepHistory: true, activable: true }],
};
const created = {
  ...bulkOf([]),
  prototype: false,
  prefix: 'p-',
  data: [
    { id: '00A10003', pac: pacOf('00A10003'), name: 'n', lat: 1.5, lng: 2.5, automaticRenewal: true, activable: false },
  ],
};

const groupOfCustomer = { $ref: '#/definitions/Basic' };

describe.skipIf(isDescriptionMissing)('the simulated backend and the official API description', () => {
  it.each([
    [
      '/devices/',
      '/devices/?fields=productCertificate(key),contract(name),group(name,type,level),deviceType(name)',
      200,
    ],
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
    const rig = await startRig({
      seed: { groups: [{ id: demoIds.group, name: 'Full', maxPrototypeAllowed: 0, currentPrototypeCount: 0 }] },
    });
    await rig.create('00A10009');
    const reply = await rig.create(id, fields);
    expect(reply.status).toBe(status);
    const schema = api.paths['/devices/']?.['post']?.responses[status]?.schema;
    expect(schema).toBeDefined();
    expect(differences(reply.body, schema ?? {}, api)).toEqual([]);
  });

  it.each([
    ['/devices/', '/devices/?fields=modemCertificate(key),productCertificate(key),contract(name)&sort=id', 200],
    ['/devices/{id}/product-certificate', `/devices/00A10003/product-certificate?pac=${pacOf('00A10003')}`, 200],
    ['/devices/{id}/product-certificate', `/devices/00A10003/product-certificate?pac=${pacOf('1')}`, 404],
    ['/devices/{id}/product-certificate', '/devices/00A10003/product-certificate', 400],
    ['/devices/{id}/certificate/product', '/devices/A10001/certificate/product?fields=manufacturer(name)', 200],
    ['/devices/{id}/certificate/product', `/devices/${neighbours.device}/certificate/product`, 403],
    ['/devices/{id}/certificate/modem', '/devices/A10001/certificate/modem?fields=manufacturer(name)', 200],
    ['/devices/{id}/messages', '/devices/A10002/messages?fields=ackRequired,device(name)', 200],
    ['/devices/{id}/messages', '/devices/A100FF/messages', 404],
    ['/devices/{id}/messages/metric', '/devices/A10002/messages/metric', 200],
    ['/contract-infos/', '/contract-infos/?fields=group(name,type,level)', 200],
    ['/contract-infos/{id}/devices', `/contract-infos/${demoIds.contract}/devices?fields=contract(name)`, 200],
    ['/contract-infos/{id}/devices', `/contract-infos/${'e'.repeat(24)}/devices`, 404],
    ['/devices/bulk/{jobId}', `/devices/bulk/${'e'.repeat(24)}`, 404],
    ['/devices/bulk/{jobId}', '/devices/bulk/12', 400],
    ['/devices/bulk/suspend/{jobId}', `/devices/bulk/suspend/${'e'.repeat(24)}`, 404],
  ])('agree on GET %s, asked as %s with %i', async (path, asked, status) => {
    const api = readDescription();
    const rig = await startFull();
    const reply = await rig.call(asked);
    expect(reply.status).toBe(status);
    const schema = api.paths[path]?.['get']?.responses[status]?.schema;
    expect(schema).toBeDefined();
    expect(differences(reply.body, schema ?? {}, api)).toEqual([]);
  });

  it.each([
    ['post', '/devices/bulk', created, 200, '/devices/bulk/{jobId}'],
    ['put', '/devices/bulk', { data: [edited, { id: '00A100FF' }] }, 201, '/devices/bulk/{jobId}'],
    ['post', '/devices/bulk/transfer', transferred, 200, '/devices/bulk/{jobId}'],
    ['post', '/devices/bulk/restart', { data: ['00A10001', '00A10002'] }, 201, '/devices/bulk/restart/{jobId}'],
    ['post', '/devices/bulk/suspend', { data: ['00A10001', '00A10002'] }, 201, '/devices/bulk/suspend/{jobId}'],
    ['post', '/devices/bulk/resume', { data: ['00A10001'] }, 201, '/devices/bulk/resume/{jobId}'],
    [
      'post',
      '/devices/bulk/unsubscribe',
      { data: [{ id: '00A10002', ...unsubscription }] },
      201,
      '/devices/bulk/unsubscribe/{jobId}',
    ],
  ])('agree on %s %s: its body, its answer and its job', async (method, path, body, status, job) => {
    const api = readDescription();
    const rig = await startFull();
    const operation = api.paths[path]?.[method];
    expect(
      differences(body, operation?.parameters?.find((parameter) => parameter.in === 'body')?.schema ?? {}, api),
    ).toEqual([]);
    const started = await rig.call(path, { method: method.toUpperCase(), body });
    expect(started.status).toBe(status);
    expect(operation?.responses[status]?.schema).toBeDefined();
    expect(differences(started.body, operation?.responses[status]?.schema ?? {}, api)).toEqual([]);
    const polled = await rig.call(job.replace('{jobId}', jobIdOf(started)));
    expect(polled.status).toBe(200);
    const polledSchema = api.paths[job]?.['get']?.responses['200']?.schema;
    expect(polledSchema).toBeDefined();
    expect(differences(polled.body, polledSchema ?? {}, api)).toEqual([]);
  });

  it('agree on POST /devices/bulk/replace', async () => {
    const api = readDescription();
    const rig = await startFull();
    const reply = await rig.call('/devices/bulk/replace', { method: 'POST', body: replacement });
    expect(reply).toMatchObject({ status: 200, body: { total: 2, status: { success: 1 } } });
    expect(differences(replacement, { $ref: '#/definitions/asynchronousDeviceReplacementJob' }, api)).toEqual([]);
    expect(differences(reply.body, { $ref: '#/definitions/replaceResponse' }, api)).toEqual([]);
  });

  it.each([
    ['put', '/devices/{id}', '/devices/A10001', { name: 'n' }, 204],
    ['put', '/devices/{id}', '/devices/A10001', { colour: 'red' }, 400],
    ['put', '/devices/{id}', `/devices/${neighbours.device}`, { name: 'n' }, 403],
    ['put', '/devices/{id}', '/devices/A100FF', { name: 'n' }, 404],
    ['delete', '/devices/{id}', '/devices/A10001', undefined, 204],
    ['delete', '/devices/{id}', '/devices/A10002', undefined, 403],
    ['put', '/devices/{id}/unsubscribe', '/devices/A10002/unsubscribe', unsubscription, 204],
    ['put', '/devices/{id}/unsubscribe', '/devices/A10001/unsubscribe', unsubscription, 403],
    ['post', '/devices/{id}/disengage', '/devices/A10001/disengage', undefined, 204],
    ['post', '/devices/{id}/disengage', '/devices/A100FF/disengage', undefined, 404],
    ['post', '/devices/bulk', '/devices/bulk', { data: [] }, 400],
    ['post', '/devices/bulk', '/devices/bulk', { ...created, deviceTypeId: neighbours.deviceType }, 403],
  ])('agree on %s %s, asked as %s with %j: %i', async (method, path, asked, body, status) => {
    const api = readDescription();
    const rig = await startFull();
    const reply = await rig.call(asked, { method: method.toUpperCase(), body });
    expect(reply.status).toBe(status);
    const response = api.paths[path]?.[method]?.responses[status];
    expect(response).toBeDefined();
    if (response?.schema === undefined) expect(reply.text).toBe('');
    else expect(differences(reply.body, response.schema, api)).toEqual([]);
  });

  it.each([
    ['bulkDeviceAsynchronousRequest', created],
    ['deviceEditionBulk', edited],
    ['asynchronousDeviceTransferJob', transferred],
  ])('agree on what %s holds: all that is described was sent above', (definition, sent) => {
    const described = flatten({ $ref: `#/definitions/${definition}` }, readDescription());
    expect(Object.keys(sent).toSorted()).toEqual(Object.keys(described.properties).toSorted());
    const items = described.properties['data']?.items;
    if (items !== undefined && 'data' in sent)
      expect(Object.keys(sent.data[0] ?? {}).toSorted()).toEqual(Object.keys(items.properties ?? {}).toSorted());
  });

  it('agree on what a create request holds: all that is described is accepted, and what is required is required', async () => {
    const api = readDescription();
    const rig = await startRig();
    const full = {
      ...creationOf('00A10001'),
      prototype: false,
      automaticRenewal: true,
      activable: false,
      lat: 48.5,
      lng: -2.25,
    };
    const described = flatten({ $ref: '#/definitions/deviceCreationJob' }, api);
    expect(Object.keys(full).toSorted()).toEqual(Object.keys(described.properties).toSorted());
    expect(differences(full, { $ref: '#/definitions/deviceCreationJob' }, api)).toEqual([]);
    for (const field of described.required) {
      expect(await rig.create('00A10001', { ...full, [field]: undefined })).toMatchObject({
        status: 400,
        body: { errors: [{ field }] },
      });
    }
    expect(await rig.create('00A10001', full)).toMatchObject({ status: 201 });
  });
});
