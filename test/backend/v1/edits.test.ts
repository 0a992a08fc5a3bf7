import { expect, test } from 'vitest';
import type { Backend, DeviceChanges, DeviceEdit } from '../../../src/backend/backend.ts';
import { deviceTypeId, id, openApiV1, rejection, request, waiting } from '../api-bench.ts';
import { startScriptedServer, type Reply, type Script } from '../scripted-server.ts';

const signal = waiting();
const [one, two, three] = [id('00A10001'), id('00A10002'), id('00A10003')];
const rename: DeviceChanges = { name: 'new' };
const allThree: readonly DeviceEdit[] = [one, two, three].map((deviceId) => ({ deviceId, changes: rename }));

const run = async (reply: Reply | Script, call: (api: Backend) => Promise<unknown>) => {
  await using server = await startScriptedServer(typeof reply === 'function' ? reply : () => reply);
  await using bench = openApiV1(server);
  const result = await call(bench.api);
  return { result, sent: server.requests.map(({ method, target, body }) => [method, target, body]) };
};

const json = (value: unknown): Reply => ({ status: 200, json: value });

test('a batch of edits is an array of what is to change, and may move a unit to another device type', async () => {
  const edits = [
    { deviceId: one, changes: { ...rename, deviceTypeId, lat: 0, lng: -2.5 } },
    { deviceId: two, changes: { certification: request.certification } },
  ];
  const { result, sent } = await run(json({ total: 2, error: 0, log: [] }), (api) => api.editBatch(edits, { signal }));
  expect(result).toEqual({ kind: 'edited', total: 2, failures: [] });
  expect(sent).toEqual([
    [
      'POST',
      '/api/devices/bulk/edit',
      [
        { id: one, name: 'new', lat: 0, lng: -2.5, deviceTypeId },
        { id: two, productCertificate: 'P_00A1_BEEF_01' },
      ],
    ],
  ]);
});

test.each<[string, readonly string[], readonly unknown[]]>([
  [
    'from 0, as an index of 0 shows',
    ['Object 0 - Field name : too long', 'Object 2 - Field lat : too far'],
    [
      { deviceId: one, index: 0 },
      { deviceId: three, index: 2 },
    ],
  ],
  [
    'from 1, as an index of the length shows',
    ['Object 1 - Field name : too long', 'Object 3 : not yours'],
    [
      { deviceId: one, index: 1 },
      { deviceId: three, index: 3 },
    ],
  ],
  [
    'from nobody knows what',
    ['Object 1 - Field name : too long', 'Object 2 : not yours'],
    [
      { deviceId: null, index: 1 },
      { deviceId: null, index: 2 },
    ],
  ],
  ['beyond the request', ['Object 0 : a', 'Object 9 : b'], [{ deviceId: one }, { deviceId: null, index: 9 }]],
  ['not at all', ['disk full'], [{ deviceId: null, words: 'disk full' }]],
])('the log counts units %s', async (_what, log, failures) => {
  const { result } = await run(json({ total: 1, error: log.length, log }), (api) =>
    api.editBatch(allThree, { signal }),
  );
  expect(result).toMatchObject({
    kind: 'edited',
    total: 3,
    failures: failures.map((failure, place) => ({ words: log[place], ...(failure as object) })),
  });
});

test('units that were not changed, without a word why, are a failure of nobody knows which', async () => {
  const { result } = await run(json({ total: 1, error: 2 }), (api) => api.editBatch(allThree, { signal }));
  expect(result).toEqual({
    kind: 'edited',
    total: 3,
    failures: [{ deviceId: null, words: expect.stringContaining('changed 1 of 3'), system: false }],
  });
});

