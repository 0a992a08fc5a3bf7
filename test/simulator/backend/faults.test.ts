import { describe, expect, it } from 'vitest';
import { FaultScript, faultSchema, type Fault } from '../../../src/simulator/backend/faults/faults.ts';
import { parseFault } from '../../../src/simulator/backend/faults/parse-fault.ts';
import { anyText, startRig } from './backend-rig.ts';

const fault = (text: string): Fault => {
  const parsed = parseFault(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};

/** Which of a thousand creates are hit. */
const draw = (text: string): readonly boolean[] => {
  const script = new FaultScript([fault(text)]);
  return Array.from(
    { length: 1_000 },
    () => script.next({ method: 'POST', path: '/v2/devices/', body: null }).effect !== null,
  );
};

const reset = { cause: { code: 'ECONNRESET' } };

describe('a fault on create', () => {
  it('lost-after-commit:3 loses the third answer only, and the device is there', async () => {
    const rig = await startRig({ faults: [fault('lost-after-commit:3')] });
    expect(await rig.create('00A10001')).toMatchObject({ status: 201 });
    expect(await rig.create('00A10002')).toMatchObject({ status: 201 });
    await expect(rig.create('00A10003')).rejects.toMatchObject(reset);
    expect(await rig.create('00A10004')).toMatchObject({ status: 201 });
    expect(await rig.call('/devices?id=A10003')).toMatchObject({ body: { data: [{ id: 'A10003' }] } });
    expect(rig.world.creates('00A10003')).toEqual({ attempts: 1, committed: 1 });
  });

  it('lost-before-commit loses the request, and the device is not there', async () => {
    const rig = await startRig({ faults: [fault('lost-before-commit')] });
    await expect(rig.create('00A10001')).rejects.toMatchObject(reset);
    expect(rig.world.device('00A10001')).toBeUndefined();
    expect(rig.world.creates('00A10001')).toEqual({ attempts: 1, committed: 0 });
  });

  it('500:2-4 fails three times before anything is done', async () => {
    const rig = await startRig({ faults: [fault('500:2-4')] });
    const statuses: number[] = [];
    for (const id of ['00A10001', '00A10002', '00A10002', '00A10002', '00A10002'])
      statuses.push((await rig.create(id)).status);
    expect(statuses).toEqual([201, 500, 500, 500, 201]);
    expect(rig.world.creates('00A10002')).toEqual({ attempts: 4, committed: 1 });
  });

  it('503-after-commit fails although the device is there', async () => {
    const rig = await startRig({ faults: [fault('503-after-commit:1')] });
    expect(await rig.create('00A10001')).toMatchObject({ status: 503, text: '' });
    expect(await rig.create('00A10001')).toMatchObject({ status: 409 });
  });

  it.each([401, 403, 429])('%d turns down a user who has done nothing wrong', async (status) => {
    const rig = await startRig({ faults: [fault(`${status}:1`)] });
    const reply = await rig.create('00A10001');
    expect(reply).toMatchObject({ status, body: { message: anyText } });
    expect(reply.headers.get('retry-after')).toBeNull();
    expect(await rig.create('00A10001')).toMatchObject({ status: 201 });
  });

  it.each([
    ['html', 0],
    ['html-after-commit', 1],
  ])('%s answers with a page and status 200', async (word, committed) => {
    const rig = await startRig({ faults: [fault(word)] });
    const reply = await rig.create('00A10001');
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('text/html');
    expect(rig.world.creates('00A10001')).toEqual({ attempts: 1, committed });
  });

  it('truncated cuts the answer in its body, and the device is there', async () => {
    const rig = await startRig({ faults: [fault('truncated')] });
    await expect(rig.create('00A10001')).rejects.toThrow('terminated');
    expect(rig.world.creates('00A10001')).toEqual({ attempts: 1, committed: 1 });
  });

  it('redirect sends the client to another host without doing anything', async () => {
    const rig = await startRig({ faults: [fault('redirect')] });
    const reply = await rig.create('00A10001');
    expect(reply.status).toBe(307);
    expect(new URL(reply.headers.get('location') ?? '').host).not.toBe(new URL(rig.url).host);
    expect(rig.world.creates('00A10001')).toEqual({ attempts: 1, committed: 0 });
  });

  it('latency:150 lets the request wait, and carries it out even if the client has hung up', async () => {
    const rig = await startRig({ faults: [fault('latency:150')] });
    const patience = new AbortController();
    const given = fetch(`${rig.url}/devices`, { signal: patience.signal });
    const created = rig.create('00A10001');
    await rig.clock.untilSleeping(2);
    expect(rig.world.device('00A10001')).toBeUndefined();
    patience.abort();
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    await rig.clock.advance(150);
    expect(await created).toMatchObject({ status: 201 });
    expect(rig.clock.sleeping).toBe(0);
  });
});

describe('a fault with a target', () => {
  it('strikes where it is aimed', async () => {
    const rig = await startRig({ faults: [fault('502@GET/v2/devices/:1'), fault('504@*/v2/group*')] });
    expect(await rig.create('00A10001')).toMatchObject({ status: 201 });
    expect(await rig.call('/devices')).toMatchObject({ status: 502 });
    expect(await rig.call('/devices')).toMatchObject({ status: 200 });
    expect(await rig.call(`/groups/${'e'.repeat(24)}`)).toMatchObject({ status: 504 });
  });
});

describe('a list of faults', () => {
  it('is plain data', () => {
    const faults = ['lost-after-commit:3', '500:2-4', 'latency:150', '503:25%/7', 'redirect', 'truncated@*/v2/*'].map(
      fault,
    );
    expect(faultSchema.array().parse(JSON.parse(JSON.stringify(faults)))).toEqual(faults);
  });

  it('adds latencies up and shows the first of the other effects, while all of them count', () => {
    const script = new FaultScript(['latency:100', '500:1', 'latency:50', 'lost-after-commit:1-2'].map(fault));
    expect(script.next({ method: 'POST', path: '/v2/devices', body: null })).toEqual({
      latencyMs: 150,
      effect: { kind: 'status', status: 500, when: 'before-commit' },
    });
    expect(script.next({ method: 'POST', path: '/v2/devices/', body: null })).toEqual({
      latencyMs: 150,
      effect: { kind: 'lost', when: 'after-commit' },
    });
    expect(script.next({ method: 'POST', path: '/v2/devices/', body: null })).toEqual({ latencyMs: 150, effect: null });
    expect(script.next({ method: 'GET', path: '/v2/devices/', body: null })).toEqual({ latencyMs: 150, effect: null });
  });

  it('draws the same lots from the same seed, as often as it says', () => {
    expect(draw('500:25%/7')).toEqual(draw('500:25%/7'));
    expect(draw('500:25%/7')).not.toEqual(draw('500:25%/8'));
    const hits = draw('500:25%').filter(Boolean).length;
    expect(hits).toBeGreaterThan(200);
    expect(hits).toBeLessThan(300);
    expect(draw('500:0%').some(Boolean)).toBe(false);
    expect(draw('500:100%').every(Boolean)).toBe(true);
  });
});

describe('the words of a fault', () => {
  it('aim at creates unless they say otherwise', () => {
    expect(parseFault('lost-after-commit:3')).toEqual({
      ok: true,
      value: {
        method: 'POST',
        path: '/v2/devices/',
        effect: { kind: 'lost', when: 'after-commit' },
        occurrence: { kind: 'range', from: 3, to: 3 },
      },
    });
    expect(parseFault(' latency:150:2-4 ')).toEqual({
      ok: true,
      value: {
        method: '*',
        path: '*',
        effect: { kind: 'latency', latencyMs: 150 },
        occurrence: { kind: 'range', from: 2, to: 4 },
      },
    });
  });

  it.each([
    '',
    'lost',
    '200',
    '404',
    '600',
    'latency',
    'latency:soon',
    'latency:9999999',
    '500:0',
    '500:4-2',
    '500:101%',
    '500:1:2',
    '500@PATCH/v2/',
    '500@GET',
    'redirect-after-commit',
  ])('refuse "%s" as bad usage', (text) => {
    expect(parseFault(text)).toMatchObject({ ok: false, code: 'bad usage' });
  });
});
