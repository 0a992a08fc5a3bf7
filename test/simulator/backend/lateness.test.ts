import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { demoIds, demoWorld } from '../../../src/simulator/backend/world/demo-world.ts';
import { drawDelay, parseDelay } from '../../../src/simulator/backend/world/delay.ts';
import { Registry } from '../../../src/simulator/backend/world/registry.ts';
import {
  anyText,
  creationOf,
  idsFrom,
  jobIdOf,
  neighbours,
  pacOf,
  startRig,
  withNeighbours,
  type Rig,
} from './backend-rig.ts';

const type = `/devicetypes/${demoIds.deviceType}`;
const listed = z.object({ data: z.array(z.object({ id: z.string() })) });

const idsIn = async (reply: ReturnType<Rig['call']>): Promise<readonly string[]> =>
  listed.parse((await reply).body).data.map(({ id }) => id);

/** What each place that shows devices says of them. */
const seen = async (rig: Rig): Promise<readonly (readonly string[])[]> => {
  return [
    await idsIn(rig.call('/devices/')),
    await idsIn(rig.call(`/devices/?deviceTypeId=${demoIds.deviceType}&sort=id`)),
    await idsIn(rig.callV1(`${type}/devices`)),
    await idsIn(rig.callV1(`${type}/id-pac`)),
  ];
};

const everywhere = (...ids: readonly string[]): readonly (readonly string[])[] => [ids, ids, ids, ids];

const lookUps = async (rig: Rig, id: string): Promise<readonly number[]> => [
  (await rig.call(`/devices/${id}`)).status,
  (await rig.callV1(`/devices/${id}`)).status,
  (await rig.call(`/devices/${id}/certificate/product`)).status,
];