test.each<[string, Reply, unknown]>([
  ['without an error', json({ total: 1, error: 0, log: [] }), { kind: 'done' }],
  [
    'with errors',
    json({ total: 0, error: 1, log: ['Object 1 - Field name : too long', 'Object 1 - Field lat : too far'] }),
    {
      kind: 'refused',
      code: 'backend refused',
      words: 'Object 1 - Field name : too long; Object 1 - Field lat : too far',
    },
  ],
  [
    'with nothing changed',
    json({ total: 0 }),
    { kind: 'refused', code: 'backend refused', words: expect.stringContaining('changed 0 of 1') },
  ],
  ['without a count', json({}), { kind: 'unknown', reason: expect.stringContaining('does not say what was changed') }],
  ['by a page', { status: 200, text: '<html>' }, { kind: 'unknown', reason: expect.stringContaining('an HTML page') }],
  ['by 403', { status: 403, json: { message: 'no' } }, { kind: 'refused', code: 'no rights', words: 'no' }],
  ['by 404', { status: 404, json: { message: 'no' } }, { kind: 'refused', code: 'backend refused', words: 'no' }],
  ['by a reset', 'reset', { kind: 'unknown', reason: expect.stringContaining('got lost') }],
])('one edit, answered %s', async (_how, reply, result) => {
  expect((await run(reply, (api) => api.edit(one, rename, { signal }))).result).toEqual(result);
});

test('the renewal of tokens has a request of its own, after the rest', async () => {
  const edits: readonly DeviceEdit[] = [
    { deviceId: one, changes: { ...rename, automaticRenewal: false } },
    { deviceId: two, changes: { automaticRenewal: true } },
    { deviceId: three, changes: rename },
  ];
  const { result, sent } = await run(
    (_request, nth) =>
      nth === 1 ? json({ total: 2, error: 0, log: [] }) : json({ total: 2, error: 2, failed: ['A10002'] }),
    (api) => api.editBatch(edits, { signal }),
  );
  expect(result).toEqual({
    kind: 'edited',
    total: 3,
    failures: [
      { deviceId: two, words: 'the renewal of its token was not changed', system: false },
      { deviceId: null, words: expect.stringContaining('renewal of 1 tokens'), system: false },
    ],
  });
  expect(sent).toEqual([
    [
      'POST',
      '/api/devices/bulk/edit',
      [
        { id: one, name: 'new' },
        { id: three, name: 'new' },
      ],
    ],
    ['POST', '/api/devices/token/forbid-renewal', { forbidden: [one], allowed: [two] }],
  ]);
});

test('a renewal alone is one request, and its refusal is the result', async () => {
  const { result, sent } = await run({ status: 400, json: { message: 'no' } }, (api) =>
    api.edit(one, { automaticRenewal: true }, { signal }),
  );
  expect(result).toEqual({ kind: 'refused', code: 'backend refused', words: 'no' });
  expect(sent).toEqual([['POST', '/api/devices/token/forbid-renewal', { forbidden: [], allowed: [one] }]]);
});

const both: DeviceChanges = { ...rename, automaticRenewal: true };

test.each<[string, Reply, string]>([
  ['refused', { status: 400, json: { message: 'no' } }, 'that was not: no'],
  ['postponed', { status: 401, json: {} }, 'answered 401'],
  ['lost', 'reset', 'got lost'],
  ['odd', json({}), 'does not say what became of the renewals'],
])(
  'a renewal that is %s after the rest was edited leaves the edit unknown, and says so',
  async (_what, second, words) => {
    const { result } = await run(
      (_request, nth) => (nth === 1 ? json({ total: 1 }) : second),
      (api) => api.edit(one, both, { signal }),
    );
    expect(result).toEqual({
      kind: 'unknown',
      reason: expect.stringMatching(new RegExp(`everything but the renewal.*${words}`)),
    });
  },
);

