import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

import { expect, test } from 'vitest';
import { createHttp, expectNoSecrets, token, waiting } from '../api-bench.ts';
import { startPlainListener } from '../plain-listener.ts';
import { deadBase, startScriptedServer, type Reply } from '../scripted-server.ts';
import { startSelfSignedServer } from '../../doctor/self-signed-server.ts';

const post = { method: 'POST', path: '/devices/', body: { id: '00A10001' } } as const;

const sendTo = async (base: string, options: Parameters<typeof createHttp>[1] = {}, signal = waiting()) => {
  const http = createHttp(base, options);
  try {
    return await http.send(post, { signal });
  } finally {
    await http.close();
  }
};

const sendAgainst = async (reply: Reply, options: Parameters<typeof createHttp>[1] = {}) => {
  await using server = await startScriptedServer(() => reply);
  const result = await sendTo(server.base, options);
  expect(server.requests).toHaveLength(1);
  expectNoSecrets(result);
  return result;
};

test('a request carries JSON, credentials and the path of the base', async () => {
  await using server = await startScriptedServer(() => ({ status: 201, json: { id: 'A10001' } }));
  const result = await sendTo(server.base);
  expect(server.requests).toMatchObject([
    { method: 'POST', target: '/v2/devices/', authorization: `Basic ${token}`, body: { id: '00A10001' } },
  ]);
  expect(result).toEqual({
    kind: 'answered',
    status: 201,
    body: { kind: 'json', value: { id: 'A10001' } },
    retryAfterMs: null,
    serverDateMs: expect.any(Number),
    redirectHost: null,
  });
});

test.each([
  ['<!doctype html><p>Welcome', 'an HTML page; is a proxy in between?'],
  ['{"id":"A1', 'JSON that breaks off'],
  ['OK', 'text that is not JSON'],
  ['', 'an empty body'],
])('a body that is not JSON is told as what it looks like: %s', async (text, looksLike) => {
  expect(await sendAgainst({ status: 200, text })).toMatchObject({
    kind: 'answered',
    status: 200,
    body: { kind: 'text', looksLike },
  });
});

test.each([
  ['7', {}, 7_000],
  ['Mon, 02 Nov 2026 08:00:30 GMT', { date: 'Mon, 02 Nov 2026 08:00:00 GMT' }, 30_000],
  ['Mon, 02 Nov 2026 07:00:00 GMT', { date: 'Mon, 02 Nov 2026 08:00:00 GMT' }, 0],
  ['soon', {}, null],
])('Retry-After %s is read', async (retryAfter, headers, expected) => {
  expect(
    await sendAgainst({ status: 429, json: {}, headers: { 'retry-after': retryAfter, ...headers } }),
  ).toMatchObject({ retryAfterMs: expected });
});

test('a redirect is reported with its host and not followed', async () => {
  await using other = await startScriptedServer(() => ({ status: 200, json: {} }));
  const result = await sendAgainst({ status: 307, headers: { location: `${other.base}/devices/` } });
  expect(result).toMatchObject({ kind: 'answered', status: 307, redirectHost: other.host });
  expect(other.requests).toEqual([]);
});

test('a refused connection is certainly not sent', async () => {
  expect(await sendTo(await deadBase())).toEqual({
    kind: 'not sent',
    code: 'backend unreachable',
    reason: 'connection refused (ECONNREFUSED)',
  });
});

test('a host name that does not exist is certainly not sent', async () => {
  expect(await sendTo('https://pacline.invalid/v2', { deadlineMs: 2_000 })).toMatchObject({ kind: 'not sent' });
});

test('a failed TLS handshake is certainly not sent', async () => {
  await using listener = await startPlainListener('220 not your protocol\r\n');
  expect(await sendTo(listener.base)).toMatchObject({ kind: 'not sent' });
  expect(listener.received.join('')).not.toContain('POST');
});

test('the units of 32 slots are under way at the same time: none waits for the answer of another', async () => {
  await using server = await startScriptedServer(() => 'silence');
  const http = createHttp(server.base);
  const sent = Array.from({ length: 32 }, () => http.send(post, { signal: waiting() }));
  await server.received(32);
  await http.close();
  expect(new Set((await Promise.all(sent)).map(({ kind }) => kind))).toEqual(new Set(['lost']));
});

test('a deadline that passes while the connection is being made is certainly not sent', async () => {
  await using listener = await startPlainListener(null);
  expect(await sendTo(listener.base, { deadlineMs: 50 })).toEqual({
    kind: 'not sent',
    code: 'backend unreachable',
    reason: 'no whole answer within 50 ms',
  });
});

test('an abort while the connection is being made settles at once and is certainly not sent', async () => {
  await using listener = await startPlainListener(null);
  const stop = new AbortController();
  const result = sendTo(listener.base, {}, stop.signal);
  await listener.connected;
  stop.abort();
  expect(await result).toEqual({ kind: 'not sent', code: 'backend unreachable', reason: 'stopped by us' });
});

test('a request that was aborted while the connection was being made is not sent when the connection is there', async () => {
  await using server = await startScriptedServer(() => ({ status: 200, json: {} }));
  const http = createHttp(server.base);
  const stop = new AbortController();
  const stopped = http.send({ method: 'POST', path: '/stopped', body: {} }, { signal: stop.signal });
  stop.abort();
  expect(await stopped).toMatchObject({ kind: 'not sent' });
  // Its connection began later than the first one's, so by its answer the first one had its chance
  expect(await http.send({ method: 'POST', path: '/later', body: {} }, { signal: waiting() })).toMatchObject({
    kind: 'answered',
  });
  await http.close();
  expect(server.requests.map(({ path }) => path)).toEqual(['/v2/later']);
});

