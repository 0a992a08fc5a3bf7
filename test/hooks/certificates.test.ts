import { once } from 'node:events';
import { createServer } from 'node:tls';

import { expect, onTestFinished, test } from 'vitest';

import { JsonPoster } from '../../src/hooks/json-poster.ts';
import { MqttReceiver } from '../../src/hooks/receivers/mqtt-receiver.ts';
import { publicEvent } from '../../src/hooks/public-event.ts';
import { key, local } from '../backend/http/made-up-certificates.ts';
import { portOf } from '../backend/scripted-server.ts';
import { sampleHash, runStarted } from '../journal/sample-events.ts';

const never = new AbortController().signal;
const event = publicEvent({ sequence: 1, at: 0, station: 'bench-1', hash: sampleHash, event: runStarted('a') });

/** Somebody in the place of the receiver, with a certificate that nobody vouches for. */
const startStranger = async () => {
  const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  const heard: Buffer[] = [];
  const server = createServer({ cert: local, key }, (socket) =>
    socket.on('data', (bytes) => heard.push(bytes)).on('error', () => undefined),
  ).on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
  });
  return { port: portOf(server), heard };
};

test('nothing is posted to a stranger, though NODE_TLS_REJECT_UNAUTHORIZED is 0', async () => {
  const { port, heard } = await startStranger();
  const poster = new JsonPoster({
    url: new URL(`https://localhost:${port}/events`),
    timeoutMs: 5000,
    connections: 'new',
  });
  onTestFinished(() => poster.close());
  expect(await poster.post('{}', { authorization: 'Bearer made-up' }, { signal: never })).toEqual({
    kind: 'failed',
    reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  });
  expect(heard).toEqual([]);
});

test('no password goes to a stranger in the place of the broker, though NODE_TLS_REJECT_UNAUTHORIZED is 0', async () => {
  const { port, heard } = await startStranger();
  const url = new URL(`mqtts://bench@localhost:${port}`);
  const receiver = new MqttReceiver({ url, topic: 'pacline', password: 'made-up', timeoutMs: 5000 });
  onTestFinished(() => receiver.close());
  await expect(receiver.deliver(event, { signal: never })).rejects.toThrow(/UNABLE_TO_VERIFY_LEAF_SIGNATURE/);
  expect(heard).toEqual([]);
});
