import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FindOptions, FindProgress } from '../../../src/backend/backend.ts';
import type { DeviceId } from '../../../src/domain/device-id.ts';
import { deviceTypeId, id, openApi, rejection, waiting } from '../api-bench.ts';
import { startScriptedServer, type ReceivedRequest, type Reply } from '../scripted-server.ts';
import { fleetOf, type FleetOptions } from './fleet.ts';

const freely = { requests: 1_000_000, windowMs: 1 };
const unhurried = {
  limits: { deviceList: freely, bulk: freely, undeliveredCallbacks: freely, oneDevice: freely, overall: freely },
};

const idOf = (number: number): DeviceId => id(number.toString(16));
const numbersFrom = (first: number, count: number, step = 1): readonly number[] =>
  Array.from({ length: count }, (_, index) => first + index * step);

type How = Omit<FindOptions, 'signal'>;

const search = async (wanted: readonly number[], script: (request: ReceivedRequest) => Reply, how: How) => {
  await using server = await startScriptedServer(script);
  await using bench = openApi(server.base, unhurried);
  const found = await bench.api.find(wanted.map(idOf), { ...how, signal: waiting() });
  return { found: [...found.keys()].toSorted(), asked: server.requests.map(({ query }) => query) };
};

const inFleet = (
  wanted: readonly number[],
  fleet: readonly number[],
  { effort = 'thorough', deviceTypeId: type, ...options }: FleetOptions & Partial<How> = {},
) => search(wanted, fleetOf(fleet, options), { effort, ...(type === undefined ? {} : { deviceTypeId: type }) });

const brief = (query: URLSearchParams): string => query.get('id') ?? `${query.get('minId')}..${query.get('maxId')}`;

test('thirty-two units of one delivery cost one request', async () => {
  const wanted = numbersFrom(0xa10000, 32, 7);
  const { found, asked } = await inFleet(wanted, wanted);
  expect(found).toEqual(wanted.map(idOf));
  expect(asked.map((query) => Object.fromEntries(query))).toEqual([
    {
      sort: 'id',
      minId: '00A0FFFF',
      maxId: '00A100DA',
      fields: 'deviceType(name),productCertificate(key)',
      limit: '100',
    },
  ]);
});

test('sixty thousand scattered units with one missing cost six hundred pages and two looks at the missing one, within minutes', async () => {
  const wanted = numbersFrom(0xa10000, 60_000, 13);
  const missing = wanted[31_234] ?? expect.fail();
  const pages = pagedFleet(wanted.filter((number) => number !== missing));
  await using server = await startScriptedServer(pages);
  await using bench = openApi(server.base);
  const progress: FindProgress[] = [];
  const begunAt = bench.clock.uptime();
  const searching = bench.api.find(wanted.map(idOf), {
    effort: 'thorough',
    signal: waiting(),
    onProgress: (now) => progress.push(now),
  });
  const ended = searching.then(() => true);
  while (!(await Promise.race([ended, bench.clock.untilSleeping().then(() => false)]))) await bench.clock.advance(500);
  const found = await searching;
  expect([found.size, found.has(idOf(missing))]).toEqual([59_999, false]);
  expect(server.requests.length).toBeLessThanOrEqual(602);
  expect(bench.clock.uptime() - begunAt).toBeLessThan(180_000);
  expect(progress[0]).toEqual({ seen: 100, left: 59_900 });
  expect(progress.at(-1)).toEqual({ seen: 59_999, left: 0 });
});

/** As `fleetOf`, by number only and quick on large fleets. */
const pagedFleet =
  (ascending: readonly number[]) =>
  ({ query }: ReceivedRequest): Reply => {
    const one = query.get('id');
    const from = ascending.findIndex((number) => number >= Number.parseInt(one ?? query.get('minId') ?? '', 16));
    const data = ascending
      .slice(from, from + (one === null ? 100 : 1))
      .filter((number) => one === null || number === Number.parseInt(one, 16));
    return {
      status: 200,
      json: {
        data: data.map((number) => ({ id: number.toString(16) })),
        paging: one === null && from + 100 < ascending.length ? { next: '?pageId=x' } : {},
      },
    };
  };

