import { expect, test } from 'vitest';
import type { FindOptions } from '../../../src/backend/backend.ts';
import type { DeviceId } from '../../../src/domain/device-id.ts';
import { deviceTypeId, id, openApiV1, pacDigits, rejection, waiting } from '../api-bench.ts';
import { startScriptedServer } from '../scripted-server.ts';
import { typeOf } from './fleet.ts';

const idsFrom = (first: number, count: number): readonly DeviceId[] =>
  Array.from({ length: count }, (_, index) => id((first + index).toString(16)));
const [one] = idsFrom(0xa10000, 1);
const thorough: Omit<FindOptions, 'signal'> = { effort: 'thorough' };
const quick = { effort: 'quick', deviceTypeId } as const;
const withType = { effort: 'thorough', deviceTypeId } as const;

const open = async (world: Parameters<typeof typeOf>[0]) => {
  const server = await startScriptedServer(typeOf(world));
  const bench = openApiV1(server);
  return {
    clock: bench.clock,
    find: (ids: readonly DeviceId[], how: Omit<FindOptions, 'signal'>) =>
      bench.api.find(ids, { ...how, signal: waiting() }),
    asked: () => server.requests.map(({ path }) => (path.endsWith('/devices') ? 'list' : path.split('/').at(-1))),
    async [Symbol.asyncDispose]() {
      await bench[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
};

test('many devices are looked up a few at a time, and each is asked for once', async () => {
  await using bench = await open({ count: 30 });
  const ids = idsFrom(0xa10000, 30);
  const progress: number[] = [];
  expect(
    [
      ...(await bench.find([...ids, ...ids], { ...thorough, onProgress: ({ left }) => progress.push(left) })).keys(),
    ].toSorted(),
  ).toEqual(ids);
  expect(bench.asked()).toHaveLength(30);
  expect(progress).toEqual([22, 14, 6, 0]);
});

test('several of one device type are looked for in its list', async () => {
  await using bench = await open({ count: 250 });
  expect((await bench.find(idsFrom(0xa10000 + 180, 30), withType)).size).toBe(30);
  expect(bench.asked()).toEqual(['list', 'list', 'list']);
});

test('a list is never dearer than asking for each alone: after as many pages as there are IDs the rest is asked for alone', async () => {
  await using bench = await open({ count: 5_000 });
  expect((await bench.find(idsFrom(0xa10000 + 4_900, 2), withType)).size).toBe(2);
  expect(bench.asked()).toEqual(['list', 'list', '00A11324', '00A11325']);
});

test('what a whole list did not bring is asked for alone by a thorough search, and not by a quick one', async () => {
  await using bench = await open({ count: 30 });
  const ids = idsFrom(0xa10000 + 28, 4);
  expect((await bench.find(ids, quick)).size).toBe(2);
  expect(bench.asked()).toEqual(['list']);
  expect((await bench.find(ids, withType)).size).toBe(2);
  expect(new Set(bench.asked().slice(1))).toEqual(new Set(['list', '00A1001E', 'A1001E', '00A1001F', 'A1001F']));
});

test('a list that may go on behind its end settles nothing that it did not show', async () => {
  await using bench = await open({ count: 6_000 });
  const ids = idsFrom(0xa10000 + 5_900, 60);
  expect((await bench.find(ids, quick)).size).toBe(60);
  expect(bench.asked().filter((asked) => asked === 'list')).toHaveLength(51);
});

test('a device that was asked for alone is looked for in the list within the hour, and alone again after it', async () => {
  await using bench = await open({ count: 150 });
  const [last] = idsFrom(0xa10000 + 149, 1);
  const ids = last === undefined ? [] : [last];
  for (let nth = 0; nth < 2; nth += 1) expect((await bench.find(ids, quick)).size).toBe(1);
  expect(bench.asked()).toEqual(['00A10095', 'list', 'list']);
  await bench.clock.advance(3_600_000);
  await bench.find(ids, quick);
  expect(bench.asked().slice(3)).toEqual(['00A10095']);
});

test('a backend that compares IDs as text shows the unit without leading zeros', async () => {
  await using bench = await open({ count: 30, alone: 'as text' });
  const ids = one === undefined ? [] : [one];
  expect((await bench.find(ids, thorough)).size).toBe(1);
  expect((await bench.find(idsFrom(0xa10001, 1), { effort: 'quick' })).size).toBe(1);
  expect(bench.asked()).toEqual(['00A10000', 'A10000', 'A10001']);
});

test.each([400, 403, 404])('a list that is answered with %i is done without', async (status) => {
  await using server = await startScriptedServer(({ path }) =>
    path.endsWith('/devices')
      ? { status, json: {} }
      : { status: 200, json: { id: path.split('/').at(-1), pac: pacDigits } },
  );
  await using bench = openApiV1(server);
  const found = await bench.api.find(idsFrom(0xa10000, 3), { ...withType, signal: waiting() });
  expect([...found.values()].map(({ pac }) => pac?.reveal())).toEqual([pacDigits, pacDigits, pacDigits]);
});

test('a list that fails is no absence', async () => {
  await using server = await startScriptedServer(() => ({ status: 500 }));
  await using bench = openApiV1(server);
  expect(await rejection(bench.api.find(idsFrom(0xa10000, 3), { ...withType, signal: waiting() }))).toMatchObject({
    code: 'backend fault',
  });
});
