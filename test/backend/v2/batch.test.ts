import { expect, test } from 'vitest';
import { maxBatchBytes } from '../../../src/backend/shared/batch-size.ts';
import type { BatchUnit } from '../../../src/backend/backend.ts';
import { PaclineError } from '../../../src/domain/errors/pacline-error.ts';
import {
  deviceTypeId,
  expectNoSecrets,
  id,
  openApi,
  otherUnit,
  pacDigits,
  rejection,
  request,
  waiting,
  type BenchOptions,
} from '../api-bench.ts';
import { deadBase, startScriptedServer, type Reply } from '../scripted-server.ts';
import { batch, jobId } from './accepted.ts';

const startAgainst = async (reply: Reply, options: BenchOptions = {}) => {
  await using server = await startScriptedServer(() => reply);
  await using bench = openApi(server.base, options);
  const result = await bench.api.createBatch(batch, { signal: waiting() });
  expect(server.requests, 'a POST is never repeated').toHaveLength(1);
  expectNoSecrets(result);
  return result;
};

test('a batch is one request with device type and certificate once, and ID, PAC and name of each unit', async () => {
  await using server = await startScriptedServer(() => ({ status: 200, json: { jobId, total: 2 } }));
  await using bench = openApi(server.base);
  await bench.api.createBatch(batch, { signal: waiting() });
  expect(server.requests).toMatchObject([{ method: 'POST', target: '/v2/devices/bulk' }]);
  expect(server.requests[0]?.body).toEqual({
    deviceTypeId,
    productCertificate: { key: 'P_00A1_BEEF_01' },
    data: [
      { id: '00A10001', pac: pacDigits, name: 'tank-00A10001' },
      { id: '00A10002', pac: otherUnit.pac.reveal(), name: 'tank-00A10002' },
    ],
  });
});

test.each([200, 201, 202])(
  '%i with a job is a job, and the units are counted where the backend does not',
  async (status) => {
    expect(await startAgainst({ status, json: { jobId } })).toEqual({ kind: 'started', jobId, total: 2, rejected: [] });
  },
);

test.each([
  ['a conflict, of which nobody knows what it means', { status: 409, json: { message: 'not now' } }, '409: not now'],
  ['an answer without a job', { status: 200, json: { total: 2 } }, 'names no job'],
  ['an empty job', { status: 200, json: { jobId: '' } }, 'names no job'],
  ['an HTML page', { status: 200, text: '<html>' }, 'an HTML page'],
  ['500', { status: 500, json: { message: 'oops' } }, '500: oops'],
  ['a reset', 'reset', 'got lost'],
] as const)('%s leaves the whole batch unknown', async (_what, reply, reason) => {
  expect(await startAgainst(reply)).toEqual({ kind: 'unknown', reason: expect.stringContaining(reason) });
});

test.each([
  [400, 'backend refused'],
  [403, 'no rights'],
  [404, 'backend refused'],
])('%i refuses the whole batch', async (status, code) => {
  expect(await startAgainst({ status, json: { message: 'said so' } })).toEqual({
    kind: 'refused',
    code,
    words: 'said so',
  });
});

test.each([
  ['JSON', { status: 413, json: { message: 'said so' } }, 'said so'],
  ['a page', { status: 413, text: '<html>Request Entity Too Large' }, 'an HTML page'],
])(
  'a batch that is too large (413, with %s) was not carried out, and no unit of it is to blame',
  async (_what, reply, words) => {
    expect(await startAgainst(reply)).toMatchObject({
      kind: 'postponed',
      code: 'request too large',
      reason: expect.stringContaining(words),
    });
  },
);

test('PACs that the backend repeats are starred out, of every unit and inside longer words', async () => {
  const message = `00A10001${pacDigits} and ${otherUnit.pac.reveal().toLowerCase()}00`;
  expect(await startAgainst({ status: 400, json: { message } })).toMatchObject({
    words: `00A10001${'*'.repeat(16)} and ${'*'.repeat(16)}00`,
  });
});

