import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { demoIds } from '../../../src/simulator/backend/world/demo-world.ts';
import { anyText, idsFrom, startRig } from './backend-rig.ts';

const type = `/devicetypes/${demoIds.deviceType}`;
const withKey = 'fields=productCertificate(key),deviceType(name)';
const devices = z.object({ data: z.array(z.record(z.string(), z.unknown())) });

describe('a backend that hides', () => {
  it.each([
    ['certificate', 'productCertificate'],
    ['device-type', 'deviceType'],
    ['pac', 'pac'],
    ['prototype', 'prototype'],
  ] as const)('%s leaves it out of lists and look-ups, even if asked for it', async (part, field) => {
    const rig = await startRig({ reticence: { hides: [part] } });
    await rig.create('00A10001');
    const [listed] = devices.parse((await rig.call(`/devices/?${withKey}`)).body).data;
    expect(listed).toMatchObject({ id: 'A10001', name: 'unit 00A10001' });
    expect(listed).not.toHaveProperty(field);
    expect((await rig.call(`/devices/A10001?${withKey}`)).body).not.toHaveProperty(field);
    const open = await startRig();
    await open.create('00A10001');
    expect(devices.parse((await open.call(`/devices/?${withKey}`)).body).data[0]).toHaveProperty(field);
  });

  it('several things hides them all, through v1 as well', async () => {
    const rig = await startRig({ reticence: { hides: ['certificate', 'device-type', 'pac', 'prototype'] } });
    await rig.create('00A10001');
    const [listed] = devices.parse((await rig.callV1(`${type}/devices`)).body).data;
    expect(Object.keys(listed ?? {})).toEqual(['id', 'name', 'last', 'state']);
    expect((await rig.callV1('/devices/A10001')).body).not.toHaveProperty('type');
    expect(await rig.callV1(`${type}/id-pac`)).toMatchObject({ status: 403 });
    expect(await rig.call('/devices/A10001/certificate/product')).toMatchObject({ status: 403 });
  });

  it('nothing of a certificate but its name shows it in the form of 2018', async () => {
    const rig = await startRig({ reticence: { certificateForm: 'name' } });
    await rig.create('00A10001');
    for (const query of ['', `?${withKey}`]) {
      const [listed] = devices.parse((await rig.call(`/devices/${query}`)).body).data;
      expect(listed?.['productCertificate']).toEqual({ id: anyText, name: 'P_00A1_0001_01' });
    }
  });

  it('refuses a request with fields, and answers it without', async () => {
    const rig = await startRig({ reticence: { refusesFields: true } });
    await rig.create('00A10001');
    for (const path of ['/devices/', '/devices/A10001', '/device-types/', `/contract-infos/${demoIds.contract}`]) {
      expect(await rig.call(`${path}?${withKey}`)).toMatchObject({
        status: 400,
        body: { errors: [{ type: 'query', field: 'fields', message: anyText }] },
      });
      expect(await rig.call(path)).toMatchObject({ status: 200 });
    }
  });
});

const start = () => startRig({ reticence: { comparesIdsAsText: true } });

describe('a backend that compares IDs as texts', () => {
  it.each([
    ['A10001', 1],
    ['00A10001', 0],
    ['a10001', 0],
  ])('finds the unit asked for as %s %d times', async (asked, found) => {
    const rig = await start();
    await rig.create('00A10001');
    expect(devices.parse((await rig.call(`/devices/?id=${asked}`)).body).data).toHaveLength(found);
    expect(await rig.callV1(`/devices/${asked}`)).toMatchObject({ status: found === 1 ? 200 : 404 });
    expect(await rig.call(`/devices/${asked}`)).toMatchObject({ status: 200 });
  });

  it('takes bounds as texts: with leading zeros a range holds other units', async () => {
    const rig = await start();
    await rig.poll(await rig.createBulk([...idsFrom('00A10001', 3), 'B']));
    const range = async (min: string, max: string, sort = 'id') =>
      devices.parse((await rig.call(`/devices/?sort=${sort}&minId=${min}&maxId=${max}`)).body).data.map(({ id }) => id);
    expect(await range('A10001', 'A10002')).toEqual(['A10001', 'A10002']);
    expect(await range('00A10001', '00A10002')).toEqual([]);
    expect(await range('A10002', 'BB')).toEqual(['A10002', 'A10003', 'B']);
    expect(await range('A10002', 'BB', '-id')).toEqual(['B', 'A10003', 'A10002']);
    expect(
      devices.parse((await rig.call('/devices/?sort=id&id=A10002&minId=00A10001&maxId=00A10003')).body).data,
    ).toEqual([]);
  });
});
