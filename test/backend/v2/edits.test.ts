import { expect, test } from 'vitest';
import type { DeviceChanges } from '../../../src/backend/backend.ts';
import { deviceTypeId, expectNoSecrets, openApi, rejection, request, waiting } from '../api-bench.ts';
import { deadBase, startScriptedServer, type Reply } from '../scripted-server.ts';
import { jobId, one, two } from './accepted.ts';

const rename: DeviceChanges = { name: 'new' };

const editAgainst = async (reply: Reply, changes = rename) => {
  await using server = await startScriptedServer(() => reply);
  await using bench = openApi(server.base, { deadlineMs: 500 });
  const result = await bench.api.edit(one, changes, { signal: waiting() });
  expectNoSecrets(result);
  return { result, sent: server.requests.map(({ method, target, body }) => ({ method, target, body })) };
};

test.each<[string, DeviceChanges, unknown]>([
  ['a name', rename, { name: 'new' }],
  [
    'a certificate, which ends the time as a prototype',
    { certification: request.certification },
    { productCertificate: { key: 'P_00A1_BEEF_01' }, prototype: false },
  ],
  [
    'the prototype flag, which erases the certificate',
    { certification: { kind: 'prototype' } },
    { productCertificate: null, prototype: true },
  ],
  ['a place at 0, 0', { lat: 0, lng: 0 }, { lat: 0, lng: 0 }],
  ['what is no', { automaticRenewal: false, activable: false }, { automaticRenewal: false, activable: false }],
])('an edit of %s sends that and nothing else', async (_what, changes, body) => {
  expect(await editAgainst({ status: 204 }, changes)).toEqual({
    result: { kind: 'done' },
    sent: [{ method: 'PUT', target: '/v2/devices/00A10001', body }],
  });
});

test.each<[string, Reply, unknown]>([
  ['204', { status: 204 }, { kind: 'done' }],
  ['200 with JSON', { status: 200, json: {} }, { kind: 'done' }],
  ['200 without a body', { status: 200 }, { kind: 'done' }],
  [
    '200 with an HTML page',
    { status: 200, text: '<html>Sign in' },
    { kind: 'unknown', reason: expect.stringContaining('an HTML page') },
  ],
  ['202', { status: 202, json: {} }, { kind: 'unknown', reason: expect.stringContaining('202') }],
  ['404', { status: 404, json: { message: 'not found' } }, { kind: 'absent' }],
  [
    '404 of a proxy',
    { status: 404, text: '<html>' },
    { kind: 'unknown', reason: expect.stringContaining('an HTML page') },
  ],
  [
    '400',
    { status: 400, json: { message: 'too long' } },
    { kind: 'refused', code: 'backend refused', words: 'too long' },
  ],
  [
    '409',
    { status: 409, json: { message: 'conflict' } },
    { kind: 'refused', code: 'backend refused', words: 'conflict' },
  ],
  ['403', { status: 403, json: { message: 'not yours' } }, { kind: 'refused', code: 'no rights', words: 'not yours' }],
  [
    '401',
    { status: 401, json: {} },
    { kind: 'postponed', code: 'bad credentials', reason: expect.any(String), retryAfterMs: null },
  ],
  ['500', { status: 500 }, { kind: 'unknown', reason: expect.stringContaining('500') }],
  ['a reset', 'reset', { kind: 'unknown', reason: expect.stringContaining('got lost') }],
  ['silence', 'silence', { kind: 'unknown', reason: expect.stringContaining('500 ms') }],
])('an edit answered with %s is told as what it is', async (_what, reply, result) => {
  expect((await editAgainst(reply)).result).toEqual(result);
});

test('a second edit of the same device within the hour is postponed here, by the time that is left', async () => {
  await using server = await startScriptedServer(() => ({ status: 204 }));
  await using bench = openApi(server.base);
  const signal = waiting();
  expect(await bench.api.edit(one, rename, { signal })).toEqual({ kind: 'done' });
  await bench.clock.advance(600_000);
  expect(await bench.api.edit(one, rename, { signal })).toEqual({
    kind: 'postponed',
    code: 'backend throttled',
    reason: expect.stringContaining('again in 50 min'),
    retryAfterMs: 3_000_000,
  });
  expect(await bench.api.edit(two, rename, { signal }), 'another device').toEqual({ kind: 'done' });
  expect(await bench.api.remove(one, { signal }), 'a DELETE has a turn of its own').toEqual({ kind: 'done' });
  expect(await bench.api.remove(one, { signal })).toMatchObject({ kind: 'postponed', retryAfterMs: 3_600_000 });
  await bench.clock.advance(3_000_000);
  expect(await bench.api.edit(one, rename, { signal })).toEqual({ kind: 'done' });
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'PUT /v2/devices/00A10001',
    'PUT /v2/devices/00A10002',
    'DELETE /v2/devices/00A10001',
    'PUT /v2/devices/00A10001',
  ]);
});

