import { describe, expect, it } from 'vitest';
import { demoIds, demoUsers } from '../../../src/simulator/backend/world/demo-world.ts';
import { anyText, idsFrom, jobIdOf, neighbours, pacOf, startRig, textLike, withNeighbours } from './backend-rig.ts';

const three = idsFrom('00A10001', 3);

describe('a bulk create', () => {
  it('answers at once with the number of its units and a job, and registers nothing yet', async () => {
    const rig = await startRig({ pace: { perJobMs: 2_000, perThousandMs: 0 } });
    const started = await rig.createBulk(three);
    expect(started).toMatchObject({ status: 200, body: { total: 3, jobId: textLike(/^[0-9a-f]{24}$/) } });
    expect(await rig.call('/devices?id=A10001')).toMatchObject({ body: { data: [] } });
    expect(await rig.poll(started)).toMatchObject({
      status: 200,
      body: { jobDone: false, total: 3, status: { success: 0, errors: [] } },
    });
  });

  it('goes on unit by unit, which the job and the list both show', async () => {
    const rig = await startRig({ pace: { perJobMs: 1_000, perThousandMs: 500_000 } });
    const started = await rig.createBulk(idsFrom('00A10001', 10));
    await rig.clock.advance(2_999);
    expect(await rig.poll(started)).toMatchObject({ body: { jobDone: false, total: 10, status: { success: 4 } } });
    expect(await rig.call('/devices?sort=id')).toMatchObject({
      body: { data: idsFrom('00A10001', 4).map((id) => ({ id: id.slice(2) })) },
    });
    await rig.clock.advance(3_001);
    expect(await rig.poll(started)).toMatchObject({
      body: { jobDone: true, total: 10, status: { success: 10, errors: [] } },
    });
    expect(await rig.call('/devices/A1000A')).toMatchObject({ body: { creationTime: rig.clock.now() } });
  });

  it('is done at the first look when jobs take no time', async () => {
    const rig = await startRig();
    const started = await rig.createBulk(three);
    expect(await rig.poll(started)).toMatchObject({
      body: { jobDone: true, total: 3, status: { success: 3, errors: [] } },
    });
    expect(three.map((id) => rig.world.creates(id))).toEqual(three.map(() => ({ attempts: 1, committed: 1 })));
  });

  it('does its units when they are due, however late anybody looks', async () => {
    const rig = await startRig({ pace: { perJobMs: 3_000, perThousandMs: 0 } });
    const begin = rig.clock.now();
    await rig.createBulk(three);
    await rig.clock.advance(60_000);
    expect(await rig.call('/devices?sort=id')).toMatchObject({
      body: {
        data: [{ creationTime: begin + 1_000 }, { creationTime: begin + 2_000 }, { creationTime: begin + 3_000 }],
      },
    });
  });

  it('gives one certificate to all, and to each its own name, position and flags', async () => {
    const rig = await startRig();
    await rig.createBulk([], {
      prefix: 'line1-',
      data: [
        { id: '00a10001', pac: pacOf('00A10001') },
        {
          id: 'A10002',
          pac: pacOf('00A10002'),
          name: 'second',
          lat: 48.5,
          lng: -2.25,
          automaticRenewal: false,
          activable: false,
        },
      ],
    });
    const { body } = await rig.call('/devices?sort=id&fields=productCertificate(key)');
    expect(body).toMatchObject({
      data: [
        {
          id: 'A10001',
          name: 'line1-00a10001',
          productCertificate: { key: 'P_00A1_0001_01' },
          prototype: false,
          state: 0,
          automaticRenewal: true,
        },
        {
          id: 'A10002',
          name: 'second',
          location: { lat: 48.5, lng: -2.25 },
          state: 7,
          automaticRenewal: false,
          activable: false,
        },
      ],
    });
  });

  it('makes prototypes as far as the quota goes', async () => {
    const rig = await startRig({
      seed: { groups: [{ id: demoIds.group, name: 'Ours', maxPrototypeAllowed: 2, currentPrototypeCount: 0 }] },
    });
    const started = await rig.createBulk(three, { productCertificate: undefined, prototype: true });
    expect(await rig.poll(started)).toMatchObject({
      body: { jobDone: true, status: { success: 2, errors: [{ entity: 'A10003', type: 0, message: anyText }] } },
    });
  });

  it('refuses single units in the job: never issued, wrong PAC, no PAC, spent, known, foreign, twice, misnamed', async () => {
    const issued = idsFrom('00A10001', 9);
    const credentials = [
      ...issued.map((id) => ({ id, pac: pacOf(id), spent: id === '00A10004' })),
      { id: neighbours.device, pac: pacOf(neighbours.device) },
    ];
    const rig = await startRig({ seed: { ...withNeighbours, credentials } });
    await rig.create('00A10005');
    const started = await rig.createBulk([], {
      data: [
        { id: '00A10001', pac: pacOf('00A10001') },
        { id: '00A100FF', pac: pacOf('00A100FF') },
        { id: '00A10002', pac: pacOf('00A10001') },
        { id: '00A10003' },
        { id: '00A10004', pac: pacOf('00A10004') },
        { id: '00A10005', pac: pacOf('00A10005') },
        { id: neighbours.device, pac: pacOf(neighbours.device) },
        { id: '00A10001', pac: pacOf('00A10001') },
        { id: '00A10006', pac: pacOf('00A10006'), name: 'n'.repeat(101) },
      ],
    });
    const polled = await rig.poll(started);
    const refused = ['A100FF', 'A10002', 'A10003', 'A10004', 'A10005', 'A10009', 'A10001', 'A10006'];
    expect(polled.body).toEqual({
      jobDone: true,
      total: 9,
      status: { success: 1, errors: refused.map((entity) => ({ entity, type: 0, message: anyText })) },
    });
    expect(polled.text).not.toContain('A1A1A1A1');
    expect(rig.world.creates('00A10001')).toEqual({ attempts: 2, committed: 1 });
    expect(rig.world.creates('00A10004')).toEqual({ attempts: 1, committed: 0 });
  });

  it.each([
    ['a certificate that is none', { productCertificate: { key: 'M_00A1_0001_01' } }, 400, 'productCertificate.key'],
    ['certificate and prototype', { prototype: true }, 400, 'prototype'],
    ['neither of them', { productCertificate: undefined }, 400, 'productCertificate'],
    [
      'a certificate for each unit',
      { data: [{ id: '00A10001', pac: pacOf('1'), productCertificate: { key: 'P_00A1_0001_01' } }] },
      400,
      'data.0.productCertificate',
    ],
    ['a prefix of 41 characters', { prefix: 'p'.repeat(41) }, 400, 'prefix'],
    ['no units', { data: [] }, 400, 'data'],
    ['no list of units', { data: undefined }, 400, 'data'],
    ['an ID that is not hex', { data: [{ id: '00A1000G', pac: pacOf('1') }] }, 400, 'data.0.id'],
    ['a unit without an ID', { data: [{ pac: pacOf('1') }] }, 400, 'data.0.id'],
    ['a device type that is not there', { deviceTypeId: 'e'.repeat(24) }, 400, 'deviceTypeId'],
  ])('is refused whole with %s', async (_, fields, status, field) => {
    const rig = await startRig();
    expect(await rig.createBulk(three, fields)).toMatchObject({ status, body: { errors: [{ type: 'body', field }] } });
    expect(await rig.call('/devices')).toMatchObject({ body: { data: [] } });
  });

  it('is refused whole into a device type of another group, for a user with read rights, and beyond ten megabytes', async () => {
    const rig = await startRig({ seed: withNeighbours });
    expect(await rig.createBulk(three, { deviceTypeId: neighbours.deviceType })).toMatchObject({ status: 403 });
    expect(await rig.call('/devices/bulk', { method: 'POST', as: demoUsers.reader, body: {} })).toMatchObject({
      status: 403,
    });
    expect(await rig.call('/devices/bulk', { method: 'POST', body: ' '.repeat(10_000_001) })).toMatchObject({
      status: 413,
    });
  });

  it('names no more than a hundred of the units that are malformed', async () => {
    const rig = await startRig();
    const reply = await rig.createBulk([], { data: Array.from({ length: 500 }, () => ({ id: 'none' })) });
    expect(reply).toMatchObject({
      status: 400,
      body: { errors: Array.from({ length: 100 }, () => ({ message: anyText })) },
    });
  });
});

