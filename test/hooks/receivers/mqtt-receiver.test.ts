import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { expect, onTestFinished, test } from 'vitest';
import { MqttReceiver, topicOf } from '../../../src/hooks/receivers/mqtt-receiver.ts';
import { publicEvent } from '../../../src/hooks/public-event.ts';
import { runEnded, runStarted, sampleHash } from '../../journal/sample-events.ts';
import { createDelivery, eventually, openBench, runDelivery } from '../hook-bench.ts';

interface Broker {
  readonly url: URL;
  readonly messages: { readonly topic: string; readonly event: unknown; readonly qos: number }[];
  readonly goodbyes: number;
  stop(): Promise<void>;
}

/** A real broker on a socket of this machine. `port` 0: any free one. */
const startBroker = async ({
  port = 0,
  users = null,
}: { readonly port?: number; readonly users?: Readonly<Record<string, string>> | null } = {}): Promise<Broker> => {
  const broker = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    broker.handle(socket);
  });
  const seen = { messages: [] as { topic: string; event: unknown; qos: number }[], goodbyes: 0 };
  if (users !== null)
    broker.authenticate = (_client, username, password, done) =>
      done(null, username !== undefined && users[username] === password?.toString());
  broker.on('publish', ({ topic: place, payload, qos }, client) => {
    if (client !== null) seen.messages.push({ topic: place, event: JSON.parse(payload.toString()), qos });
  });
  broker.on('clientDisconnect', () => (seen.goodbyes += 1));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
    await new Promise<void>((resolve) => broker.close(() => resolve()));
  };
  onTestFinished(stop);
  return {
    url: new URL(`mqtt://127.0.0.1:${bound.port}`),
    messages: seen.messages,
    get goodbyes() {
      return seen.goodbyes;
    },
    stop,
  };
};

const topic = 'pacline/{station}/{kind}';

const receiverFor = (
  url: URL,
  { password = null, timeoutMs = 3000 }: { password?: string | null; timeoutMs?: number } = {},
): MqttReceiver => {
  const receiver = new MqttReceiver({ url, topic, password, timeoutMs });
  onTestFinished(() => receiver.close());
  return receiver;
};

const event = publicEvent({ sequence: 1, at: 0, station: 'bench-1', hash: sampleHash, event: runEnded('a') });
const signal = new AbortController().signal;

test('events are published in order with QoS 1 under station and kind', async () => {
  const bench = await openBench();
  const broker = await startBroker();
  await bench.journal.append([runStarted('a'), runEnded('a')]);
  const running = runDelivery(createDelivery(bench, { receiver: receiverFor(broker.url) }));
  await bench.clock.untilSleeping();
  expect(broker.messages).toMatchObject([
    { topic: 'pacline/bench-1/run-started', qos: 1, event: { id: 'bench-1:1', run: 'a' } },
    { topic: 'pacline/bench-1/run-ended', qos: 1, event: { id: 'bench-1:2', run: 'a' } },
  ]);
  await running.end();
  await eventually(() => expect(broker.goodbyes).toBe(1));
});

test('a broker that goes away and comes back gets every event', async () => {
  const bench = await openBench();
  const first = await startBroker();
  const delivery = createDelivery(bench, { receiver: receiverFor(first.url) });
  runDelivery(delivery);
  await bench.journal.append([runStarted('a')]);
  delivery.notice();
  await eventually(() => expect(first.messages).toHaveLength(1));
  await first.stop();
  await bench.journal.append([runStarted('b'), runStarted('c')]);
  delivery.notice();
  await eventually(async () =>
    expect(await delivery.state()).toMatchObject({
      behind: 2,
      lastFailure: { code: 'hook down', message: expect.stringContaining(first.url.host) },
    }),
  );

  const second = await startBroker({ port: Number(first.url.port) });
  await eventually(async () => {
    await bench.clock.advance(1000);
    expect(second.messages).toMatchObject([{ event: { run: 'b' } }, { event: { run: 'c' } }]);
  });
});

test('user and password let in, a wrong password does not, and is not repeated', async () => {
  const broker = await startBroker({ users: { 'line 3': 'right' } });
  const withUser = new URL(`mqtt://line%203@${broker.url.host}`);
  await receiverFor(withUser, { password: 'right' }).deliver(event, { signal });
  expect(broker.messages).toHaveLength(1);
  const refused = receiverFor(withUser, { password: 'wrong' }).deliver(event, { signal });
  await expect(refused).rejects.toMatchObject({ code: 'hook down', message: expect.stringContaining('does not') });
  await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining('wrong') });
});

test('a broker that takes the connection and says nothing is down after the limit', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket.resume()));
  const bound = server.address();
  const port = bound === null || typeof bound === 'string' ? 0 : bound.port;
  const receiver = receiverFor(new URL(`mqtt://127.0.0.1:${port}`), { timeoutMs: 50 });
  await expect(receiver.deliver(event, { signal })).rejects.toMatchObject({
    code: 'hook down',
    message: expect.stringContaining('within 50 ms'),
  });
  for (const socket of sockets) socket.destroy();
});

test('nobody there is connection refused', async () => {
  await expect(receiverFor(new URL('mqtt://127.0.0.1:1')).deliver(event, { signal })).rejects.toMatchObject({
    message: expect.stringContaining('connection refused'),
  });
});

test('a stop while connecting ends with the reason of the stop', async () => {
  const stop = new AbortController();
  const server = createServer(() => stop.abort(new Error('asked to stop')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const bound = server.address();
  const port = bound === null || typeof bound === 'string' ? 0 : bound.port;
  await expect(
    receiverFor(new URL(`mqtt://127.0.0.1:${port}`)).deliver(event, { signal: stop.signal }),
  ).rejects.toThrow('asked to stop');
});

test.each([
  [topic, 'pacline/bench-1/run-ended'],
  ['plant/7/pacline', 'plant/7/pacline'],
  ['{kind}/{kind}/{other}', 'run-ended/run-ended/{other}'],
])('the topic %s becomes %s', (template, place) => {
  expect(topicOf(template, { station: 'bench-1', kind: 'run ended' })).toBe(place);
});

test('a station whose name has a meaning in topics adds no level and no wildcard', () => {
  expect(topicOf(topic, { station: 'hall 2/+/#$&', kind: 'run ended' })).toBe('pacline/hall-2-$&/run-ended');
});