test('a signal that is aborted already sends nothing', async () => {
  await using server = await startScriptedServer(() => ({ status: 200, json: {} }));
  expect(await sendTo(server.base, {}, AbortSignal.abort())).toEqual({
    kind: 'not sent',
    code: 'backend unreachable',
    reason: 'stopped by us',
  });
  expect(server.requests).toEqual([]);
});

test('a connection that is reset after the request was read is lost, and nothing is sent twice', async () => {
  expect(await sendAgainst('reset')).toMatchObject({ kind: 'lost' });
});

test.each([
  [
    'a body shorter than announced',
    'HTTP/1.1 201 Created\nContent-Type: application/json\nContent-Length: 99\n\n{"id":"A10001"}',
  ],
  ['chunks without an end', 'HTTP/1.1 201 Created\nTransfer-Encoding: chunked\n\n5\n{"id"\n'],
  ['half a header', 'HTTP/1.1 201 Cre'],
  ['something that is not HTTP', 'hello\n\n'],
  ['nothing but the end', ''],
])('%s is lost', async (_what, wire) => {
  expect(await sendAgainst({ wire })).toMatchObject({ kind: 'lost' });
});

test('an answer that does not come in time is lost', async () => {
  expect(await sendAgainst('silence', { deadlineMs: 80 })).toEqual({
    kind: 'lost',
    reason: 'no whole answer within 80 ms',
  });
});

test('an answer larger than allowed is lost', async () => {
  expect(await sendAgainst({ status: 201, text: 'x'.repeat(5_000) }, { maxAnswerBytes: 1_000 })).toMatchObject({
    kind: 'lost',
    reason: expect.stringContaining('larger than allowed'),
  });
});

test('an abort while the answer is awaited is lost', async () => {
  await using server = await startScriptedServer(() => 'silence');
  const stop = new AbortController();
  const result = sendTo(server.base, {}, stop.signal);
  await server.received(1);
  stop.abort();
  expect(await result).toEqual({ kind: 'lost', reason: 'stopped by us' });
});

test('closing settles what is pending, and what comes later', async () => {
  await using server = await startScriptedServer(() => 'silence');
  const http = createHttp(server.base);
  const pending = http.send(post, { signal: waiting() });
  await server.received(1);
  await http.close();
  expect(await pending).toMatchObject({ kind: 'lost' });
  expect(await http.send(post, { signal: waiting() })).toMatchObject({ kind: 'not sent' });
});

test('a connection that the server closed after an answer does not cost the next request', async () => {
  await using server = await startScriptedServer(() => ({ status: 200, json: {}, headers: { connection: 'close' } }));
  const http = createHttp(server.base);
  for (let round = 0; round < 5; round++)
    expect(await http.send(post, { signal: waiting() })).toMatchObject({ kind: 'answered', status: 200 });
  await http.close();
  expect(server.requests).toHaveLength(5);
});

test.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['zstd', zstdCompressSync],
  ['GZIP', gzipSync],
  ['identity, gzip', gzipSync],
  ['br, gzip', (bytes: Buffer) => gzipSync(brotliCompressSync(bytes))],
])('an answer in %s is read, though nobody asked for it', async (encoding, pack) => {
  expect(
    await sendAgainst({
      status: 201,
      bytes: pack(Buffer.from('{"id":"A10001"}')),
      headers: { 'content-encoding': encoding },
    }),
  ).toMatchObject({ status: 201, body: { kind: 'json', value: { id: 'A10001' } } });
});

test.each(['gzip', 'br', 'deflate', 'compress'])(
  'what is said to be %s and is not cannot be read; its status still counts',
  async (encoding) => {
    expect(
      await sendAgainst({
        status: 409,
        bytes: Buffer.from('{"message":"no"}'),
        headers: { 'content-encoding': encoding },
      }),
    ).toMatchObject({
      kind: 'answered',
      status: 409,
      body: { kind: 'text', is: 'other', looksLike: expect.stringContaining('a body that cannot be read') },
    });
  },
);

test('a compressed answer may not grow larger than an answer is allowed to be', async () => {
  const bytes = gzipSync(Buffer.alloc(100_000, ' '));
  expect(
    await sendAgainst({ status: 200, bytes, headers: { 'content-encoding': 'gzip' } }, { maxAnswerBytes: 10_000 }),
  ).toEqual({ kind: 'lost', reason: 'the answer is larger than allowed' });
});

test('an empty body is empty, whatever it is said to be packed in', async () => {
  expect(await sendAgainst({ status: 204, headers: { 'content-encoding': 'gzip' } })).toMatchObject({
    status: 204,
    body: { is: 'empty' },
  });
});

test('a certificate that is not accepted is certainly not sent to, and told in full', async () => {
  const { base, requests } = await startSelfSignedServer();
  expect(await sendTo(base)).toMatchObject({
    kind: 'not sent',
    code: 'backend not trusted',
    reason: expect.stringMatching(
      /^the certificate of 127\.0\.0\.1:\d+ is not accepted: it is signed by itself; it names "made up for tests", .* NODE_EXTRA_CA_CERTS; else do not go on$/,
    ),
  });
  expect(requests).toEqual([]);
});