test('401, 429 and a backend out of reach postpone', async () => {
  expect(await startAgainst({ status: 401, json: {} })).toMatchObject({ kind: 'postponed', code: 'bad credentials' });
  expect(await startAgainst({ status: 429, json: {}, headers: { 'retry-after': '120' } })).toMatchObject({
    kind: 'postponed',
    code: 'backend throttled',
    retryAfterMs: 120_000,
  });
  await using bench = openApi(await deadBase());
  expect(await bench.api.createBatch(batch, { signal: waiting() })).toMatchObject({
    kind: 'postponed',
    code: 'backend unreachable',
  });
});

test('the sixth batch waits until ten minutes have passed since the first, and an edit batch or a transfer counts as well', async () => {
  await using server = await startScriptedServer(() => ({ status: 200, json: { jobId } }));
  await using bench = openApi(server.base);
  const signal = waiting();
  for (let round = 0; round < 3; round++) await bench.api.createBatch(batch, { signal });
  await bench.api.editBatch([{ deviceId: id('00A10001'), changes: { name: 'x' } }], { signal });
  await bench.api.transfer(deviceTypeId, [], { signal });
  const sixth = bench.api.createBatch(batch, { signal });
  await bench.clock.untilSleeping();
  expect(server.requests).toHaveLength(5);
  expect(
    await bench.api.job({ jobId, deviceTypeId }, { signal }).catch((error: unknown) => error),
    'a poll does not wait',
  ).toMatchObject({ code: 'backend fault' });
  await bench.clock.advance(600_000);
  expect(await sixth).toMatchObject({ kind: 'started' });
});

test('an abort after the batch was sent leaves it unknown, before it throws the reason', async () => {
  await using server = await startScriptedServer(() => 'silence');
  await using bench = openApi(server.base);
  const reason = new Error('station stops');
  expect(await rejection(bench.api.createBatch(batch, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  const stop = new AbortController();
  const pending = bench.api.createBatch(batch, { signal: stop.signal });
  await server.received(1);
  stop.abort(reason);
  expect(await pending).toMatchObject({ kind: 'unknown' });
});

const manyUnits = (count: number): readonly BatchUnit[] =>
  Array.from({ length: count }, (_, index) => ({
    deviceId: id((0xa10000 + index).toString(16)),
    pac: request.pac,
    name: `größe-"${index}"`,
  }));

test('a batch cut by encoded lengths to the byte is sent; the length counts bytes, not characters', async () => {
  await using server = await startScriptedServer(() => ({ status: 200, json: { jobId } }));
  await using bench = openApi(server.base);
  const units = manyUnits(300);
  const bytes = units.reduce((sum, unit) => sum + bench.api.encodedLength(unit), 0);
  await bench.api.createBatch({ ...batch, units }, { signal: waiting() });
  const sent = Buffer.byteLength(JSON.stringify(server.requests[0]?.body));
  expect(sent - bytes).toBeGreaterThan(0);
  expect(sent - bytes).toBeLessThan(200);
});

test('a batch over the limit is a fault of ours and is not sent', async () => {
  await using server = await startScriptedServer(() => ({ status: 200, json: { jobId } }));
  await using bench = openApi(server.base);
  const unit = { ...request, name: 'x'.repeat(100) };
  const fitting = Math.floor(maxBatchBytes / bench.api.encodedLength(unit));
  const of = (count: number) => ({ ...batch, units: Array.from({ length: count }, () => unit) });
  expect(await bench.api.createBatch(of(fitting), { signal: waiting() })).toMatchObject({ kind: 'started' });
  const error = await rejection(bench.api.createBatch(of(fitting + 20), { signal: waiting() }));
  expect(PaclineError.is(error, 'internal fault')).toBe(true);
  expectNoSecrets(error);
  expect(server.requests).toHaveLength(1);
});

test('a large batch has more time than a small one', async () => {
  const units = manyUnits(1_000);
  await using server = await startScriptedServer(() => 'silence');
  await using bench = openApi(server.base, { deadlineMs: 50 });
  expect(await bench.api.createBatch({ ...batch, units }, { signal: waiting() })).toMatchObject({
    kind: 'unknown',
    reason: expect.stringContaining('2050 ms'),
  });
});
