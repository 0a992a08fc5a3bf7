import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { demoIds, demoWorld } from '../../../src/simulator/backend/world/demo-world.ts';
import { publishedLimits } from '../../../src/simulator/backend/http/rate-limits.ts';
import { Registry } from '../../../src/simulator/backend/world/registry.ts';
import { startSimulatedBackend } from '../../../src/simulator/backend/server.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { anyText, startRig, type Rig } from './backend-rig.ts';

const statuses = async (rig: Rig, path: string, times: number): Promise<readonly number[]> => {
  const seen: number[] = [];
  for (let call = 0; call < times; call += 1) seen.push((await rig.call(path)).status);
  return seen;
};

describe('the published rate limits', () => {
  it('let 50 device lists through in ten seconds, and the next when the first is ten seconds old', async () => {
    const rig = await startRig({ limits: publishedLimits });
    expect(new Set(await statuses(rig, '/devices', 25))).toEqual(new Set([200]));
    await rig.clock.advance(5_000);
    expect(new Set(await statuses(rig, '/devices/', 25))).toEqual(new Set([200]));
    const refused = await rig.call('/devices');
    expect(refused).toMatchObject({ status: 429, body: { message: anyText } });
    expect(refused.headers.get('retry-after')).toBeNull();
    expect(await rig.call(`/device-types/${demoIds.deviceType}`)).toMatchObject({ status: 200 });
    await rig.clock.advance(5_000);
    expect(await statuses(rig, '/devices', 26)).toEqual([...Array.from({ length: 25 }, () => 200), 429]);
  });

  it('pass faster by the time factor', async () => {
    const rig = await startRig({ limits: publishedLimits, timeFactor: 100 });
    await statuses(rig, '/devices', 50);
    expect(await statuses(rig, '/devices', 1)).toEqual([429]);
    await rig.clock.advance(100);
    expect(await statuses(rig, '/devices', 1)).toEqual([200]);
  });

  it('count all calls of an address together', async () => {
    const rig = await startRig({ limits: [{ route: null, requests: 2, windowMs: 1_000 }] });
    expect(await statuses(rig, '/api-users', 1)).toEqual([200]);
    expect(await statuses(rig, '/nowhere', 1)).toEqual([404]);
    expect(await rig.create('00A10001')).toMatchObject({ status: 429 });
    expect(rig.world.creates('00A10001')).toEqual({ attempts: 1, committed: 0 });
  });

  it.each(['PUT', 'DELETE'])(
    'let one %s an hour through for each device, however its ID is written',
    async (method) => {
      const rig = await startRig({ limits: publishedLimits });
      await rig.poll(await rig.createBulk(['00A10001', '00A10002']));
      const send = async (id: string): Promise<number> =>
        (await rig.call(`/devices/${id}`, { method, ...(method === 'PUT' && { body: { lat: 1 } }) })).status;
      expect([await send('00A10001'), await send('a10001'), await send('A10002')]).toEqual([204, 429, 204]);
      await rig.clock.advance(3_599_999);
      expect(await send('A10001')).toBe(429);
      await rig.clock.advance(1);
      expect(await send('A10001')).toBe(method === 'PUT' ? 204 : 404);
    },
  );

  it('let five bulk creates and five transfers through in ten minutes, and edits and polls as many as there are', async () => {
    const rig = await startRig({ limits: publishedLimits });
    const post = async (path: string): Promise<number> => (await rig.call(path, { method: 'POST', body: {} })).status;
    const send = async (path: string, times: number): Promise<readonly number[]> => {
      const seen: number[] = [];
      for (let call = 0; call < times; call += 1) seen.push(await post(path));
      return seen;
    };
    expect(await send('/devices/bulk', 6)).toEqual([400, 400, 400, 400, 400, 429]);
    expect(await send('/devices/bulk/transfer', 6)).toEqual([400, 400, 400, 400, 400, 429]);
    expect(await send('/devices/bulk/restart', 10)).toEqual(Array.from({ length: 10 }, () => 400));
    expect(await statuses(rig, `/devices/bulk/${'e'.repeat(24)}`, 20)).toEqual(Array.from({ length: 20 }, () => 404));
    await rig.clock.advance(600_000);
    expect(await send('/devices/bulk', 1)).toEqual([400]);
  });

  it('let fifteen looks at messages through in a second', async () => {
    const rig = await startRig({ limits: publishedLimits });
    await rig.create('00A10001');
    expect(await statuses(rig, '/devices/A10001/messages', 16)).toEqual([
      ...Array.from({ length: 15 }, () => 200),
      429,
    ]);
    await rig.clock.advance(1_000);
    expect(await statuses(rig, '/devices/A10001/messages', 1)).toEqual([200]);
  });

  it('are off when none are given', async () => {
    const rig = await startRig();
    expect(new Set(await statuses(rig, '/devices', 60))).toEqual(new Set([200]));
  });
});

describe('closing', () => {
  it('resets requests that wait, wakes nobody later, and may be asked for twice', async () => {
    const rig = await startRig({
      faults: [
        { method: '*', path: '*', effect: { kind: 'latency', latencyMs: 60_000 }, occurrence: { kind: 'every' } },
      ],
    });
    const waiting = expect(rig.create('00A10001')).rejects.toThrow('fetch failed');
    await rig.clock.untilSleeping();
    await Promise.all([rig.close(), rig.close()]);
    await waiting;
    expect(rig.clock.sleeping).toBe(0);
    expect(rig.world.device('00A10001')).toBeUndefined();
    await expect(fetch(rig.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  it('ends connections that never asked anything', async () => {
    const rig = await startRig();
    const socket = connect(Number(new URL(rig.url).port), '127.0.0.1');
    await once(socket, 'connect');
    await rig.call('/devices');
    const ended = once(socket, 'close');
    socket.resume();
    await rig.close();
    await ended;
  });

  it('follows the signal', async () => {
    const stop = new AbortController();
    const rig = await startRig({ signal: stop.signal });
    stop.abort();
    await rig.close();
    await expect(fetch(rig.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});

describe('the addresses', () => {
  it('are one for each version, on one port', async () => {
    const rig = await startRig();
    expect(rig.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v2$/);
    expect(rig.urlV1).toBe(rig.url.replace(/\/v2$/, '/api'));
    expect(await rig.callV1('/devicetypes')).toMatchObject({ status: 200 });
  });
});

describe('starting', () => {
  const world = new Registry(demoWorld);
  const clock = new VirtualClock();

  it('does not happen once the signal has aborted', async () => {
    const starting = startSimulatedBackend({
      listen: { host: '127.0.0.1', port: 0 },
      world,
      clock,
      signal: AbortSignal.abort(new Error('stop')),
    });
    await expect(starting).rejects.toThrow('stop');
  });

  it('says so when the port is taken', async () => {
    const rig = await startRig();
    const listen = { host: '127.0.0.1', port: Number(new URL(rig.url).port) };
    const starting = startSimulatedBackend({ listen, world, clock, signal: new AbortController().signal });
    await expect(starting).rejects.toMatchObject({ code: 'bad usage' });
  });
});