describe('a backend that lists late', () => {
  it('shows a new unit nowhere before its delay and everywhere after it, and refuses it a second time all along', async () => {
    const rig = await startRig({ listDelay: 90_000 });
    expect(await rig.create('00A10001')).toMatchObject({ status: 201 });
    await rig.clock.advance(89_999);
    expect(await seen(rig)).toEqual(everywhere());
    expect(await rig.call('/devices/?id=A10001')).toMatchObject({ status: 200, body: { data: [] } });
    expect(await lookUps(rig, 'A10001')).toEqual([404, 404, 404]);
    expect(await rig.create('00A10001')).toMatchObject({ status: 409 });
    expect(rig.world.device('00A10001')).toBeDefined();
    await rig.clock.advance(1);
    expect(await seen(rig)).toEqual(everywhere('A10001'));
    expect(await lookUps(rig, 'A10001')).toEqual([200, 200, 200]);
    expect(rig.world.createCounter.repeated('committed')).toEqual([]);
    expect(rig.world.createCounter.repeated('arrived')).toEqual(['A10001']);
  });

  it('counts the delay of a unit of a job from when that unit was done', async () => {
    const rig = await startRig({
      listDelay: 10_000,
      pace: { startsAfterMs: 5_000, perJobMs: 4_000, perThousandMs: 0 },
    });
    const started = await rig.createBulk(idsFrom('00A10001', 4));
    await rig.clock.advance(9_000);
    expect(await rig.poll(started)).toMatchObject({ body: { jobDone: true, status: { success: 4 } } });
    expect(await seen(rig)).toEqual(everywhere());
    await rig.clock.advance(8_000);
    expect(await seen(rig)).toEqual(everywhere('A10001', 'A10002'));
    await rig.clock.advance(2_000);
    expect(await seen(rig)).toEqual(everywhere('A10001', 'A10002', 'A10003', 'A10004'));
  });

  it('makes a second job of units that do not show yet end with an error for each of them, through v1 as well', async () => {
    const rig = await startRig({ listDelay: 600_000 });
    const ids = idsFrom('00A10001', 2);
    await rig.poll(await rig.createBulk(ids));
    expect(await rig.poll(await rig.createBulk(ids))).toMatchObject({
      body: { jobDone: true, status: { success: 0, errors: [{ entity: 'A10001' }, { entity: 'A10002' }] } },
    });
    const v1 = await rig.callV1(`${type}/devices/bulk/create/async`, {
      method: 'POST',
      body: { ids: ids.map((id) => ({ id, pac: pacOf(id) })) },
    });
    expect(await rig.callV1(`${type}/registration/${jobIdOf(v1)}`)).toMatchObject({
      body: { jobDone: true, status: { success: 0, errors: [anyText, anyText] } },
    });
    expect(rig.world.creates('00A10001')).toEqual({ attempts: 3, committed: 1 });
  });

  it('shows an edit, a transfer and a deletion late, one after the other', async () => {
    const rig = await startRig({ seed: withNeighbours });
    await rig.create('00A10001');
    rig.world.showAfter(1_000, 1);
    await rig.call('/devices/A10001', { method: 'PUT', body: { name: 'edited' } });
    await rig.clock.advance(500);
    const moved = await rig.call('/devices/bulk/transfer', {
      method: 'POST',
      body: { deviceTypeId: neighbours.ourOtherType, data: [{ id: '00A10001' }] },
    });
    expect(await rig.poll(moved)).toMatchObject({ body: { status: { success: 1 } } });
    expect(await rig.call('/devices/A10001')).toMatchObject({ body: { name: 'unit 00A10001' } });
    await rig.clock.advance(500);
    expect(await rig.call('/devices/A10001')).toMatchObject({
      body: { name: 'edited', deviceType: { id: demoIds.deviceType } },
    });
    expect(await rig.call('/devices/A10001', { method: 'DELETE' })).toMatchObject({ status: 204 });
    expect(rig.world.device('A10001')).toBeUndefined();
    await rig.clock.advance(500);
    expect(await rig.call(`/devices/?deviceTypeId=${neighbours.ourOtherType}`)).toMatchObject({
      body: { data: [{ id: 'A10001' }] },
    });
    expect(await rig.call(`/devices/?deviceTypeId=${demoIds.deviceType}`)).toMatchObject({ body: { data: [] } });
    await rig.clock.advance(500);
    expect(await rig.call('/devices/')).toMatchObject({ body: { data: [] } });
  });

  it('never shows a later state of a unit before an earlier one, even if lists become prompt in between', async () => {
    const rig = await startRig({ listDelay: 1_000 });
    await rig.create('00A10001');
    rig.world.showAfter(0, 1);
    await rig.call('/devices/A10001', { method: 'PUT', body: { name: 'edited' } });
    expect(await rig.call('/devices/')).toMatchObject({ body: { data: [] } });
    await rig.clock.advance(1_000);
    expect(await rig.call('/devices/')).toMatchObject({ body: { data: [{ name: 'edited' }] } });
    await rig.create('00A10002');
    expect(await rig.call('/devices/A10002')).toMatchObject({ status: 200 });
  });

  it('may be later with one unit than with others', async () => {
    const rig = await startRig({ listDelay: (deviceId) => (deviceId === 'A10001' ? 600_000 : 0) });
    await rig.create('00A10001');
    await rig.create('00A10002');
    expect(await seen(rig)).toEqual(everywhere('A10002'));
    await rig.clock.advance(600_000);
    expect(await seen(rig)).toEqual(everywhere('A10001', 'A10002'));
  });

  it('gives each unit a delay of its own between the bounds, the same in each run', async () => {
    const runs = [1, 1, 2].map((seed) => {
      const world = new Registry(demoWorld);
      const [by] = world.apiUsers(demoIds.group);
      if (by === undefined) throw new Error('the demo has no user');
      world.showAfter({ minMs: 300, maxMs: 1_500 }, seed);
      const ids = idsFrom('00A10001', 500);
      const order = {
        deviceTypeId: demoIds.deviceType,
        productCertificate: null,
        prototype: true,
        automaticRenewal: true,
        activable: true,
        lat: 0,
        lng: 0,
      };
      for (const id of ids) world.create({ ...order, id, name: id, pac: pacOf(id) }, { by, at: 0 });
      const shownAt = new Map<string, number>();
      for (let now = 0; now <= 1_500; now += 50) {
        world.advance(now);
        for (const { id } of world.shownDevices({ groupId: demoIds.group, sort: 'id' }))
          if (!shownAt.has(id)) shownAt.set(id, now);
      }
      return [...shownAt].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, at]) => at);
    });
    expect(runs[0]).toHaveLength(500);
    expect(Math.min(...(runs[0] ?? []))).toBeGreaterThanOrEqual(300);
    expect(new Set(runs[0]).size).toBeGreaterThan(20);
    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]).not.toEqual(runs[2]);
  });
});

