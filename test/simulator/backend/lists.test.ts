import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { demoIds } from '../../../src/simulator/backend/world/demo-world.ts';
import { pacOf, startRig, type Rig } from './backend-rig.ts';

/** IDs 00A10001, 00A10002, … whose names run the other way round. */
const registeredBefore = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const id = (0xa10001 + index).toString(16);
    const name = `unit ${String(count - index).padStart(3, '0')}`;
    return {
      id,
      pac: pacOf(id),
      name,
      deviceTypeId: demoIds.deviceType,
      productCertificate: 'P_00A1_0001_01',
      creationTime: 0,
    };
  });

const listed = z.object({
  data: z.array(z.object({ id: z.string() })),
  paging: z.object({ next: z.string().optional() }),
});
type Listed = z.infer<typeof listed>;

const list = async (rig: Rig, pathOrUrl: string): Promise<Listed> => listed.parse((await rig.call(pathOrUrl)).body);

const ids = ({ data }: Listed): readonly string[] => data.map(({ id }) => id);

describe('the device list', () => {
  it('gives 250 devices in three pages, each naming the next by its full URL', async () => {
    const rig = await startRig({ seed: { devices: registeredBefore(250) } });
    const seen: string[] = [];
    const sizes: number[] = [];
    let next: string | undefined = '/devices/?sort=id';
    while (next !== undefined) {
      const page: Listed = await list(rig, next);
      seen.push(...ids(page));
      sizes.push(page.data.length);
      next = page.paging.next;
      if (next !== undefined) expect(next.startsWith(`${rig.url}/devices/?sort=id`)).toBe(true);
    }
    expect(sizes).toEqual([100, 100, 50]);
    expect(new Set(seen).size).toBe(250);
    expect(seen[0]).toBe('A10001');
  });

  it('names no next page when the last one is full', async () => {
    const rig = await startRig({ seed: { devices: registeredBefore(4) } });
    expect((await list(rig, '/devices/?limit=2&offset=2')).paging).toEqual({});
  });

  it('finds by ID in any width, by device type, by group, and by range', async () => {
    const rig = await startRig({ seed: { devices: registeredBefore(5) } });
    expect(ids(await list(rig, '/devices?id=00a10003'))).toEqual(['A10003']);
    expect(ids(await list(rig, '/devices?id=00A100FF'))).toEqual([]);
    expect(ids(await list(rig, `/devices?deviceTypeId=${demoIds.deviceType}`))).toHaveLength(5);
    expect(ids(await list(rig, `/devices?deviceTypeId=${'e'.repeat(24)}`))).toEqual([]);
    expect(ids(await list(rig, `/devices?groupIds=${'e'.repeat(24)}`))).toEqual([]);
    expect(ids(await list(rig, '/devices?sort=id&minId=00A10002&maxId=A10004'))).toEqual([
      'A10002',
      'A10003',
      'A10004',
    ]);
  });

  it('sorts by name unless told otherwise', async () => {
    const rig = await startRig({ seed: { devices: registeredBefore(3) } });
    rig.world.receiveFrame('A10002', { at: 1 });
    expect(ids(await list(rig, '/devices'))).toEqual(['A10003', 'A10002', 'A10001']);
    expect(ids(await list(rig, '/devices?sort=-name'))).toEqual(['A10001', 'A10002', 'A10003']);
    expect(ids(await list(rig, '/devices?sort=-id'))).toEqual(['A10003', 'A10002', 'A10001']);
    expect(ids(await list(rig, '/devices?sort=-lastCom'))[0]).toBe('A10002');
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['offset=-1', 'offset'],
    ['offset=40001', 'offset'],
    ['sort=pac', 'sort'],
    ['id=XYZ', 'id'],
    ['deviceTypeId=12', 'deviceTypeId'],
    ['minId=A10001', 'minId'],
    ['sort=name&maxId=A10001', 'maxId'],
    ['fields=productCertificate', 'fields'],
    ['fields=productCertificate(pac)', 'fields'],
    ['colour=red', 'colour'],
  ])('refuses ?%s', async (query, field) => {
    const rig = await startRig();
    expect(await rig.call(`/devices/?${query}`)).toMatchObject({
      status: 400,
      body: { errors: [{ type: 'query', field }] },
    });
  });

  it('is empty before anything is registered', async () => {
    const rig = await startRig();
    expect(await list(rig, '/devices/')).toEqual({ data: [], paging: {} });
  });
});
