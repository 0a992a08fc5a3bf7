import { expect, test } from 'vitest';
import {
  deviceTypeId,
  expectNoSecrets,
  openApiV1,
  otherUnit,
  pacDigits,
  rejection,
  request,
  waiting,
} from '../api-bench.ts';
import { deadBase, startScriptedServer, type Reply } from '../scripted-server.ts';

const jobId = '6543a1b2c3d4e5f607182930';
const batch = { deviceTypeId, certification: request.certification, units: [request, otherUnit] };
const json = (value: unknown): Reply => ({ status: 200, json: value });
const started = json({ total: 1, jobId });

test('a batch has one prefix for its names, and the certificate as a plain string', async () => {
  await using server = await startScriptedServer(() => json({ total: 2, jobId }));
  await using bench = openApiV1(server);
  expect(await bench.api.createBatch(batch, { signal: waiting() })).toEqual({
    kind: 'started',
    jobId,
    total: 2,
    rejected: [],
  });
  const ids = [
    { id: '00A10001', pac: pacDigits },
    { id: '00A10002', pac: otherUnit.pac.reveal() },
  ];
  expect(server.requests.map(({ method, target, body }) => [method, target, body])).toEqual([
    [
      'POST',
      `/api/devicetypes/${deviceTypeId}/devices/bulk/create/async`,
      { prefix: 'tank-', ids, productCertificate: 'P_00A1_BEEF_01' },
    ],
  ]);
  expect(bench.api.encodedLength(request)).toBe(JSON.stringify(ids[0]).length + 1);
});

test('a prototype is a unit without a certificate', async () => {
  await using server = await startScriptedServer(() => started);
  await using bench = openApiV1(server);
  await bench.api.createBatch({ ...batch, certification: { kind: 'prototype' } }, { signal: waiting() });
  expect(Object.keys(server.requests[0]?.body ?? {})).toEqual(['prefix', 'ids']);
});

const batchAgainst = async (reply: Reply) => {
  await using server = await startScriptedServer(() => reply);
  await using bench = openApiV1(server);
  const result = await bench.api.createBatch(batch, { signal: waiting() });
  expect(server.requests, 'a POST is never repeated').toHaveLength(1);
  expectNoSecrets(result);
  return result;
};

const words = expect.stringContaining('its PAC is not valid');

test.each<[string, Reply, unknown]>([
  [
    'rejects a unit beside its job, and one that nobody sent',
    json({ total: 1, jobId, transferFailed: ['a10002', 'AC10', 'odd'] }),
    {
      kind: 'started',
      jobId,
      total: 1,
      rejected: [
        { deviceId: '00A10002', words },
        { deviceId: '0000AC10', words },
      ],
    },
  ],
  [
    'rejects every unit, and makes no job',
    json({ total: 0, transferFailed: ['A10001', 'A10002'] }),
    {
      kind: 'answered',
      total: 0,
      rejected: [
        { deviceId: '00A10001', words },
        { deviceId: '00A10002', words },
      ],
    },
  ],
  ['makes no job and rejects none', json({ total: 2 }), { kind: 'answered', total: 2, rejected: [] }],
  ['says nothing', json({}), { kind: 'unknown', reason: expect.stringContaining('names no job') }],
  [
    'shows an HTML page',
    { status: 200, text: '<html>' },
    { kind: 'unknown', reason: expect.stringContaining('an HTML page') },
  ],
  [
    'answers 409',
    { status: 409, json: { message: 'not now' } },
    { kind: 'unknown', reason: expect.stringContaining('409: not now') },
  ],
  ['answers 500', { status: 500 }, { kind: 'unknown', reason: expect.stringContaining('500') }],
  ['breaks off', 'reset', { kind: 'unknown', reason: expect.stringContaining('got lost') }],
  [
    'answers 403',
    { status: 403, json: { message: `not ${pacDigits}00` } },
    { kind: 'refused', code: 'no rights', words: `not ${'*'.repeat(16)}00` },
  ],
  ['answers 404', { status: 404 }, { kind: 'refused', code: 'backend refused', words: 'an empty body' }],
  ['answers 429', { status: 429, json: {} }, expect.objectContaining({ kind: 'postponed', code: 'backend throttled' })],
])('a backend that %s is told as it is', async (_what, reply, result) => {
  expect(await batchAgainst(reply)).toEqual(result);
});

test.each([
  ['one with a name of its own', [request, { ...otherUnit, name: 'left door' }], '00A10002'],
  ['one with another prefix', [request, { ...otherUnit, name: 'pipe-00A10002' }], '00A10002'],
  ['only one, named as it likes', [{ ...request, name: 'left door' }], '00A10001'],
])('a batch with %s is refused with a sentence, and not sent', async (_what, units, named) => {
  await using server = await startScriptedServer(() => started);
  await using bench = openApiV1(server);
  expect(await bench.api.createBatch({ ...batch, units }, { signal: waiting() })).toEqual({
    kind: 'refused',
    code: 'not in this api',
    words: expect.stringContaining(named),
  });
  expect(server.requests).toEqual([]);
});

test.each([
  [
    { jobDone: false, total: 2 },
    { done: false, total: 2, success: 0, failures: [] },
  ],
  [
    { jobDone: true, total: 2, status: { success: 2 } },
    { done: true, total: 2, success: 2, failures: [] },
  ],
  [
    { jobDone: true, total: 2, status: { success: 1, errors: ['Something about entity 00A10002 and its PAC'] } },
    {
      done: true,
      total: 2,
      success: 1,
      failures: [{ deviceId: null, words: 'Something about entity 00A10002 and its PAC', system: false }],
    },
  ],
])('a job tells its failures in sentences, which are kept and not read: %j', async (answer, result) => {
  await using server = await startScriptedServer(() => json(answer));
  await using bench = openApiV1(server);
  expect(await bench.api.job({ jobId, deviceTypeId }, { signal: waiting() })).toEqual(result);
  expect(server.requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
    `GET /api/devicetypes/${deviceTypeId}/registration/${jobId}`,
  ]);
});

test('a job that is not there is null, and a throttled poll throws', async () => {
  for (const [reply, expected] of [
    [{ status: 404 }, null],
    [{ status: 429, json: {} }, expect.objectContaining({ code: 'backend throttled' })],
  ] as const) {
    await using server = await startScriptedServer(() => reply);
    await using bench = openApiV1(server);
    expect(
      await bench.api.job({ jobId, deviceTypeId }, { signal: waiting() }).catch((error: unknown) => error),
    ).toEqual(expected);
  }
});

test('an abort throws before the request, and a backend that is not there postpones', async () => {
  await using bench = openApiV1(new URL(await deadBase()));
  const reason = new Error('unit removed');
  expect(await rejection(bench.api.createBatch(batch, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  expect(await bench.api.createBatch(batch, { signal: waiting() })).toMatchObject({
    kind: 'postponed',
    code: 'backend unreachable',
  });
});

test('a PAC in the words of a job is masked, also where it is joined to the ID before it', async () => {
  await using server = await startScriptedServer(() =>
    json({ jobDone: true, total: 1, status: { success: 0, errors: [`00A10001${pacDigits} is spent`] } }),
  );
  await using bench = openApiV1(server);
  const job = await bench.api.job({ jobId, deviceTypeId }, { signal: waiting() });
  expectNoSecrets(job);
  expect(job?.failures).toEqual([{ deviceId: null, words: `${'*'.repeat(24)} is spent`, system: false }]);
});