test('an edit that was throttled, or never left, does not cost the turn', async () => {
  await using server = await startScriptedServer((_request, nth) =>
    nth === 1 ? { status: 429, json: {} } : { status: 204 },
  );
  await using bench = openApi(server.base);
  expect(await bench.api.edit(one, rename, { signal: waiting() })).toMatchObject({
    kind: 'postponed',
    code: 'backend throttled',
    retryAfterMs: 1_000,
  });
  const stop = new AbortController();
  const given = rejection(bench.api.edit(one, rename, { signal: stop.signal }));
  await bench.clock.untilSleeping();
  stop.abort(new Error('operator left'));
  expect(await given).toEqual(new Error('operator left'));
  await bench.clock.advance(1_000);
  expect(await bench.api.edit(one, rename, { signal: waiting() })).toEqual({ kind: 'done' });

  await using nobody = openApi(await deadBase());
  for (let round = 0; round < 2; round++)
    expect(await nobody.api.edit(one, rename, { signal: waiting() })).toMatchObject({ code: 'backend unreachable' });
});

test('an edit whose answer got lost has cost the turn', async () => {
  await using server = await startScriptedServer(() => 'reset');
  await using bench = openApi(server.base);
  expect(await bench.api.edit(one, rename, { signal: waiting() })).toMatchObject({ kind: 'unknown' });
  expect(await bench.api.edit(one, rename, { signal: waiting() })).toMatchObject({
    kind: 'postponed',
    retryAfterMs: 3_600_000,
  });
});

test.each<[string, DeviceChanges, string, string]>([
  ['to another device type', { name: 'x', deviceTypeId }, 'not in this api', 'use a transfer'],
  ['of nothing', {}, 'bad usage', 'names nothing'],
  ['to a place that is no number', { lat: Number.NaN }, 'bad usage', 'no number'],
])(
  'an edit %s is refused with a sentence, alone and in a batch, and nothing is sent',
  async (_what, changes, code, words) => {
    const refusal = { kind: 'refused', code, words: expect.stringMatching(new RegExp(`(?=.*00A10001).*${words}`)) };
    expect(await editAgainst({ status: 204 }, changes)).toEqual({ result: refusal, sent: [] });
    await using server = await startScriptedServer(() => ({ status: 200, json: { jobId } }));
    await using bench = openApi(server.base);
    expect(
      await bench.api.editBatch(
        [
          { deviceId: two, changes: rename },
          { deviceId: one, changes },
        ],
        { signal: waiting() },
      ),
    ).toEqual(refusal);
    expect(server.requests).toEqual([]);
  },
);

test.each([200, 201])('a batch of edits answered with %i is a job, with each unit its own changes', async (status) => {
  await using server = await startScriptedServer(() => ({ status, json: { jobId, total: 2 } }));
  await using bench = openApi(server.base);
  const edits = [
    { deviceId: one, changes: rename },
    { deviceId: two, changes: { certification: request.certification } },
  ];
  expect(await bench.api.editBatch(edits, { signal: waiting() })).toEqual({
    kind: 'started',
    jobId,
    total: 2,
    rejected: [],
  });
  const data = [
    { id: '00A10001', name: 'new' },
    { id: '00A10002', productCertificate: { key: 'P_00A1_BEEF_01' }, prototype: false },
  ];
  expect(server.requests).toMatchObject([{ method: 'PUT', target: '/v2/devices/bulk', body: { data } }]);
  const bytes = edits.reduce((sum, edit) => sum + bench.api.encodedLength(edit), 0);
  expect(Buffer.byteLength(JSON.stringify({ data })) - bytes).toBe('{"data":[]}'.length - 1);
});

test('a conflict refuses a batch of edits: nothing was begun', async () => {
  await using server = await startScriptedServer(() => ({ status: 409, json: { message: 'conflict' } }));
  await using bench = openApi(server.base);
  expect(await bench.api.editBatch([{ deviceId: one, changes: rename }], { signal: waiting() })).toEqual({
    kind: 'refused',
    code: 'backend refused',
    words: 'conflict',
  });
});
