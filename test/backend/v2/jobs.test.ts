import { expect, test } from 'vitest';
import { deviceTypeId, expectNoSecrets, openApi, pacDigits, rejection, waiting } from '../api-bench.ts';
import { startScriptedServer, type Reply } from '../scripted-server.ts';
import { jobId, one } from './accepted.ts';

const ask = async (reply: Reply, kind: 'job' | 'action job' = 'job') => {
  await using server = await startScriptedServer(() => reply);
  await using bench = openApi(server.base);
  const outcome = await (
    kind === 'job'
      ? bench.api.job({ jobId, deviceTypeId }, { signal: waiting() })
      : bench.api.actionJob('restart', jobId, { signal: waiting() })
  ).catch((error: unknown) => error);
  expectNoSecrets(outcome);
  return outcome;
};

const status = (value: unknown): Reply => ({ status: 200, json: value });

test('a job under way may have told nothing yet', async () => {
  expect(await ask(status({ jobDone: false }))).toEqual({ done: false, total: 0, success: 0, failures: [] });
  expect(await ask(status({ jobDone: false, status: {} }), 'action job')).toEqual({
    done: false,
    total: 0,
    success: 0,
    failures: [],
  });
});

test.each(['A10001', '00A10001', '00a10001'])('a failure of %s is told by number', async (entity) => {
  expect(
    await ask(status({ jobDone: true, total: 1, status: { success: 0, errors: [{ entity, message: 'no' }] } })),
  ).toMatchObject({ failures: [{ deviceId: one, words: 'no' }] });
});

test('a failure of the system may speak of no unit, and one of a sample value speaks of none of ours', async () => {
  const errors = [{ message: 'disk full', type: 1 }, { entity: 'F59878S', message: 'who' }, { entity: '0FFFFFFF' }];
  expect(await ask(status({ jobDone: true, total: 3, status: { errors } }))).toEqual({
    done: true,
    total: 3,
    success: 0,
    failures: [
      { deviceId: null, words: 'disk full', system: true },
      { deviceId: null, words: 'who', system: false },
      { deviceId: null, words: 'no explanation', system: false },
    ],
  });
});

test('a failure of a unit that nobody sent is told as any other', async () => {
  expect(
    await ask(status({ jobDone: true, total: 1, status: { success: 1, errors: [{ entity: 'ff', message: 'no' }] } })),
  ).toMatchObject({ success: 1, failures: [{ deviceId: '000000FF' }] });
});

test.each([
  [{ jobDone: true }, { done: true, total: 0, success: 0, failures: [] }],
  [
    { jobDone: true, total: 0, status: null },
    { done: true, total: 0, success: 0, failures: [] },
  ],
  [
    { jobDone: true, total: 0, status: { success: 7, errors: null } },
    { done: true, total: 0, success: 7, failures: [] },
  ],
])('counts that are missing or do not add up are told as they are: %j', async (answer, expected) => {
  expect(await ask(status(answer))).toEqual(expected);
});

test('done is not success: a job may end without a word on some of its units', async () => {
  expect(await ask(status({ jobDone: true, total: 10, status: { success: 4, errors: [] } }))).toEqual({
    done: true,
    total: 10,
    success: 4,
    failures: [],
  });
});

test('a PAC in the words of a failure is starred out', async () => {
  expect(
    await ask(
      status({ jobDone: true, status: { errors: [{ entity: 'A10001', message: `pac ${pacDigits} is spent` }] } }),
    ),
  ).toMatchObject({ failures: [{ words: `pac ${'*'.repeat(16)} is spent` }] });
});

test.each(['job', 'action job'] as const)('a %s that is not there, or not any more, is null', async (kind) => {
  expect(await ask({ status: 404, json: { message: 'not found' } }, kind)).toBeNull();
});

test.each([
  [400, 'backend fault'],
  [401, 'bad credentials'],
  [403, 'no rights'],
  [429, 'backend throttled'],
  [500, 'backend fault'],
])('a poll answered with %i says nothing of the job: it throws "%s"', async (code, thrown) => {
  expect(await ask({ status: code, json: {} })).toMatchObject({ code: thrown });
});

test('a status that does not say whether the job is done is a fault', async () => {
  expect(await ask(status({ total: 3 }))).toMatchObject({
    code: 'backend fault',
    message: expect.stringContaining('jobDone'),
  });
});

test('a job of 200,000 failures is read whole', async () => {
  const errors = Array.from({ length: 200_000 }, (_, index) => ({
    entity: (0xa10000 + index).toString(16),
    message: 'Unauthorized or spent, and other long words that explain it at length',
    type: 0,
  }));
  expect(await ask(status({ jobDone: true, total: 200_000, status: { success: 0, errors } }))).toMatchObject({
    done: true,
    failures: { length: 200_000 },
  });
});

test('a job id cannot leave its place in the path', async () => {
  await using server = await startScriptedServer(() => ({ status: 404, json: {} }));
  await using bench = openApi(server.base);
  await bench.api.job({ jobId: '../x?y', deviceTypeId }, { signal: waiting() });
  expect(server.requests.map(({ target }) => target)).toEqual(['/v2/devices/bulk/..%2Fx%3Fy']);
});

test('an aborted poll throws its reason', async () => {
  await using server = await startScriptedServer(() => 'silence');
  await using bench = openApi(server.base);
  const reason = new Error('station stops');
  expect(await rejection(bench.api.job({ jobId, deviceTypeId }, { signal: AbortSignal.abort(reason) }))).toBe(reason);
});
