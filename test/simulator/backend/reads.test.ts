import { describe, expect, it } from 'vitest';
import { demoIds, demoUsers } from '../../../src/simulator/backend/world/demo-world.ts';
import { idsFrom, neighbours, pacOf, startRig, textLike, withNeighbours } from './backend-rig.ts';

const pairPath = (id: string): string => `/devices/${id}/product-certificate?pac=${pacOf(id)}`;

describe('the product certificate of an ID and PAC', () => {
  const credentials = [
    { id: '00A10001', pac: pacOf('00A10001'), productCertificate: 'P_00A1_0007_02' },
    { id: '00A10002', pac: pacOf('00A10002') },
  ];

  it('is what the authority issued the pair for', async () => {
    const rig = await startRig({ seed: { credentials } });
    expect(await rig.call(pairPath('00A10001'))).toMatchObject({
      status: 200,
      body: {
        id: textLike(/^[0-9a-f]{24}$/),
        name: 'P_00A1_0007_02',
        key: 'P_00A1_0007_02',
        status: 1,
        version: '02',
        manufacturer: { id: textLike(/^[0-9a-f]{24}$/) },
      },
    });
  });

  it('is not there for a modem of no product, a wrong PAC, an ID never issued, and a registered device', async () => {
    const rig = await startRig({ seed: { credentials } });
    expect(await rig.call(pairPath('00A10002'))).toMatchObject({ status: 404 });
    expect(await rig.call(`/devices/00A10001/product-certificate?pac=${pacOf('00A10002')}`)).toMatchObject({
      status: 404,
    });
    expect(await rig.call(pairPath('00A10003'))).toMatchObject({ status: 404 });
    await rig.create('00A10001');
    expect(await rig.call(pairPath('00A10001'))).toMatchObject({ status: 404 });
  });

  it.each(['', '?pac=A1', `?pac=${pacOf('1')}&fields=key`])('refuses "%s"', async (query) => {
    const rig = await startRig();
    expect(await rig.call(`/devices/00A10001/product-certificate${query}`)).toMatchObject({
      status: 400,
      body: { errors: [{ type: 'query' }] },
    });
  });
});

describe('the certificates of a registered device', () => {
  it('are those of the product and of the modem', async () => {
    const rig = await startRig();
    await rig.create('00A10001');
    expect(await rig.call('/devices/A10001/certificate/product')).toMatchObject({
      status: 200,
      body: { key: 'P_00A1_0001_01', radioConfigurations: [{ id: 0 }] },
    });
    expect(await rig.call('/devices/A10001/certificate/product?fields=manufacturer(name)')).toMatchObject({
      body: { manufacturer: { name: 'Manufacturer 00A1' } },
    });
    expect(await rig.call('/devices/A10001/certificate/modem')).toMatchObject({
      status: 200,
      body: { key: 'M_00A1_00AA_01', repeaterFunction: false },
    });
    expect(await rig.call('/devices/A10001?fields=modemCertificate(key)')).toMatchObject({
      body: { modemCertificate: { key: 'M_00A1_00AA_01' } },
    });
    expect(await rig.call('/devices/A10001/certificate/modem?fields=key')).toMatchObject({ status: 400 });
  });

  it('are 404 for a prototype, an unknown device and an unknown modem, and 403 for a foreign device', async () => {
    const rig = await startRig({ seed: { ...withNeighbours, modemCertificate: null } });
    await rig.create('00A10001', { productCertificate: undefined, prototype: true });
    expect(await rig.call('/devices/A10001/certificate/product')).toMatchObject({ status: 404 });
    expect(await rig.call('/devices/A10001/certificate/modem')).toMatchObject({ status: 404 });
    expect(await rig.call('/devices/A10002/certificate/product')).toMatchObject({ status: 404 });
    expect(await rig.call(`/devices/${neighbours.device}/certificate/product`)).toMatchObject({ status: 403 });
  });
});