test('a leap goes over devices of others, and is never dearer than one request an ID', async () => {
  const wanted = [0xa10000, 0xa20000, 0xa30000];
  const { found, asked } = await inFleet(wanted, [
    ...numbersFrom(0xa10000, 500),
    ...numbersFrom(0xa1f000, 5_000),
    0xa30000,
  ]);
  expect(found).toEqual(wanted.map(idOf));
  expect(asked.map(brief)).toEqual(['00A0FFFF..00A30001', '00A1FFFF..00A30001', '00A30000']);
});

test('what is not there is asked for alone in both forms by a thorough search, and not by a quick one', async () => {
  const wanted = [0xa10000, 0xa10001, 0xa10002];
  expect((await inFleet(wanted, [0xa10000, 0xa10002])).asked.map(brief)).toEqual([
    '00A0FFFF..00A10003',
    '00A10001',
    'A10001',
  ]);
  expect((await inFleet(wanted, [0xa10000, 0xa10002], { effort: 'quick' })).asked.map(brief)).toEqual([
    '00A0FFFF..00A10003',
  ]);
  expect((await inFleet([0xa10001], [], { effort: 'quick' })).asked.map(brief)).toEqual(['00A10001']);
  expect((await inFleet([0xffa10001], [])).asked.map(brief), 'an ID without leading zeros has one form').toEqual([
    'FFA10001',
  ]);
});

test('a backend that compares IDs as text shows the unit without leading zeros', async () => {
  const { found, asked } = await inFleet([0xa10001], [0xa10001], { compare: 'as text' });
  expect([found, asked.map(brief)]).toEqual([['00A10001'], ['00A10001', 'A10001']]);
});

const typeOf = (number: number): string => (number === 0xa10001 ? 'another' : deviceTypeId);

test('a form that was known once is asked for first from then on, so that a quick search finds the next unit', async () => {
  await using server = await startScriptedServer(fleetOf([0xa10001, 0xa10002], { compare: 'as text' }));
  await using bench = openApi(server.base);
  for (const [number, effort] of [
    [0xa10002, 'quick'],
    [0xa10001, 'thorough'],
    [0xa10002, 'quick'],
  ] as const)
    await bench.api.find([idOf(number)], { effort, signal: waiting() });
  expect(server.requests.map(({ query }) => brief(query))).toEqual(['00A10002', '00A10001', 'A10001', 'A10002']);
});

test('the device type is the filter of a scan, and what is in another one is found alone by a thorough search', async () => {
  const wanted = [0xa10000, 0xa10001, 0xa10002];
  const thorough = await inFleet(wanted, wanted, { typeOf, deviceTypeId });
  expect([thorough.found.length, thorough.asked.map((query) => [query.get('deviceTypeId'), brief(query)])]).toEqual([
    3,
    [
      [deviceTypeId, '00A0FFFF..00A10003'],
      [null, '00A10001'],
    ],
  ]);
  const quick = await inFleet(wanted, wanted, { typeOf, deviceTypeId, effort: 'quick' });
  expect([quick.found, quick.asked.length]).toEqual([['00A10000', '00A10002'], 1]);
});

test('a backend that shows nothing for ranges is still asked for every ID', async () => {
  const wanted = numbersFrom(0xa10001, 5);
  const alone = fleetOf(wanted);
  const { found, asked } = await search(
    wanted,
    (request) => (request.query.has('id') ? alone(request) : { status: 200, json: { data: [] } }),
    { effort: 'thorough' },
  );
  expect([found.length, asked.length]).toEqual([5, 6]);
});

test.each(['by text', 'downwards'] as const)(
  'a list that is ordered %s is read to its end before anything counts as not seen',
  async (order) => {
    const fleet = [...numbersFrom(0xff0, 300), 0x1000, 0x20000];
    const wanted = [0xff1, 0x1001, 0x20000];
    const { found, asked } = await inFleet(wanted, fleet, { order, effort: 'quick' });
    expect(found).toEqual(wanted.map(idOf));
    expect(asked.length).toBeLessThanOrEqual(4);
  },
);

test('a backend that pays no regard to where the list is to begin is read on, not asked the same again', async () => {
  const fleet = numbersFrom(0xa10000, 450);
  const answer = fleetOf(fleet);
  const regardless = (request: ReceivedRequest): Reply => {
    if (!request.query.has('id')) for (const end of ['minId', 'maxId']) request.query.delete(end);
    return answer(request);
  };
  const { found, asked } = await search([0xa10190, 0xa10191], regardless, { effort: 'quick' });
  expect([found, asked.length]).toEqual([['00A10190', '00A10191'], 5]);
});

