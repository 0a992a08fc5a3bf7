import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { demoIds, demoUsers, demoWorld, variedDemoWorld } from '../../../src/simulator/backend/world/demo-world.ts';
import { publishedLimits } from '../../../src/simulator/backend/http/rate-limits.ts';
import { differences, isDescriptionMissing, readDescription, tellIfMissing } from '../../support/api-description.ts';
import { anyText, idsFrom, neighbours, startRig, withNeighbours } from './backend-rig.ts';

tellIfMissing('callbacks of the simulated backend');

const now = Date.UTC(2026, 10, 2, 8);
const type = `/device-types/${demoIds.deviceType}`;
const varied = (changes: Partial<Parameters<typeof variedDemoWorld>[0]>) =>
  startRig({ seed: variedDemoWorld({ furtherDeviceTypes: 0, callback: 'alive', undelivered: 0, now, ...changes }) });
const page = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  paging: z.object({ next: z.string().optional() }).optional(),
});

describe('callbacks of a device type', () => {
  it('are listed for anybody who may read', async () => {
    const rig = await varied({});
    expect(await rig.call(`${type}/callbacks`, { as: demoUsers.reader })).toMatchObject({
      status: 200,
      body: {
        data: [
          {
            id: demoIds.callback,
            channel: 'URL',
            callbackType: 0,
            callbackSubtype: 2,
            enabled: true,
            dead: false,
            url: anyText,
            httpMethod: 'POST',
          },
        ],
      },
    });
  });

  it('may be dead or missing', async () => {
    expect(await (await varied({ callback: 'dead' })).call(`${type}/callbacks`)).toMatchObject({
      body: { data: [{ enabled: true, dead: true }] },
    });
    expect(await (await varied({ callback: 'none' })).call(`${type}/callbacks`)).toMatchObject({ body: { data: [] } });
  });

  it('leave messages undelivered, which are listed latest first, in pages and windows', async () => {
    const rig = await varied({ undelivered: 5 });
    const messages = `${type}/callbacks-not-delivered`;
    const all = page.parse((await rig.call(messages)).body).data;
    expect(all).toHaveLength(5);
    expect(all[0]).toMatchObject({
      deviceId: 'A1D000',
      deviceTypeId: demoIds.deviceType,
      time: now / 1000,
      data: 'CAFE',
      status: '503',
      callback: { url: anyText },
    });
    const first = page.parse((await rig.call(`${messages}?limit=3`)).body);
    const second = page.parse((await rig.call(first.paging?.next ?? '')).body);
    expect([...first.data, ...second.data]).toEqual(all);
    expect(second.paging).toEqual({});
    expect(page.parse((await rig.call(`${messages}?since=${now - 120_000}&before=${now - 60_000}`)).body).data).toEqual(
      all.slice(1, 3),
    );
    expect(await rig.call(`${messages}?since=yesterday`)).toMatchObject({ status: 400 });
  });

  it.each([
    ['not-an-id', 400],
    ['e'.repeat(24), 404],
    [neighbours.deviceType, 403],
  ])('of %s are %d', async (id, status) => {
    const rig = await startRig({ seed: withNeighbours });
    expect(await rig.call(`/device-types/${id}/callbacks`)).toMatchObject({ status });
    expect(await rig.call(`/device-types/${id}/callbacks-not-delivered`)).toMatchObject({ status });
  });

  it('that were not reached may be asked for ten times in ten seconds', async () => {
    const rig = await startRig({ limits: publishedLimits });
    const ask = async () => (await rig.call(`${type}/callbacks-not-delivered`)).status;
    for (let request = 0; request < 10; request += 1) expect(await ask()).toBe(200);
    expect(await ask()).toBe(429);
    await rig.clock.advance(10_000);
    expect(await ask()).toBe(200);
  });

  it.skipIf(isDescriptionMissing)('are as the official description has them', async () => {
    const api = readDescription();
    const rig = await varied({ undelivered: 2, callback: 'dead' });
    for (const call of ['callbacks', 'callbacks-not-delivered']) {
      const schema = api.paths[`/device-types/{id}/${call}`]?.['get']?.responses[200]?.schema;
      expect(schema).toBeDefined();
      const found = differences((await rig.call(`${type}/${call}`)).body, schema ?? {}, api);
      // What belongs to one channel only stands in schemas that the description does not refer to from its list.
      expect(
        found.filter((difference) => !/url|httpMethod|contentType|downlinkHook|sendSni|method/.test(difference)),
      ).toEqual([]);
    }
  });
});

describe('device types of a customer', () => {
  it('may have a project instead of a contract, and are found by a part of their names, page by page', async () => {
    const rig = await varied({ furtherDeviceTypes: 120 });
    const first = page.parse((await rig.call('/device-types/?name=sensor&sort=name&limit=100')).body);
    const second = page.parse((await rig.call(first.paging?.next ?? '')).body);
    expect([first.data.length, second.data.length]).toEqual([100, 21]);
    expect(page.parse((await rig.call('/device-types/?name=sensor%2012')).body).data.map(({ name }) => name)).toEqual([
      'Demo sensor 12',
      'Demo sensor 120',
      'Demo sensor 121',
    ]);
    const [further] = page.parse((await rig.call('/device-types/?name=sensor%2013')).body).data;
    expect(further).toMatchObject({ projectId: demoIds.project });
    expect(further).not.toHaveProperty('contract');
    expect(await rig.call(`/device-types/${String(further?.['id'])}/callbacks`)).toMatchObject({ body: { data: [] } });
  });

  it('with a project register units, which take the tokens of its contracts', async () => {
    const project = 'f5'.repeat(12);
    const deviceType = 'f6'.repeat(12);
    const rig = await startRig({
      seed: {
        contracts: demoWorld.contracts.map((contract) => ({ ...contract, projectId: project })),
        deviceTypes: [
          { id: deviceType, name: 'Of a project', groupId: demoIds.group, contractIds: [], projectId: project },
        ],
      },
    });
    expect(await rig.createBulk(idsFrom('00A10001', 1), { deviceTypeId: deviceType })).toMatchObject({ status: 200 });
    rig.world.advance(rig.clock.now());
    rig.world.receiveFrame('00A10001', { at: rig.clock.now() });
    expect(rig.world.device('00A10001')).toMatchObject({ state: 0, token: { contractId: demoIds.contract } });
    expect(await rig.call(`/contract-infos/${demoIds.contract}`)).toMatchObject({
      body: { projectId: project, tokensInUse: 1 },
    });
  });
});
