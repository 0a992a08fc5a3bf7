import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openGates, openHooks } from '../../src/hooks/compose-hooks.ts';
import type { FolderSetting, GateSettings, HookSetting, MqttSetting, WebhookSetting } from '../../src/hooks/hook-setting.ts';
import { isEventKind } from '../../src/hooks/public-event.ts';
import { runEnded, runStarted } from '../journal/sample-events.ts';
import { askGate, unitOf } from './gate-bench.ts';
import { openBench, runDelivery, secret, startMes, temporaryFolder } from './hook-bench.ts';

const webhook: WebhookSetting = { name: 'mes', kind: 'webhook', url: 'https://mes.example/events', secretEnv: 'LINE_SECRET', timeoutMs: null, kinds: null };
const mqtt: MqttSetting = { name: 'hall', kind: 'mqtt', url: 'mqtts://broker.example', topic: null, usernameEnv: null, passwordEnv: null, timeoutMs: null, kinds: null };
const folder: FolderSetting = { name: 'share', kind: 'folder', folder: '/none', kinds: ['run ended'] };
const environment = { LINE_SECRET: secret, BROKER_PASSWORD: 'made-up', EMPTY: '' };

test('hooks do not wait for each other, and each remembers its own way', async () => {
  const bench = await openBench();
  const mes = await startMes(bench.clock);
  const share = temporaryFolder();
  mes.setMood('busy');
  const settings: readonly HookSetting[] = [{ ...webhook, url: `${mes.origin}/events` }, { ...folder, folder: share }];
  const hooks = openHooks(settings, { ...bench, journal: bench.hookJournal, environment });
  runDelivery({ run: (options) => hooks.run(options) });
  await bench.journal.append([runStarted('a'), runEnded('a')]);
  hooks.notice();
  await vi.waitFor(async () => {
    expect(await hooks.states()).toMatchObject([
      { name: 'mes', deliveredUpTo: 0, behind: 2, lastFailure: { code: 'hook down' }, since: bench.clock.now() },
      { name: 'share', deliveredUpTo: 2, behind: 0, lastFailure: null, since: null },
    ]);
  });
  expect(readdirSync(share)).toEqual(['bench-1-0000000002-run-ended.csv']);
  expect(readdirSync(join(bench.stateFolder, 'hooks')).toSorted()).toEqual(['mes.json', 'share.json']);
  const lookedAt = openHooks(settings, { ...bench, journal: bench.hookJournal, environment });
  expect(await lookedAt.states(), 'as doctor sees it from another process').toMatchObject([{ name: 'mes', behind: 2, lastFailure: { code: 'hook down' } }, { name: 'share', behind: 0 }]);
});

test.each<{ what: string; settings: readonly HookSetting[]; says: string }>([
  { what: 'a secret that is not set', settings: [{ ...webhook, secretEnv: 'NOT_SET' }], says: 'NOT_SET is not set in the environment; the hook "mes" needs it' },
  { what: 'an empty secret', settings: [{ ...webhook, secretEnv: 'EMPTY' }], says: 'EMPTY is not set' },
  { what: 'plain http to another machine', settings: [{ ...webhook, url: 'http://mes.example/events?key=hidden' }], says: 'Plain http to mes.example' },
  { what: 'an address that is none', settings: [{ ...webhook, url: 'mes.example/hidden' }], says: 'is not an http(s) address' },
  { what: 'a password in the address', settings: [{ ...webhook, url: 'https://me:hidden@mes.example/' }], says: 'contains a login or password' },
  { what: 'an mqtt password over plain mqtt', settings: [{ ...mqtt, url: 'mqtt://broker.example', passwordEnv: 'BROKER_PASSWORD' }], says: 'Plain mqtt to broker.example would show the password' },
  { what: 'another scheme than mqtt', settings: [{ ...mqtt, url: 'https://broker.example' }], says: 'is not an mqtt(s) address' },
  { what: 'two hooks of one name', settings: [webhook, { ...folder, name: 'mes' }], says: 'Two hooks are called "mes"' },
])('$what is bad settings, and nothing hidden is repeated', async ({ settings, says }) => {
  const bench = await openBench();
  const opening = (): unknown => openHooks(settings, { ...bench, journal: bench.hookJournal, environment });
  expect(opening).toThrow(expect.objectContaining({ code: 'bad settings', message: expect.stringContaining(says) }));
  expect(opening).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hidden') }));
});

test('plain mqtt without a password may cross the network, with one it stays on this machine', async () => {
  const bench = await openBench();
  const good: readonly MqttSetting[] = [
    { ...mqtt, name: 'a', url: 'mqtt://broker.example' },
    { ...mqtt, name: 'b', url: 'mqtt://127.0.0.1:1883', passwordEnv: 'BROKER_PASSWORD' },
    { ...mqtt, name: 'c', url: 'mqtts://broker.example', passwordEnv: 'BROKER_PASSWORD' },
  ];
  expect(await openHooks(good, { ...bench, journal: bench.hookJournal, environment }).states()).toHaveLength(3);
});

test('gates are asked in the order in which a unit passes them', async () => {
  const bench = await openBench();
  const mes = await startMes(bench.clock, { token: 'made-up' });
  const asked = { kind: 'url', tokenEnv: 'BROKER_PASSWORD', timeoutMs: null, noAnswer: 'stop' } as const;
  const gates = await openGates({ route: { ...asked, url: `${mes.origin}/route` }, result: { ...asked, url: `${mes.origin}/result` } }, { environment });
  expect(gates.map(({ name }) => name)).toEqual(['the route check', 'the result of the radio test']);
  mes.results.set('00A10001', { verdict: 'pass' });
  for (const gate of gates) expect(await askGate(gate, unitOf('00A10001'))).toEqual({ kind: 'allowed' });
});

test('a list and a folder are gates as well, and none is set up by itself', async () => {
  const place = temporaryFolder();
  const list = join(place, 'route.csv');
  writeFileSync(list, '00A10001\n');
  const settings: GateSettings = { route: { kind: 'list', list, noAnswer: 'stop' }, result: { kind: 'folder', folder: place, noAnswer: 'go on' } };
  const [route, result] = await openGates(settings, { environment });
  expect(route && (await askGate(route, unitOf('00A10001')))).toEqual({ kind: 'allowed' });
  expect(result && (await askGate(result, unitOf('00A10002')))).toMatchObject({ kind: 'no answer', rule: 'go on' });
  expect(await openGates({ route: null, result: null }, { environment })).toEqual([]);
});

test('a gate over plain http to another machine, or without its token, is bad settings', async () => {
  const asked = { kind: 'url', timeoutMs: null, noAnswer: 'stop' } as const;
  await expect(openGates({ route: { ...asked, url: 'http://mes.example/route', tokenEnv: null }, result: null }, { environment })).rejects.toMatchObject({ code: 'bad settings' });
  await expect(openGates({ route: null, result: { ...asked, url: 'https://mes.example/result', tokenEnv: 'NOT_SET' } }, { environment })).rejects.toMatchObject({ code: 'bad settings', context: { variable: 'NOT_SET' } });
});

test('settings can ask which kinds of events there are', () => {
  expect(isEventKind('run ended')).toBe(true);
  expect(isEventKind('run finished')).toBe(false);
  expect(isEventKind('toString')).toBe(false);
});