test('whatever the fleet and however its list behaves, a search finds what is there and nothing else', async () => {
  const numbers = fc.uniqueArray(
    fc.oneof(fc.integer({ min: 0xff0, max: 0x1200 }), fc.integer({ min: 0xa10000, max: 0xa10200 })),
    { maxLength: 400 },
  );
  await fc.assert(
    fc.asyncProperty(
      numbers,
      numbers,
      fc.record({
        ends: fc.constantFrom('belong' as const, 'do not belong' as const),
        order: fc.constantFrom('by number' as const, 'by text' as const, 'downwards' as const),
        effort: fc.constantFrom('quick' as const, 'thorough' as const),
      }),
      async (wanted, fleet, how) => {
        const { found, asked } = await inFleet(wanted, fleet, how);
        expect(found).toEqual(
          wanted
            .filter((number) => fleet.includes(number))
            .map(idOf)
            .toSorted(),
        );
        const missing = wanted.length - found.length;
        if (how.order === 'by number')
          expect(asked.length).toBeLessThanOrEqual(
            Math.min(wanted.length, 5) + (how.effort === 'quick' ? 0 : missing * 2),
          );
      },
    ),
    { numRuns: 60 },
  );
});

test('fields that are refused are asked for once, and left out from then on', async () => {
  const answer = fleetOf([0xa10001, 0xa10002]);
  await using server = await startScriptedServer((request) =>
    request.query.has('fields') ? { status: 400, json: { message: 'fields: no such value' } } : answer(request),
  );
  await using bench = openApi(server.base);
  for (const number of [0xa10001, 0xa10002])
    expect(
      (await bench.api.find([idOf(number)], { effort: 'thorough', signal: waiting() })).get(idOf(number))?.certificate,
    ).toBeNull();
  expect(await Array.fromAsync(bench.api.list({}, { signal: waiting() }), ({ deviceId }) => deviceId)).toEqual([
    '00A10001',
    '00A10002',
  ]);
  expect(server.requests.map(({ query }) => query.has('fields'))).toEqual([true, false, false, false]);
});

test('a 400 that is not for the fields is told as it is, and the fields are asked for again', async () => {
  const answer = fleetOf([0xa10001]);
  await using server = await startScriptedServer((request, nth) =>
    nth <= 2 ? { status: 400, json: { message: 'id: no' } } : answer(request),
  );
  await using bench = openApi(server.base);
  const find = () => bench.api.find([idOf(0xa10001)], { effort: 'quick', signal: waiting() });
  expect(await rejection(find())).toMatchObject({ code: 'backend fault', context: { status: 400 } });
  expect((await find()).size).toBe(1);
  expect(server.requests.map(({ query }) => query.has('fields'))).toEqual([true, false, true]);
});

test('the certificate of 2018 stands under its name, and a name that is none is no certificate', async () => {
  const data = [
    { id: 'A10001', productCertificate: { id: 'x', name: 'P_00A1_BEEF_01' } },
    { id: 'A10002', productCertificate: { id: 'x', name: 'Tank sensor' } },
    { id: 'A10003', prototype: true, productCertificate: { key: 'P_00A1_BEEF_01' } },
  ];
  await using server = await startScriptedServer(() => ({ status: 200, json: { data } }));
  await using bench = openApi(server.base);
  const found = await bench.api.find([0xa10001, 0xa10002, 0xa10003].map(idOf), { effort: 'quick', signal: waiting() });
  expect([...found.values()].map(({ certificate, prototype }) => [certificate, prototype])).toEqual([
    ['P_00A1_BEEF_01', null],
    [null, null],
    ['P_00A1_BEEF_01', true],
  ]);
});

test('a long search stays inside the list budget', async () => {
  await using server = await startScriptedServer(() => ({ status: 200, json: { data: [] } }));
  await using bench = openApi(server.base);
  const searching = bench.api.find(numbersFrom(0xffa10000, 60, 1_000).map(idOf), {
    effort: 'thorough',
    signal: waiting(),
  });
  await bench.clock.untilSleeping();
  expect(server.requests).toHaveLength(50);
  await bench.clock.advance(10_500);
  expect((await searching).size).toBe(0);
  expect(server.requests).toHaveLength(61);
});
