import { readdirSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openGates, openHooks } from '../../src/hooks/compose-hooks.ts';
import type {
  FolderSetting,
  GateSettings,
  HookSetting,
  MqttSetting,
  WebhookSetting,
} from '../../src/hooks/hook-setting.ts';
import { isEventKind } from '../../src/hooks/public-event.ts';
import { runEnded, runStarted } from '../journal/sample-events.ts';
import { askGate, unitOf } from './gates/gate-bench.ts';
import { eventually, openBench, runDelivery, secret, startMes, temporaryFolder } from './hook-bench.ts';

const webhook: WebhookSetting = {
  name: 'mes',
  kind: 'webhook',
  url: 'https://mes.example/events',
  secretEnv: 'LINE_SECRET',
};
const mqtt: MqttSetting = {
  name: 'hall',
  kind: 'mqtt',
  url: 'mqtts://broker.example',
  topic: 'pacline/{station}/{kind}',
};
const folder: FolderSetting = { name: 'share', kind: 'folder', folder: '/none', kinds: ['run ended'] };
const environment = { LINE_SECRET: secret, BROKER_PASSWORD: 'made-up', EMPTY: '' };

test('hooks do not wait for each other, and each remembers its own way', async () => {
  const bench = await openBench();
  const mes = await startMes(bench.clock);
  const share = temporaryFolder();
  mes.setMood('busy');
  const settings: readonly HookSetting[] = [
    { ...webhook, url: `${mes.origin}/events` },
    { ...folder, folder: share },
  ];
  const hooks = openHooks(settings, { ...bench, environment });
  runDelivery({ run: (options) => hooks.run(options) });
  await bench.journal.append([runStarted('a'), runEnded('a')]);
  hooks.notice();
  await eventually(async () => {
    expect(await hooks.states()).toMatchObject([
      { name: 'mes', deliveredUpTo: 0, behind: 2, lastFailure: { code: 'hook down' }, since: bench.clock.now() },
      { name: 'share', deliveredUpTo: 2, behind: 0, lastFailure: null, since: null },
    ]);
  });
  expect(readdirSync(share)).toEqual(['bench-1-0000000002-run-ended.csv']);
  // What is known in the process is a moment later in its file
  await eventually(() =>
    expect(readdirSync(join(bench.stateFolder, 'hooks')).toSorted()).toEqual(['mes.json', 'share.json']),
  );
  const lookedAt = openHooks(settings, { ...bench, environment });
  expect(await lookedAt.states(), 'as doctor sees it from another process').toMatchObject([
    { name: 'mes', behind: 2, lastFailure: { code: 'hook down' } },
    { name: 'share', behind: 0 },
  ]);
});

test.each<{ what: string; settings: readonly HookSetting[]; says: string }>([
  {
    what: 'a secret that is not set',
    settings: [{ ...webhook, secretEnv: 'NOT_SET' }],
    says: 'NOT_SET is not set in the environment; the hook "mes" needs it',
  },
  { what: 'an empty secret', settings: [{ ...webhook, secretEnv: 'EMPTY' }], says: 'EMPTY is not set' },
  {
    what: 'an address that is none',
    settings: [{ ...webhook, url: 'mes.example/hidden' }],
    says: 'is not an http(s) address',
  },
  {
    what: 'a password in the address',
    settings: [{ ...webhook, url: 'https://me:hidden@mes.example/' }],
    says: 'contains a login or password',
  },
  {
    what: 'an mqtt password over plain mqtt',
    settings: [{ ...mqtt, url: 'mqtt://broker.example', secretEnv: 'BROKER_PASSWORD' }],
    says: 'Plain mqtt to broker.example can be read',
  },
  {
    what: 'another scheme than mqtt',
    settings: [{ ...mqtt, url: 'https://broker.example' }],
    says: 'is not an mqtt(s) address',
  },
  { what: 'a topic with a wildcard', settings: [{ ...mqtt, topic: 'pacline/#' }], says: 'wildcard' },
  {
    what: 'a kind of event that there is not',
    settings: [{ ...webhook, kinds: ['run ended', 'run finished'] }],
    says: 'There is no kind of event "run finished", which the hook "mes" asks for',
  },
  {
    what: 'two hooks of one name',
    settings: [webhook, { ...folder, name: 'mes' }],
    says: 'Two hooks are called "mes"',
  },
])('$what is bad settings, and nothing hidden is repeated', async ({ settings, says }) => {
  const bench = await openBench();
  const opening = (): unknown => openHooks(settings, { ...bench, environment });
  expect(opening).toThrow(expect.objectContaining({ code: 'bad settings', message: expect.stringContaining(says) }));
  expect(opening).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hidden') }));
});