describe('messages', () => {
  it('come latest first, in pages, with what was asked for', async () => {
    const rig = await startRig();
    await rig.create('00A10001');
    for (const payload of ['01', '02', '03']) {
      await rig.clock.advance(10);
      rig.world.receiveFrame('00A10001', { at: rig.clock.now(), payload });
    }
    const first = await rig.call(
      '/devices/A10001/messages?limit=2&fields=ackRequired,device(name),rinfos(cbStatus,baseStation(name))',
    );
    expect(first.body).toEqual({
      data: [
        {
          device: { id: 'A10001', name: 'unit 00A10001' },
          time: rig.clock.now(),
          data: '03',
          ackRequired: false,
          lqi: 2,
          seqNumber: 2,
          nbFrames: 3,
          computedLocation: [],
          rinfos: [],
        },
        {
          device: { id: 'A10001', name: 'unit 00A10001' },
          time: rig.clock.now() - 10,
          data: '02',
          ackRequired: false,
          lqi: 2,
          seqNumber: 1,
          nbFrames: 3,
          computedLocation: [],
          rinfos: [],
        },
      ],
      paging: { next: textLike(/messages\?limit=2&.*offset=2$/) },
    });
    expect(
      await rig.call(`/devices/A10001/messages?since=${rig.clock.now() - 10}&before=${rig.clock.now() - 10}`),
    ).toMatchObject({ body: { data: [{ data: '02', device: { id: 'A10001' } }], paging: {} } });
  });

  it('reach three days back, their counts a month', async () => {
    const rig = await startRig();
    await rig.create('00A10001');
    const day = 86_400_000;
    for (const days of [31, 20, 5, 2, 0.5]) rig.world.receiveFrame('00A10001', { at: rig.clock.now() - days * day });
    expect(await rig.call('/devices/A10001/messages')).toMatchObject({
      body: { data: [{ seqNumber: 4 }, { seqNumber: 3 }], paging: {} },
    });
    expect(await rig.call('/devices/A10001/messages/metric')).toMatchObject({
      status: 200,
      body: { lastDay: 1, lastWeek: 3, lastMonth: 4 },
    });
  });

  it('are none without a token', async () => {
    const rig = await startRig({
      seed: { deviceTypes: [{ id: demoIds.deviceType, name: 'No contract', groupId: demoIds.group, contractIds: [] }] },
    });
    await rig.create('00A10001');
    rig.world.receiveFrame('00A10001', { at: rig.clock.now(), payload: '01' });
    expect(await rig.call('/devices/A10001/messages')).toMatchObject({ status: 200, body: { data: [] } });
    expect(await rig.call('/devices/A10001')).toMatchObject({ body: { state: 2, lastCom: rig.clock.now() } });
  });

  it('are 412 for a window that ends before it begins, 400 for no time, 404 and 403 for no device of ours', async () => {
    const rig = await startRig({ seed: withNeighbours });
    await rig.create('00A10001');
    expect(await rig.call('/devices/A10001/messages?since=2&before=1')).toMatchObject({ status: 412, text: '' });
    expect(await rig.call('/devices/A10001/messages?since=yesterday')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'since' }] },
    });
    expect(await rig.call('/devices/A10001/messages?fields=rinfos')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'fields' }] },
    });
    expect(await rig.call('/devices/A10002/messages/metric')).toMatchObject({ status: 404 });
    expect(await rig.call(`/devices/${neighbours.device}/messages`)).toMatchObject({ status: 403 });
  });
});

describe('contracts', () => {
  it.each([
    ['', 2],
    ['?name=other', 1],
    ['?tokenDuration=6', 1],
    ['?tokenDuration=7', 0],
    [`?groupId=${demoIds.group}&deep=true`, 2],
    [`?groupId=${'e'.repeat(24)}`, 0],
    ['?groupType=9', 0],
    ['?subscriptionPlan=1', 0],
    ['?toTime=1', 0],
    ['?fromTime=1&limit=1', 1],
  ])('are found by %s', async (query, count) => {
    const rig = await startRig({ seed: withNeighbours });
    const reply = await rig.call(`/contract-infos/${query}`, { as: demoUsers.reader });
    expect(reply).toMatchObject({
      status: 200,
      body: { data: Array.from({ length: count }, () => ({ maxTokens: 10_000 })) },
    });
  });

  it.each(['orderIds=1', 'contractIds=1', 'pricingModel=1', 'geolocationMode=1', 'pageId=1'])(
    'are not found by %s, which nothing here could answer',
    async (query) => {
      const rig = await startRig();
      expect(await rig.call(`/contract-infos/?${query}`)).toMatchObject({ status: 400 });
    },
  );

  it('list the devices that hold their tokens, page by page', async () => {
    const rig = await startRig({ seed: withNeighbours });
    const ids = idsFrom('00A10011', 5);
    await rig.poll(await rig.createBulk(ids));
    for (const id of ids.slice(1)) rig.world.receiveFrame(id, { at: rig.clock.now() });
    const path = `/contract-infos/${demoIds.contract}/devices`;
    const first = await rig.call(`${path}?limit=3&deviceTypeId=${demoIds.deviceType}&fields=contract(name)`);
    expect(first).toMatchObject({
      body: { data: [{ id: 'A10012', contract: { name: 'Demo contract' } }, { id: 'A10013' }, { id: 'A10014' }] },
    });
    const next = /"next":"([^"]+)"/.exec(first.text)?.[1] ?? '';
    expect(next).toContain(`${rig.url}${path}?limit=3&deviceTypeId=`);
    expect((await rig.call(next)).body).toMatchObject({ data: [{ id: 'A10015' }], paging: {} });
    expect(await rig.call(`/contract-infos/${neighbours.ourOtherContract}/devices`)).toMatchObject({
      body: { data: [] },
    });
    expect(await rig.call(`/contract-infos/${'e'.repeat(24)}/devices`)).toMatchObject({ status: 404 });
    expect(await rig.call(`${path}?offset=1`)).toMatchObject({ status: 400 });
  });
});