describe('a job', () => {
  it('is 404 when nobody started it, 400 when it can be no job, and 403 when another group did', async () => {
    const login = '5eed00000000000000000009';
    const theirs = {
      id: login,
      password: 'theirs',
      name: 'Theirs',
      rights: 'write' as const,
      groupId: neighbours.group,
    };
    const rig = await startRig({
      seed: {
        ...withNeighbours,
        apiUsers: [
          theirs,
          {
            id: demoUsers.writer.login,
            password: demoUsers.writer.password,
            name: 'Ours',
            rights: 'write',
            groupId: demoIds.group,
          },
        ],
      },
    });
    const started = await rig.createBulk(three);
    expect(await rig.call(`/devices/bulk/${'e'.repeat(24)}`)).toMatchObject({ status: 404 });
    expect(await rig.call('/devices/bulk/12')).toMatchObject({
      status: 400,
      body: { errors: [{ type: 'path', field: 'jobId' }] },
    });
    const asTheirs = await rig.call(`/devices/bulk/${jobIdOf(started)}`, { as: { login, password: 'theirs' } });
    expect(asTheirs).toMatchObject({ status: 403 });
  });

  it('belongs to the world: it goes on when the server has gone', async () => {
    const rig = await startRig({ pace: { perJobMs: 1_000, perThousandMs: 0 } });
    const started = await rig.createBulk(three);
    await rig.close();
    await rig.clock.advance(1_000);
    rig.world.advance(rig.clock.now());
    expect(rig.world.jobs.find(jobIdOf(started))).toMatchObject({ isDone: true, success: 3 });
    expect(rig.world.device('00A10003')).toBeDefined();
  });

  it('runs beside others', async () => {
    const rig = await startRig({ pace: { perJobMs: 1_000, perThousandMs: 0 } });
    const first = await rig.createBulk(idsFrom('00A10001', 2));
    await rig.clock.advance(500);
    const second = await rig.createBulk(idsFrom('00A10011', 2));
    expect(first.body).not.toEqual(second.body);
    await rig.clock.advance(500);
    expect(await rig.poll(first)).toMatchObject({ body: { jobDone: true, status: { success: 2 } } });
    expect(await rig.poll(second)).toMatchObject({ body: { jobDone: false, status: { success: 1 } } });
  });
});
