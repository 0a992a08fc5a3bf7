import { expect, onTestFinished, test } from 'vitest';
import { signBody } from '../../src/hooks/signature.ts';
import { SimulatedMes } from '../../src/simulator/mes.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const secret = 'made-up-signing-key';

const start = async (): Promise<{
  readonly mes: SimulatedMes;
  readonly clock: VirtualClock;
  readonly stop: AbortController;
}> => {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const mes = await SimulatedMes.start({
    listen: { host: '127.0.0.1', port: 0 },
    secret,
    token: 'made-up-token',
    clock,
    signal: stop.signal,
  });
  onTestFinished(() => mes.close());
  return { mes, clock, stop };
};

const post = (url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', body, headers });

test('it takes what its key signed, and nothing that was altered, is old or is not signed', async () => {
  const { mes, clock } = await start();
  const body = '{"id":"bench-1:1"}';
  const signed = {
    'X-Pacline-Signature': signBody({ secret, body, now: clock.now() }),
    'X-Pacline-Event': 'bench-1:1',
  };
  const url = `${mes.origin}/events`;
  expect((await post(url, body, signed)).status).toBe(204);
  expect((await post(url, body, signed)).status).toBe(204);
  expect((await post(url, `${body} `, signed)).status).toBe(401);
  expect((await post(url, body)).status).toBe(401);
  await clock.advance(301_000);
  expect((await post(url, body, signed)).status).toBe(401);
  expect([...mes.events]).toEqual([['bench-1:1', { id: 'bench-1:1' }]]);
  expect(mes).toMatchObject({ repeats: ['bench-1:1'], refused: 3 });
});

test('it answers questions about a unit to whoever brings the token', async () => {
  const { mes } = await start();
  const ask = (path: string, deviceId: string, token = 'made-up-token'): Promise<Response> =>
    post(`${mes.origin}${path}`, JSON.stringify({ deviceId }), { authorization: `Bearer ${token}` });
  mes.routes.set('00A10002', { allowed: false, reason: 'not yet' });
  mes.results.set('00A10001', { verdict: 'fail' });
  expect(await (await ask('/route', '00A10001')).json()).toEqual({ allowed: true });
  expect(await (await ask('/route', '00A10002')).json()).toEqual({ allowed: false, reason: 'not yet' });
  expect(await (await ask('/result', '00A10001')).json()).toEqual({ verdict: 'fail' });
  expect((await ask('/result', '00A10002')).status).toBe(404);
  expect((await ask('/elsewhere', '00A10001')).status).toBe(404);
  expect((await ask('/route', '00A10001', 'another')).status).toBe(401);
  expect((await post(`${mes.origin}/route`, '[]', { authorization: 'Bearer made-up-token' })).status).toBe(400);
  expect((await fetch(`${mes.origin}/route`)).status).toBe(405);
});

test('it can be busy, silent and gone, and come back', async () => {
  const { mes } = await start();
  const ask = (): Promise<Response> =>
    post(`${mes.origin}/route`, '{"deviceId":"00A10001"}', { authorization: 'Bearer made-up-token' });
  mes.setMood('busy');
  expect((await ask()).status).toBe(503);
  mes.setMood('down');
  await expect(ask()).rejects.toThrow();
  mes.setMood('slow');
  const held = ask();
  mes.setMood('up');
  expect((await held).status).toBe(200);
});

test('its signal closes it', async () => {
  const { mes, stop } = await start();
  const url = mes.origin;
  stop.abort();
  await mes.close();
  await expect(fetch(url)).rejects.toThrow();
});

test('an address that is taken is said', async () => {
  const { mes, clock } = await start();
  const listen = { host: '127.0.0.1', port: Number(new URL(mes.origin).port) };
  await expect(
    SimulatedMes.start({ listen, secret, token: null, clock, signal: new AbortController().signal }),
  ).rejects.toMatchObject({ code: 'bad usage' });
});