test('an abort between the two requests leaves the edit unknown; one before the first throws its reason', async () => {
  await using server = await startScriptedServer(() => json({ total: 1 }));
  const oneASecond = { requests: 1, windowMs: 1_000 };
  await using bench = openApiV1(server, {
    limits: {
      deviceList: oneASecond,
      bulk: oneASecond,
      undeliveredCallbacks: oneASecond,
      oneDevice: oneASecond,
      overall: oneASecond,
    },
  });
  const stop = new AbortController();
  const reason = new Error('operator left');
  const edit = bench.api.edit(one, both, { signal: stop.signal });
  await bench.clock.untilSleeping();
  stop.abort(reason);
  expect(await edit).toEqual({
    kind: 'unknown',
    reason: expect.stringMatching(/everything but the renewal.*stopped by us/),
  });
  expect(await rejection(bench.api.edit(one, both, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  expect(server.requests.map(({ path }) => path)).toEqual(['/api/devices/bulk/edit']);
});

test('a first request that fails keeps the second one from being sent', async () => {
  const { result, sent } = await run({ status: 500 }, (api) => api.edit(one, both, { signal }));
  expect(result).toMatchObject({ kind: 'unknown' });
  expect(sent).toHaveLength(1);
});

test.each<[string, DeviceChanges, string, string]>([
  ['whether it may take a token', { activable: true }, 'not in this api', 'may take a token'],
  ['to a prototype', { certification: { kind: 'prototype' } }, 'not in this api', 'a prototype'],
  ['nothing', {}, 'bad usage', 'names nothing'],
])(
  'an edit of %s is refused with a sentence, alone and among others, and nothing is sent',
  async (_what, changes, code, words) => {
    const refusal = { kind: 'refused', code, words: expect.stringMatching(new RegExp(`(?=.*00A10001).*${words}`)) };
    const alone = await run(json({ total: 1 }), (api) => api.edit(one, changes, { signal }));
    expect(alone).toEqual({ result: refusal, sent: [] });
    const among = await run(json({ total: 1 }), (api) =>
      api.editBatch(
        [
          { deviceId: two, changes: rename },
          { deviceId: one, changes },
        ],
        { signal },
      ),
    );
    expect(among).toEqual({ result: refusal, sent: [] });
  },
);

test('replacements are an array of pairs with a log of its own', async () => {
  const pairs = [
    { deviceId: one, targetDeviceId: two },
    { deviceId: three, targetDeviceId: two },
  ];
  const { result, sent } = await run(json({ total: 1, error: 1, log: ['Object 0 : has no token'] }), (api) =>
    api.replace(pairs, { signal }),
  );
  expect(result).toEqual({
    kind: 'replaced',
    total: 2,
    failures: [{ deviceId: one, words: 'Object 0 : has no token', system: false, index: 0 }],
  });
  expect(sent).toEqual([['POST', '/api/devices/bulk/replace', pairs]]);
  for (const [reply, kind] of [
    [json({}), 'unknown'],
    [{ status: 400, json: {} }, 'refused'],
    [{ status: 429, json: {} }, 'postponed'],
  ] as const) {
    expect((await run(reply, (api) => api.replace(pairs, { signal }))).result).toMatchObject({ kind });
  }
});

test.each<[string, string, (api: Backend) => Promise<unknown>]>([
  ['disengaging', 'GET /api/devices/00A10001/disengage', (api) => api.disengage(one, { signal })],
  ['removing', 'POST /api/devices/00A10001/delete', (api) => api.remove(one, { signal })],
])('%s a device is done by 200 without a body', async (_what, line, call) => {
  const { result, sent } = await run({ status: 200 }, call);
  expect([result, sent.map(([method, target]) => `${String(method)} ${String(target)}`)]).toEqual([
    { kind: 'done' },
    [line],
  ]);
  expect((await run({ status: 404 }, call)).result).toEqual({ kind: 'absent' });
  expect((await run({ status: 403, json: { message: 'has messages' } }, call)).result).toEqual({
    kind: 'refused',
    code: 'no rights',
    words: 'has messages',
  });
  expect((await run('reset', call)).result).toMatchObject({ kind: 'unknown' });
});
