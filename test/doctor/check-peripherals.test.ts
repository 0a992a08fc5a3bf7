import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { checkHooks, type HookToCheck } from '../../src/doctor/check-hooks.ts';
import { checkMachine } from '../../src/doctor/check-machine.ts';
import { checkPrinter } from '../../src/doctor/check-printer.ts';
import { portOf } from '../backend/scripted-server.ts';
import { about, complaints, lookedAt } from './looked-at.ts';

/** Something that listens; `received` is what it was sent. */
const startListener = async () => {
  const received: Buffer[] = [];
  const server = createServer((socket) => socket.on('data', (bytes) => received.push(bytes)).on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connected = once(server, 'connection');
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { address: `127.0.0.1:${portOf(server)}`, received, connected };
};

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'pacline-labels-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
};

const lookAtHooks = (hooks: readonly HookToCheck[], sequence = 5000) => lookedAt(checkHooks({ hooks, lastEvent: async () => ({ sequence, at: 0 }) }));

const webhook = (url: string, deliveredTo: number | null = null): HookToCheck => ({ name: 'mes', target: { kind: 'webhook', url }, deliveredTo });

const lookAtMachine = (environment: Readonly<Record<string, string>>) => lookedAt(checkMachine({ environment, version: '1.2.3' }));

describe('the printer', () => {
  test('is in order when it takes a connection; nothing is printed', async () => {
    const { address, received, connected } = await startListener();
    expect(complaints(await lookedAt(checkPrinter({ zpl: address })))).toEqual([]);
    await connected;
    expect(received).toEqual([]);
  });

  test('is down when it takes none', async () => {
    const findings = await lookedAt(checkPrinter({ zpl: '127.0.0.1:1' }));
    expect(findings).toMatchObject([{ severity: 'fault', code: 'printer down', message: '127.0.0.1:1: nobody listens there.' }]);
  });

  test('with an address that is none is a fault of the settings', async () => {
    expect(await lookedAt(checkPrinter({ zpl: 'zebra' }))).toMatchObject([{ code: 'bad settings' }]);
  });

  test('may be a folder, which has to be there', async () => {
    const path = await folder();
    expect(complaints(await lookedAt(checkPrinter({ folder: path })))).toEqual([]);
    expect(complaints(await lookedAt(checkPrinter({ folder: join(path, 'labels') })))).toEqual(['fault: folder: printer fault']);
    await writeFile(join(path, 'labels'), '');
    expect(complaints(await lookedAt(checkPrinter({ folder: join(path, 'labels') })))).toEqual(['fault: folder: printer fault']);
  });

  test('need not be', async () => {
    expect(await lookedAt(checkPrinter(null))).toMatchObject([{ severity: 'skipped' }]);
  });
});

describe('the hooks', () => {
  test('are reached without a word, whatever they speak', async () => {
    const { address, received, connected } = await startListener();
    const findings = await lookAtHooks([webhook(`http://${address}/events`), { name: 'broker', target: { kind: 'mqtt', url: `mqtt://${address}` }, deliveredTo: null }, { name: 'files', target: { kind: 'folder', folder: await folder() }, deliveredTo: null }]);
    expect(complaints(findings)).toEqual([]);
    await connected;
    expect(received).toEqual([]);
  });

  test('that cannot be reached are down, each by its name', async () => {
    const findings = await lookAtHooks([webhook('http://127.0.0.1:1/events'), { name: 'files', target: { kind: 'folder', folder: '/nowhere' }, deliveredTo: null }]);
    expect(complaints(findings)).toEqual(['fault: hook mes: hook down', 'fault: hook files: hook down']);
    expect(about(findings, 'hook mes').message).toContain('nobody listens there');
  });

  test('of which the address is none are a fault of the settings, and their address, which may hold a secret, is not shown', async () => {
    const findings = await lookAtHooks([webhook('gopher://ada:s3cret@host/')]);
    expect(complaints(findings)).toEqual(['fault: hook mes: bad settings']);
    expect(JSON.stringify(findings)).not.toContain('s3cret');
  });

  test('tell how far they are behind', async () => {
    const { address } = await startListener();
    const position = async (deliveredTo: number) => (await lookAtHooks([webhook(`http://${address}`, deliveredTo)]))[1];
    expect(await position(5000)).toMatchObject({ severity: 'ok', message: 'every event is delivered, the last is 5000' });
    expect(await position(4990)).toMatchObject({ severity: 'ok', message: 'delivered up to event 4990 of 5000, 10 to go' });
    expect(await position(100)).toMatchObject({ severity: 'warning', message: expect.stringContaining('4900 to go') });
  });

  test('need not be', async () => {
    expect(await lookAtHooks([])).toMatchObject([{ severity: 'skipped' }]);
  });
});

test('the machine tells its versions, and whether systemd waits for a sign of life', async () => {
  expect(about(await lookAtMachine({}), 'pacline').message).toContain(`1.2.3 on Node ${process.versions.node}`);
  expect(about(await lookAtMachine({ NOTIFY_SOCKET: '/run/systemd/notify' }), 'service').message).toContain('without a watchdog');
  expect(about(await lookAtMachine({ NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '30000000' }), 'service').message).toContain('every 30 s');
  expect(about(await lookAtMachine({}), 'service').severity).toBe('skipped');
});