test('plain mqtt without a password may cross the network, with one it stays on this machine', async () => {
  const bench = await openBench();
  const good: readonly MqttSetting[] = [
    { ...mqtt, name: 'a', url: 'mqtt://broker.example' },
    { ...mqtt, name: 'b', url: 'mqtt://127.0.0.1:1883', secretEnv: 'BROKER_PASSWORD' },
    { ...mqtt, name: 'c', url: 'mqtts://broker.example', secretEnv: 'BROKER_PASSWORD' },
  ];
  expect(await openHooks(good, { ...bench, environment }).states()).toHaveLength(3);
});

test('gates are asked in the order in which a unit passes them', async () => {
  const bench = await openBench();
  const mes = await startMes(bench.clock, { token: 'made-up' });
  const asked = { kind: 'url', tokenEnv: 'BROKER_PASSWORD', timeoutMs: 2000, noAnswer: 'stop' } as const;
  const gates = await openGates(
    { route: { ...asked, url: `${mes.origin}/route` }, result: { ...asked, url: `${mes.origin}/result` } },
    { environment },
  );
  expect(gates.map(({ name }) => name)).toEqual(['the route check', 'the result of the radio test']);
  mes.results.set('00A10001', { verdict: 'pass' });
  for (const gate of gates) expect(await askGate(gate, unitOf('00A10001'))).toEqual({ kind: 'allowed' });
});

test('a list and a folder are gates as well, and none is set up by itself', async () => {
  const place = temporaryFolder();
  const list = join(place, 'route.csv');
  writeFileSync(list, '00A10001\n');
  const settings: GateSettings = {
    route: { kind: 'list', list, noAnswer: 'stop' },
    result: { kind: 'folder', folder: place, noAnswer: 'go on' },
  };
  const [route, result] = await openGates(settings, { environment });
  expect(route && (await askGate(route, unitOf('00A10001')))).toEqual({ kind: 'allowed' });
  expect(result && (await askGate(result, unitOf('00A10002')))).toMatchObject({ kind: 'no answer', rule: 'go on' });
  expect(await openGates({}, { environment })).toEqual([]);
});

test('a gate whose token would cross the network in clear, or is not set, is bad settings', async () => {
  const asked = { kind: 'url', timeoutMs: 2000, noAnswer: 'stop' } as const;
  await expect(
    openGates({ route: { ...asked, url: 'http://mes.example/route', tokenEnv: 'BROKER_PASSWORD' } }, { environment }),
  ).rejects.toMatchObject({ code: 'bad settings' });
  expect(await openGates({ route: { ...asked, url: 'http://mes.example/route' } }, { environment })).toHaveLength(1);
  await expect(
    openGates({ result: { ...asked, url: 'https://mes.example/result', tokenEnv: 'NOT_SET' } }, { environment }),
  ).rejects.toMatchObject({ code: 'bad settings', context: { variable: 'NOT_SET' } });
});

test('a station without an MQTT hook loads nothing that speaks MQTT', async () => {
  const script = `
    await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../src/hooks/compose-hooks.ts')).href)});
    const { createRequire } = await import('node:module');
    console.log(Object.keys(createRequire(${JSON.stringify(import.meta.url)}).cache).filter((path) => /node_modules.mqtt/.test(path)).length);
    await import('mqtt');
    console.log(Object.keys(createRequire(${JSON.stringify(import.meta.url)}).cache).filter((path) => /node_modules.mqtt/.test(path)).length > 0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(import.meta.dirname, '../..'),
  });
  expect(stdout.split('\n')).toEqual(['0', 'true', '']);
});

test('settings can ask which kinds of events there are', () => {
  expect(isEventKind('run ended')).toBe(true);
  expect(isEventKind('run finished')).toBe(false);
  expect(isEventKind('toString')).toBe(false);
});
