import { expect, onTestFinished, test } from 'vitest';

import { callbackFindings } from '../../../src/doctor/checks/check-callbacks.ts';
import { deviceTypeId, openApi, openApiV1, waiting } from '../../backend/api-bench.ts';
import { startScriptedServer, type Reply } from '../../backend/scripted-server.ts';
import { about, complaints } from '../looked-at.ts';

const now = Date.UTC(2026, 10, 9, 6);
const dataCallback = {
  id: 'cb01',
  channel: 'URL',
  callbackType: 0,
  callbackSubtype: 2,
  enabled: true,
  dead: false,
  url: 'https://uplink.example/in?key=s3cret',
};

interface World {
  readonly callbacks?: readonly unknown[] | Reply;
  readonly undelivered?: readonly unknown[] | Reply;
  readonly next?: string;
}

const reply = (what: readonly unknown[] | Reply, more: object = {}): Reply =>
  Array.isArray(what) ? { status: 200, json: { data: what, ...more } } : (what as Reply);

/** What is found of a device type of API v2 with these callbacks. */
const look = async ({ callbacks = [dataCallback], undelivered = [], next }: World) => {
  const server = await startScriptedServer(({ path }) =>
    reply(path.endsWith('/callbacks') ? callbacks : undelivered, next === undefined ? {} : { paging: { next } }),
  );
  const { api } = openApi(server.base);
  onTestFinished(async () => {
    await api.close();
    await server[Symbol.asyncDispose]();
  });
  const findings = await callbackFindings({
    deviceType: { id: deviceTypeId, name: 'Tanks' },
    backend: api,
    now,
    signal: waiting(),
  });
  expect(JSON.stringify(findings)).not.toContain('s3cret');
  return { findings, requests: server.requests };
};

test('callbacks that work are in order, and their hosts are told', async () => {
  const { findings, requests } = await look({
    callbacks: [
      dataCallback,
      { ...dataCallback, id: 'cb02', channel: 'EMAIL', url: undefined },
      { ...dataCallback, id: 'cb03', callbackType: 2, dead: true },
    ],
  });
  expect(complaints(findings)).toEqual([]);
  expect(about(findings, 'callbacks').message).toBe(
    'what units of "Tanks" send is passed on to uplink.example, an e-mail address',
  );
  expect(requests.at(-1)?.query.get('since')).toBe(String(Date.UTC(2026, 10, 2, 6)));
});

test.each([
  {
    what: 'none at all',
    callbacks: [],
    says: 'The device type "Tanks" has none: what its units send is passed on to nobody.',
  },
  {
    what: 'none for messages',
    callbacks: [
      { ...dataCallback, callbackType: 1, callbackSubtype: 0 },
      { ...dataCallback, callbackType: 2 },
    ],
    says: 'None of the 2 of the device type "Tanks" passes on what its units send.',
  },
  {
    what: 'none that is enabled',
    callbacks: [{ ...dataCallback, enabled: false }],
    says: 'has 1 for what its units send, and none is enabled.',
  },
])('a device type with $what is a silent loss', async ({ callbacks, says }) => {
  const { findings } = await look({ callbacks });
  expect(complaints(findings)).toEqual(['warning: callbacks: no callback']);
  expect(about(findings, 'callbacks').message).toContain(says);
});

test.each([
  { what: 'with the place of a unit', callback: { ...dataCallback, callbackType: 1, callbackSubtype: 6 } },
  { what: 'of a kind that is not shown', callback: { id: 'cb01' } },
])('a callback $what may carry messages, so nothing is said to be lost', async ({ callback }) => {
  expect(complaints((await look({ callbacks: [callback] })).findings)).toEqual([]);
});

test('a callback whose last use failed is told by its host', async () => {
  const { findings } = await look({
    callbacks: [dataCallback, { ...dataCallback, id: 'cb02', dead: true, url: 'https://old.example/' }],
  });
  expect(complaints(findings)).toEqual(['warning: callbacks: callback failing']);
  expect(about(findings, 'callbacks').message).toBe(
    'Of the device type "Tanks" the last use of 1 of 2 failed: old.example.',
  );
});

const entry = (hour: number, message: string) => ({
  deviceId: '00A10001',
  time: Date.UTC(2026, 10, 8, hour) / 1000,
  status: '503',
  message,
});

test('what was not delivered is counted, and the last reason told', async () => {
  const { findings } = await look({ undelivered: [entry(5, 'early'), entry(9, 'out of order'), entry(7, 'late')] });
  expect(complaints(findings)).toEqual(['warning: undelivered: callback failing']);
  expect(about(findings, 'undelivered').message).toBe(
    'In 7 days 3 messages of units of "Tanks" did not get through; the last of 00A10001 on 2026-11-08 09:00 UTC: 503: out of order.',
  );
});

test('of more than one page of them it is said that there are more, and one without a reason is counted all the same', async () => {
  const { findings } = await look({ undelivered: [{}], next: 'https://api.example/v2/more' });
  expect(about(findings, 'undelivered').message).toBe(
    'In 7 days at least 1 message of units of "Tanks" did not get through; the last: no explanation.',
  );
});

test('both are told where there is no callback any more', async () => {
  expect(complaints((await look({ callbacks: [], undelivered: [{}] })).findings)).toEqual([
    'warning: callbacks: no callback',
    'warning: undelivered: callback failing',
  ]);
});

test.each([
  { what: 'no right to see them', callbacks: { status: 403, json: {} }, complaint: ['warning: callbacks: no rights'] },
  {
    what: 'a fault of the backend',
    callbacks: { status: 500, json: {} },
    complaint: ['warning: callbacks: backend fault'],
  },
  { what: 'a backend that has none to show', callbacks: { status: 404, json: {} }, complaint: [] },
])('$what is no fault of the line', async ({ callbacks, complaint }) => {
  const { findings } = await look({ callbacks });
  expect(complaints(findings)).toEqual(complaint);
  expect(findings).not.toEqual([]);
});

test('through API v1 they are not looked at', async () => {
  await using server = await startScriptedServer(() => ({ status: 500 }));
  await using bench = openApiV1(server);
  const findings = await callbackFindings({
    deviceType: { id: deviceTypeId, name: 'Tanks' },
    backend: bench.api,
    now,
    signal: waiting(),
  });
  expect(findings).toMatchObject([
    { subject: 'callbacks', severity: 'skipped', message: expect.stringMatching(/use API v2\.$/) },
  ]);
  expect(server.requests).toEqual([]);
});
