import { expect, test } from 'vitest';
import { createHttpResultGate, createHttpRouteGate, type HttpGateOptions } from '../../../src/hooks/gates/http-gate.ts';
import { JsonPoster } from '../../../src/hooks/json-poster.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { askGate, unitOf } from './gate-bench.ts';
import { bodyOf, startMes, startServer } from '../hook-bench.ts';

const options = (
  url: string,
  changes: Partial<HttpGateOptions> & { readonly timeoutMs?: number } = {},
): HttpGateOptions => {
  const { timeoutMs = 3000, ...others } = changes;
  return {
    poster: new JsonPoster({ url: new URL(url), timeoutMs, connections: 'new' }),
    token: null,
    noAnswer: 'stop',
    ...others,
  };
};

const unit = unitOf('00A10001');

test('the production system lets a unit through, or says why not', async () => {
  const mes = await startMes(new VirtualClock(), { token: 'made-up-token' });
  const gate = createHttpRouteGate(options(`${mes.origin}/route`, { token: 'made-up-token' }));
  expect(await askGate(gate, unit)).toEqual({ kind: 'allowed' });
  mes.routes.set('00A10001', { allowed: false, reason: 'Burn-in is missing' });
  expect(await askGate(gate, unit)).toEqual({ kind: 'refused', code: 'route refused', reason: 'Burn-in is missing' });
  mes.routes.set('00A10001', { allowed: false });
  expect(await askGate(gate, unit)).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('does not expect 00A10001'),
  });
});

test('the radio test passed, failed, or was not made', async () => {
  const mes = await startMes(new VirtualClock());
  const gate = createHttpResultGate(options(`${mes.origin}/result`, { noAnswer: 'go on' }));
  expect(await askGate(gate, unit)).toMatchObject({
    kind: 'no answer',
    code: 'result missing',
    reason: expect.stringContaining('has no result for 00A10001'),
    rule: 'go on',
  });
  mes.results.set('00A10001', { verdict: 'pass' });
  expect(await askGate(gate, unit)).toEqual({ kind: 'allowed' });
  mes.results.set('00A10001', { verdict: 'fail', reason: 'power -3 dB' });
  expect(await askGate(gate, unit)).toEqual({ kind: 'refused', code: 'result refused', reason: 'power -3 dB' });
});

test('the question is the unit, and holds nothing else', async () => {
  const questions: unknown[] = [];
  const origin = await startServer(async (request, response) => {
    questions.push({
      authorization: request.headers.authorization,
      method: request.method,
      body: JSON.parse(await bodyOf(request)),
    });
    response.end('{"allowed":true}');
  });
  // A caller may hold more of the unit than the interface says
  const more = { ...unitOf('00A10001', { serialNumber: '00001234' }), pac: '5EED0000C0DE0001' };
  await askGate(createHttpRouteGate(options(origin, { token: 'made-up-token' })), more);
  expect(questions).toEqual([
    {
      authorization: 'Bearer made-up-token',
      method: 'POST',
      body: {
        deviceId: '00A10001',
        serial: '00001234',
        product: 'sensor',
        order: '4711',
        slot: 'left',
        station: 'bench-1',
      },
    },
  ]);
});

test.each([
  { what: 'an error', status: 500, body: '{"allowed":true}', says: 'status 500' },
  { what: 'a redirect', status: 307, body: '{"allowed":true}', says: 'status 307' },
  { what: 'not found', status: 404, body: '', says: 'status 404' },
  { what: 'no JSON', status: 200, body: '<html>Sign in</html>', says: 'not the agreed one' },
  { what: 'another form', status: 200, body: '{"ok":true}', says: 'not the agreed one' },
  { what: 'a word for a truth', status: 200, body: '{"allowed":"true"}', says: 'not the agreed one' },
  { what: 'nothing', status: 204, body: '', says: 'not the agreed one' },
  {
    what: 'more than anybody has to say',
    status: 200,
    body: `{"allowed":true,"reason":"${'x'.repeat(70_000)}"}`,
    says: 'larger than allowed',
  },
])('$what is no answer', async ({ status, body, says }) => {
  const origin = await startServer(
    (_request, response) => void response.writeHead(status, { location: '/elsewhere' }).end(body),
  );
  expect(await askGate(createHttpRouteGate(options(origin)), unit)).toMatchObject({
    kind: 'no answer',
    code: 'route unanswered',
    reason: expect.stringContaining(says),
    rule: 'stop',
  });
});

test('who is silent, or is not there, gives no answer within the limit', async () => {
  const silent = await startServer(() => undefined);
  expect(await askGate(createHttpRouteGate(options(silent, { timeoutMs: 50 })), unit)).toMatchObject({
    kind: 'no answer',
    reason: expect.stringContaining('within 50 ms'),
  });
  expect(await askGate(createHttpResultGate(options('http://127.0.0.1:1')), unit)).toMatchObject({
    kind: 'no answer',
    code: 'result missing',
    reason: expect.stringContaining('connection refused'),
  });
});

test('a stop while nobody answers rejects with the reason of the stop', async () => {
  const stop = new AbortController();
  const silent = await startServer(() => stop.abort(new Error('asked to stop')));
  await expect(createHttpRouteGate(options(silent)).ask(unit, { signal: stop.signal })).rejects.toThrow(
    'asked to stop',
  );
});

test('a reason of several lines, or of many, fits in a row of the screen', async () => {
  const origin = await startServer(
    (_request, response) =>
      void response.end(JSON.stringify({ allowed: false, reason: `go\u001b[2J to\r\n line 4 ${'x'.repeat(500)}` })),
  );
  const answer = await askGate(createHttpRouteGate(options(origin)), unit);
  expect(answer).toMatchObject({ reason: expect.stringMatching(/^go\\u001b\[2J to line 4 x+$/) });
  expect(answer.kind === 'refused' && answer.reason.length).toBe(200);
});
