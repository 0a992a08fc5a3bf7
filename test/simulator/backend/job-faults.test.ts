import { describe, expect, it } from 'vitest';
import { demoIds } from '../../../src/simulator/backend/world/demo-world.ts';
import type { Fault } from '../../../src/simulator/backend/faults/faults.ts';
import { parseFault } from '../../../src/simulator/backend/faults/parse-fault.ts';
import { anyText, idsFrom, jobIdOf, pacOf, startRig, textLike } from './backend-rig.ts';

const fault = (text: string): Fault => {
  const parsed = parseFault(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};

const start = (...words: readonly string[]) => startRig({ faults: words.map(fault) });
const type = `/devicetypes/${demoIds.deviceType}`;
const six = idsFrom('00A10001', 6);
const registered = async (rig: Awaited<ReturnType<typeof start>>): Promise<readonly string[]> =>
  six.filter((id) => rig.world.device(id) !== undefined);

describe('a job in trouble', () => {
  it('job-late stands still for ten minutes first, or less by the time factor', async () => {
    const rig = await startRig({ faults: [fault('job-late')], timeFactor: 10 });
    const started = await rig.createBulk(six);
    await rig.clock.advance(59_999);
    expect(await rig.poll(started)).toMatchObject({
      body: { jobDone: false, total: 6, status: { success: 0, errors: [] } },
    });
    await rig.clock.advance(1);
    expect(await rig.poll(started)).toMatchObject({ body: { jobDone: true, status: { success: 6 } } });
  });

  it('job-partial refuses every second unit, though nothing is wrong with it', async () => {
    const rig = await start('job-partial');
    const polled = await rig.poll(await rig.createBulk(six));
    expect(polled).toMatchObject({
      body: {
        jobDone: true,
        total: 6,
        status: {
          success: 3,
          errors: ['A10002', 'A10004', 'A10006'].map((entity) => ({ entity, type: 0, message: anyText })),
        },
      },
    });
    expect(await registered(rig)).toEqual(['00A10001', '00A10003', '00A10005']);
  });

  it('job-missing:3 is done and silent about the last three, two of which are there', async () => {
    const rig = await start('job-missing:3');
    expect(await rig.poll(await rig.createBulk(six))).toMatchObject({
      body: { jobDone: true, total: 6, status: { success: 3, errors: [] } },
    });
    expect(await registered(rig)).toEqual(['00A10001', '00A10002', '00A10003', '00A10004', '00A10006']);
  });

  it('job-missing may be more than there are', async () => {
    const rig = await start('job-missing:9');
    expect(await rig.poll(await rig.createBulk(six))).toMatchObject({
      body: { jobDone: true, total: 6, status: { success: 0, errors: [] } },
    });
  });

  it('job-system breaks off half-way with an error that names no unit', async () => {
    const rig = await start('job-system');
    const polled = await rig.poll(await rig.createBulk(six));
    expect(polled.body).toEqual({
      jobDone: true,
      total: 6,
      status: { success: 3, errors: [{ type: 1, message: anyText }] },
    });
    expect(await registered(rig)).toEqual(['00A10001', '00A10002', '00A10003']);
  });

  it('job-padding writes units in eight small digits', async () => {
    const rig = await start('job-padding', 'job-partial');
    expect(await rig.poll(await rig.createBulk(['00A1000A', '00A1000B']))).toMatchObject({
      body: { status: { errors: [{ entity: '00a1000b' }] } },
    });
  });

  it('job-stuck stops half-way and never ends; job-endless does everything and never says so', async () => {
    const rig = await start('job-stuck:1', 'job-endless:2');
    const stuck = await rig.createBulk(six);
    const endless = await rig.createBulk(idsFrom('00A10011', 2));
    for (const ms of [0, 1_000, 30 * 24 * 3_600_000]) {
      await rig.clock.advance(ms);
      expect(await rig.poll(stuck)).toMatchObject({
        body: { jobDone: false, total: 6, status: { success: 3, errors: [] } },
      });
      expect(await rig.poll(endless)).toMatchObject({
        body: { jobDone: false, total: 2, status: { success: 2, errors: [] } },
      });
    }
    expect(await registered(rig)).toEqual(['00A10001', '00A10002', '00A10003']);
  });

  it('job-surplus:2 counts two more than it did', async () => {
    const rig = await start('job-surplus:2', 'job-partial');
    expect(await rig.poll(await rig.createBulk(six))).toMatchObject({
      body: { jobDone: true, total: 6, status: { success: 5, errors: [{}, {}, {}] } },
    });
    expect(await registered(rig)).toHaveLength(3);
  });

  it('job-stranger names an ID that it was not given, when it ends', async () => {
    const rig = await startRig({ faults: [fault('job-stranger')], pace: { perJobMs: 1_000, perThousandMs: 0 } });
    const started = await rig.createBulk(six);
    expect(await rig.poll(started)).toMatchObject({ body: { status: { errors: [] } } });
    await rig.clock.advance(1_000);
    expect(await rig.poll(started)).toMatchObject({
      body: {
        jobDone: true,
        total: 6,
        status: { success: 6, errors: [{ type: 0, entity: 'A1FF00', message: anyText }] },
      },
    });
    const another = await start('job-stranger', 'job-padding');
    expect(await another.poll(await another.createBulk(['00A1FF00']))).toMatchObject({
      body: { status: { success: 1, errors: [{ entity: '00a1ff01' }] } },
    });
  });

  it('job-500 fails at each poll, while its units are done and other jobs are read', async () => {
    const rig = await start('job-500:1');
    const mute = await rig.createBulk(six);
    for (const ms of [0, 3_600_000]) {
      await rig.clock.advance(ms);
      expect(await rig.poll(mute)).toMatchObject({ status: 500, text: '' });
    }
    expect(await registered(rig)).toEqual(six);
    expect(await rig.poll(await rig.createBulk(idsFrom('00A10011', 1)))).toMatchObject({ status: 200 });
  });

  it('job-forgotten is there as long as it works and nowhere when it has ended', async () => {
    const rig = await startRig({ faults: [fault('job-forgotten')], pace: { perJobMs: 6_000, perThousandMs: 0 } });
    const started = await rig.createBulk(six);
    await rig.clock.advance(5_999);
    expect(await rig.poll(started)).toMatchObject({ status: 200, body: { jobDone: false, status: { success: 5 } } });
    await rig.clock.advance(1);
    expect(await rig.poll(started)).toMatchObject({ status: 404 });
    expect(await registered(rig)).toEqual(six);
  });

  it('hangs, fails, is forgotten and names strangers in v1 as well', async () => {
    const rig = await start('job-endless:1', 'job-500:2', 'job-forgotten:3', 'job-stranger:4');
    const polls: unknown[] = [];
    for (const [index, id] of six.slice(0, 4).entries()) {
      const started = await rig.callV1(`${type}/devices/bulk/create/async`, {
        method: 'POST',
        body: { ids: [{ id, pac: pacOf(id) }] },
      });
      polls[index] = await rig.callV1(`${type}/registration/${jobIdOf(started)}`);
    }
    expect(polls).toMatchObject([
      { body: { jobDone: false, status: { success: 1 } } },
      { status: 500 },
      { status: 404 },
      { body: { jobDone: true, status: { success: 1, errors: [textLike(/A1FF00/)] } } },
    ]);
    expect(await registered(rig)).toEqual(six.slice(0, 4));
  });

  it('comes to actions, edits and v1 as well, each job counted', async () => {
    const rig = await start('job-system:2-3', 'job-partial:4');
    const edit = await rig.call('/devices/bulk', {
      method: 'PUT',
      body: { data: [{ id: '00A10001' }, { id: '00A10002' }] },
    });
    expect(await rig.poll(edit)).toMatchObject({
      body: { status: { success: 0, errors: [{ type: 0 }, { type: 0 }] } },
    });
    const restart = await rig.call('/devices/bulk/restart', { method: 'POST', body: { data: ['00A10001'] } });
    expect(await rig.call(`/devices/bulk/restart/${jobIdOf(restart)}`)).toMatchObject({
      body: { jobDone: true, status: { total: 1, nbSuccess: 0, nbErrors: 1, errors: [{ type: 1, message: anyText }] } },
    });
    const v1 = await rig.callV1(`${type}/devices/bulk/create/async`, {
      method: 'POST',
      body: { ids: six.map((id) => ({ id, pac: pacOf(id) })) },
    });
    expect(await rig.callV1(`${type}/registration/${jobIdOf(v1)}`)).toMatchObject({
      body: { jobDone: true, total: 6, status: { success: 3, errors: [anyText] } },
    });
    expect(await rig.poll(await rig.createBulk(idsFrom('00A10011', 2)))).toMatchObject({
      body: { status: { success: 1, errors: [{ entity: 'A10012' }] } },
    });
  });

  it('does not count requests that start no job', async () => {
    const rig = await start('job-system@bulk:1');
    expect(await rig.createBulk(six, { data: [] })).toMatchObject({ status: 400 });
    expect(await rig.poll(await rig.createBulk(six))).toMatchObject({
      body: { status: { success: 3, errors: [{ type: 1 }] } },
    });
  });
});

describe('faults of requests around jobs', () => {
  it('lost-after-commit@bulk loses the answer, and the job is done all the same', async () => {
    const rig = await start('lost-after-commit@bulk:1');
    await expect(rig.createBulk(six)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(await rig.call('/devices?sort=id')).toMatchObject({
      body: { data: six.map((id) => ({ id: id.slice(2) })) },
    });
    expect(rig.world.creates('00A10001')).toEqual({ attempts: 1, committed: 1 });
  });

  it('lost-before-commit@bulk loses the request', async () => {
    const rig = await start('lost-before-commit@bulk');
    await expect(rig.createBulk(six)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(await rig.call('/devices')).toMatchObject({ body: { data: [] } });
    expect(rig.world.creates('00A10001')).toEqual({ attempts: 1, committed: 0 });
  });

  it('429@poll:1-2 throttles polls and does not touch the job', async () => {
    const rig = await start('429@poll:1-2');
    const started = await rig.createBulk(six);
    expect(await rig.poll(started)).toMatchObject({ status: 429 });
    expect(await rig.poll(started)).toMatchObject({ status: 429 });
    expect(await rig.poll(started)).toMatchObject({ status: 200, body: { jobDone: true, status: { success: 6 } } });
  });

  it('reach v1 by names of their own', async () => {
    const rig = await start('lost-after-commit@v1-bulk:1', '500@v1-poll');
    const body = { ids: six.map((id) => ({ id, pac: pacOf(id) })) };
    await expect(rig.callV1(`${type}/devices/bulk/create/async`, { method: 'POST', body })).rejects.toMatchObject({
      cause: { code: 'ECONNRESET' },
    });
    expect(await rig.callV1(`${type}/registration/${'e'.repeat(24)}`)).toMatchObject({ status: 500 });
    expect(await rig.callV1(`${type}/devices`)).toMatchObject({
      body: { data: six.map((id) => ({ id: id.slice(2) })) },
    });
  });

  it.each([
    ['list', '/devices/?id=A10001'],
    ['poll', '/devices/bulk/{jobId}'],
  ])('lose the answers of a %s by name, before the commit and after it', async (target, path) => {
    const rig = await start(`lost-before-commit@${target}:1`, `lost-after-commit@${target}:2`);
    const asked = path.replace('{jobId}', jobIdOf(await rig.createBulk(six)));
    await expect(rig.call(asked)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    await expect(rig.call(asked)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(await rig.call(asked)).toMatchObject({ status: 200 });
  });

  it.each([
    ['v1-list', `${type}/devices`],
    ['v1-lookup', '/devices/A10001'],
  ])('lose the answers of v1 to a %s', async (target, path) => {
    const rig = await start(`lost-after-commit@${target}:1`);
    await rig.create('00A10001');
    await expect(rig.callV1(path)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(await rig.callV1(path)).toMatchObject({ status: 200 });
  });

  it.each([
    'job-surplus',
    'job-missing',
    'job-missing:0',
    'job-missing:some',
    'job-late:5:6',
    'job-partial-after-commit',
    'job-gone',
    '429@polls',
    'lost@bulk',
  ])('know no "%s"', (text) => {
    expect(parseFault(text)).toMatchObject({ ok: false, code: 'bad usage' });
  });

  it('stay plain data', () => {
    const words = [
      'job-late',
      'job-partial:2',
      'job-missing:7:1-2',
      'job-system',
      'job-padding:50%',
      '429@poll',
      'latency@bulk:5',
    ].map(fault);
    expect(JSON.parse(JSON.stringify(words))).toEqual(words);
    expect(words[2]).toMatchObject({
      method: '*',
      path: '*',
      effect: { kind: 'job-missing', units: 7 },
      occurrence: { kind: 'range', from: 1, to: 2 },
    });
    expect(words[5]).toMatchObject({ method: 'GET', path: '/v2/devices/bulk/*' });
  });
});