describe('jobs of a backend that takes its time', () => {
  it('begin late and take a time that grows with their units, each drawn between its bounds', async () => {
    const span = { minMs: 1_000, maxMs: 3_000 };
    const rig = await startRig({ pace: { startsAfterMs: span, perJobMs: span, perThousandMs: 100_000 } });
    const started = await Promise.all(
      Array.from({ length: 20 }, (_, job) => rig.createBulk(idsFrom(`00A1${job.toString(16).padStart(2, '0')}00`, 10))),
    );
    const done = async (): Promise<number> => {
      const polled = await Promise.all(started.map((reply) => rig.poll(reply)));
      return polled.filter(({ body }) => z.object({ jobDone: z.boolean() }).parse(body).jobDone).length;
    };
    await rig.clock.advance(2_999);
    expect(await done()).toBe(0);
    await rig.clock.advance(2_001);
    expect(await done()).toBeGreaterThan(2);
    expect(await done()).toBeLessThan(18);
    await rig.clock.advance(2_000);
    expect(await done()).toBe(20);
  });
});

describe('a registration', () => {
  it('spends the PAC and makes a new one, which lists show to those who may see it, and which alone registers the unit again', async () => {
    const rig = await startRig();
    const old = pacOf('00A10001');
    await rig.create('00A10001');
    const { data } = z
      .object({ data: z.tuple([z.object({ pac: z.string() })]) })
      .parse((await rig.call('/devices/?id=A10001')).body);
    const [{ pac }] = data;
    expect(pac).not.toBe(old);
    expect(await rig.callV1(`${type}/id-pac`)).toMatchObject({ body: { data: [{ id: 'A10001', pac }] } });
    expect(await rig.create('00A10001')).toMatchObject({ status: 409 });
    await rig.call('/devices/A10001', { method: 'DELETE' });
    expect(await rig.create('00A10001')).toMatchObject({ status: 400, body: { errors: [{ field: 'pac' }] } });
    expect(await rig.call('/devices/', { method: 'POST', body: { ...creationOf('00A10001'), pac } })).toMatchObject({
      status: 201,
    });
    expect(rig.world.creates('00A10001')).toEqual({ attempts: 4, committed: 2 });
  });
});

describe('the words of a delay', () => {
  it('are milliseconds or a range of them', () => {
    expect(parseDelay('800')).toEqual({ ok: true, value: 800 });
    expect(parseDelay(' 300-1500 ')).toEqual({ ok: true, value: { minMs: 300, maxMs: 1_500 } });
    expect(parseDelay('0-0')).toEqual({ ok: true, value: { minMs: 0, maxMs: 0 } });
  });

  it.each(['', 'soon', '-5', '5-', '1500-300', '1.5', '86400001'])('refuse "%s" as bad usage', (text) => {
    expect(parseDelay(text)).toMatchObject({ ok: false, code: 'bad usage' });
  });

  it('reach both bounds', () => {
    const drawn = Array.from({ length: 1_000 }, (_, key) => drawDelay({ minMs: 1, maxMs: 3 }, { key, seed: 1 }));
    expect(new Set(drawn)).toEqual(new Set([1, 2, 3]));
    expect(drawDelay(7, { key: 1, seed: 1 })).toBe(7);
  });
});
