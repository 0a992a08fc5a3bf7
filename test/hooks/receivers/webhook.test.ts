import { expect, test } from 'vitest';
import { JsonPoster } from '../../../src/hooks/json-poster.ts';
import { publicEvent } from '../../../src/hooks/public-event.ts';
import { Webhook } from '../../../src/hooks/receivers/webhook.ts';
import { runEnded, runStarted, sampleHash, samplePac, unitRead } from '../../journal/sample-events.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import {
  type HookBench,
  bodyOf,
  createDelivery,
  eventually,
  openBench,
  runDelivery,
  secret,
  startMes,
  startServer,
} from '../hook-bench.ts';

const webhook = (clock: VirtualClock, url: string, { timeoutMs = 5000, key = secret } = {}): Webhook =>
  new Webhook({ poster: new JsonPoster({ url: new URL(url), timeoutMs, connections: 'kept' }), secret: key, clock });

const event = publicEvent({ sequence: 1, at: 0, station: 'bench-1', hash: sampleHash, event: runStarted('a') });
const signal = new AbortController().signal;

/** Moves time on until the test sees what it waits for. */
const whileTimePasses = async ({ clock }: HookBench, seen: () => void | Promise<void>): Promise<void> => {
  await eventually(async () => {
    await clock.advance(1000);
    await seen();
  });
};

test('a production system gets every event once, signed, and no PAC', async () => {
  const bench = await openBench();
  const mes = await startMes(bench.clock);
  await bench.journal.append([runStarted('run-1'), unitRead(1), runEnded('run-1')]);
  runDelivery(createDelivery(bench, { receiver: webhook(bench.clock, `${mes.origin}/events`) }));
  await bench.clock.untilSleeping();
  expect([...mes.events.keys()]).toEqual(['bench-1:1', 'bench-1:2', 'bench-1:3']);
  expect(mes.events.get('bench-1:2')).toMatchObject({ id: 'bench-1:2', kind: 'unit read', deviceId: '00A10001' });
  expect(JSON.stringify([...mes.events.values()])).not.toContain(samplePac(1));
  expect(mes).toMatchObject({ repeats: [], refused: 0 });
});

test('an outage in the middle loses nothing and changes no order', async () => {
  const bench = await openBench();
  const mes = await startMes(bench.clock);
  const delivery = createDelivery(bench, {
    receiver: webhook(bench.clock, `${mes.origin}/events`, { timeoutMs: 200 }),
  });
  runDelivery(delivery);
  let sent = 0;
  for (const mood of ['down', 'busy', 'slow'] as const) {
    await bench.journal.append([runStarted(`before-${mood}`)]);
    sent += 1;
    await whileTimePasses(bench, () => expect(mes.events.size).toBe(sent));
    mes.setMood(mood);
    await bench.journal.append([runStarted(`during-${mood}`)]);
    sent += 1;
    await whileTimePasses(bench, async () => expect((await delivery.state()).since).not.toBeNull());
    expect(mes.events.size).toBe(sent - 1);
    mes.setMood('up');
    await whileTimePasses(bench, async () => expect(await delivery.state()).toMatchObject({ since: null, behind: 0 }));
  }
  expect([...mes.events.keys()]).toEqual(Array.from({ length: sent }, (_, at) => `bench-1:${at + 1}`));
});

test('the headers carry the event and its signature', async () => {
  const seen: Record<string, unknown>[] = [];
  const origin = await startServer(async (request, response) => {
    seen.push({ ...request.headers, url: request.url, method: request.method, body: await bodyOf(request) });
    response.writeHead(200).end('thank you');
  });
  const receiver = webhook(new VirtualClock(), `${origin}/in?line=3`);
  await receiver.deliver(event, { signal });
  await receiver.close();
  expect(seen).toMatchObject([
    {
      method: 'POST',
      url: '/in?line=3',
      'content-type': 'application/json',
      'x-pacline-event': 'bench-1:1',
      'idempotency-key': 'bench-1:1',
      'x-pacline-signature': expect.stringMatching(/^t=\d+,v1=[0-9a-f]{64}$/),
      body: JSON.stringify(event),
    },
  ]);
});

test.each([199 + 101, 307, 400, 401, 404, 409, 500, 503])('status %i is not delivered', async (status) => {
  let requests = 0;
  const origin = await startServer((_request, response) => {
    requests += 1;
    response.writeHead(status, { location: '/elsewhere' }).end();
  });
  const receiver = webhook(new VirtualClock(), `${origin}/in?key=hidden`);
  await expect(receiver.deliver(event, { signal })).rejects.toMatchObject({
    code: 'hook down',
    message: `${new URL(origin).host} did not take event bench-1:1: answered with status ${status} (hook down)`,
  });
  await receiver.close();
  expect(requests).toBe(1);
});

test('a receiver that is silent, absent or breaks off is down, and the message names it without its path', async () => {
  const clock = new VirtualClock();
  const silent = await startServer(() => undefined);
  const breaking = await startServer((request) => request.socket.destroy());
  for (const [origin, timeoutMs, reason] of [
    [silent, 50, 'no whole answer within 50 ms'],
    [breaking, 10_000, 'connection broke off'],
    ['http://127.0.0.1:1', 10_000, 'connection refused'],
  ] as const) {
    const receiver = webhook(clock, `${origin}/in?key=hidden`, { timeoutMs });
    await expect(receiver.deliver(event, { signal })).rejects.toMatchObject({
      code: 'hook down',
      message: expect.stringContaining(reason),
    });
    await expect(receiver.deliver(event, { signal })).rejects.toMatchObject({
      message: expect.not.stringContaining('hidden'),
    });
    await receiver.close();
  }
});

test('a stop ends a request that is not answered, with the reason of the stop', async () => {
  const stop = new AbortController();
  const origin = await startServer(() => stop.abort(new Error('asked to stop')));
  const receiver = webhook(new VirtualClock(), origin);
  await expect(receiver.deliver(event, { signal: stop.signal })).rejects.toThrow('asked to stop');
  await receiver.close();
});

test('events that are signed with another key are refused, and wait', async () => {
  const bench = await openBench();
  const mes = await startMes(bench.clock);
  await bench.journal.append([runStarted('a')]);
  const delivery = createDelivery(bench, {
    receiver: webhook(bench.clock, `${mes.origin}/events`, { key: 'another' }),
  });
  runDelivery(delivery);
  await bench.clock.untilSleeping();
  expect(mes).toMatchObject({ refused: 1 });
  expect(await delivery.state()).toMatchObject({
    behind: 1,
    lastFailure: { message: expect.stringContaining('status 401') },
  });
});

test('a station with a name that no header can carry delivers all the same', async () => {
  const clock = new VirtualClock();
  const mes = await startMes(clock);
  const receiver = webhook(clock, `${mes.origin}/events`);
  await receiver.deliver({ ...event, id: 'Prüfplatz 1:1' }, { signal });
  await receiver.close();
  expect([...mes.events]).toMatchObject([['Pr%C3%BCfplatz 1:1', { id: 'Prüfplatz 1:1' }]]);
});
