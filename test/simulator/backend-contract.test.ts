import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoIds } from '../../src/simulator/backend/demo-world.ts';
import { creationOf, startRig } from './backend-rig.ts';

/** The official API description may not be part of this project; where it lies beside it, the simulation is held against it. */
const description = resolve(import.meta.dirname, '../../../shared/facts/sigfox-api-v2.swagger.json');
const missing = !existsSync(description);
if (missing) console.warn('The official API description is not beside the project: the contract of the simulated backend is not checked.');

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

interface Description {
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, { readonly schema?: Schema }>> }>>>>;
}

const readDescription = (): Description => {
  const parsed: Description = JSON.parse(readFileSync(description, 'utf8'));
  return parsed;
};

/** All properties and all requirements of a schema, whatever it is composed of. */
const flatten = (schema: Schema, api: Description): Required<Pick<Schema, 'properties' | 'required'>> & Schema => {
  const named = schema.$ref === undefined ? schema : (api.definitions[schema.$ref.replace('#/definitions/', '')] ?? {});
  const parts = (named.allOf ?? []).map((part) => flatten(part, api));
  return {
    ...named,
    properties: Object.fromEntries([...parts.map((part) => part.properties), named.properties ?? {}].flatMap((part) => Object.entries(part))),
    required: [...parts.flatMap((part) => part.required), ...(named.required ?? [])],
  };
};

/** Everything in which a value differs from its schema: types, required properties, properties that are not described. */
const differences = (value: unknown, schema: Schema, api: Description, at = '$'): readonly string[] => {
  const { type, items, properties, required } = flatten(schema, api);
  if (Array.isArray(value)) {
    if (items === undefined) return [`${at}: is an array`];
    return value.flatMap((item, index) => differences(item, items, api, `${at}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) {
    const actual = Number.isInteger(value) && type !== 'number' ? 'integer' : typeof value;
    return actual === type ? [] : [`${at}: is ${actual}, not ${type}`];
  }
  return [
    ...(type === undefined || type === 'object' ? [] : [`${at}: is object, not ${type}`]),
    ...required.filter((key) => !(key in value)).map((key) => `${at}: lacks ${key}`),
    ...Object.entries(value).flatMap(([key, inner]) => {
      const described = properties[key];
      return described === undefined ? [`${at}: ${key} is not described`] : differences(inner, described, api, `${at}.${key}`);
    }),
  ];
};

const groupOfCustomer = { $ref: '#/definitions/Basic' };

describe.skipIf(missing)('the simulated backend and the official API description', () => {
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
    rig.world.receiveFirstFrame('00A10002', { at: rig.clock.now() });
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
