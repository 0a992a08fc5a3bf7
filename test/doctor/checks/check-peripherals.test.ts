import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { checkHooks, type HookToCheck } from '../../../src/doctor/checks/check-hooks.ts';
import { checkMachine } from '../../../src/doctor/checks/check-machine.ts';
import { checkPrinter, type PrinterToCheck } from '../../../src/doctor/checks/check-printer.ts';
import { PaclineError } from '../../../src/domain/errors/pacline-error.ts';
import { portOf } from '../../backend/scripted-server.ts';
import { about, complaints, lookedAt } from '../looked-at.ts';

/** Something that listens; `received` is what it was sent. */
const startListener = async () => {
  const received: Buffer[] = [];
  const server = createServer((socket) =>
    socket.on('data', (bytes) => received.push(bytes)).on('error', () => undefined),
  );
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

const lookAtHooks = (hooks: readonly HookToCheck[], sequence = 5000) =>
  lookedAt(checkHooks({ hooks: async () => hooks, lastEvent: async () => ({ sequence, at: 0 }) }));

const hook = (name: string, target: HookToCheck['target'], changes: Partial<HookToCheck> = {}): HookToCheck => ({
  name,
  target,
  deliveredTo: null,
  failing: null,
  refusal: null,
  ...changes,
});

const webhook = (url: string, changes: Partial<HookToCheck> = {}): HookToCheck =>
  hook('mes', { kind: 'webhook', url }, changes);

const printerAt = (address: string): PrinterToCheck => {
  const { hostname: host, port } = new URL(`tcp://${address}`);
  return { printer: { kind: 'zpl', host, port: Number(port) }, labelled: ['Meter'] };
};

const printingTo = (path: string): PrinterToCheck => ({
  printer: { kind: 'folder', folder: path, format: 'pdf' },
  labelled: [],
});

const lookAtMachine = (environment: Readonly<Record<string, string>>) =>
  lookedAt(checkMachine({ environment, version: '1.2.3' }));

describe('the printer', () => {
  test('is in order when it takes a connection; nothing is printed', async () => {
    const { address, received, connected } = await startListener();
    expect(complaints(await lookedAt(checkPrinter(printerAt(address))))).toEqual([]);
    await connected;
    expect(received).toEqual([]);
  });

  test('is down when it takes none', async () => {
    const findings = await lookedAt(checkPrinter(printerAt('127.0.0.1:1')));
    expect(findings).toMatchObject([
      { severity: 'fault', code: 'printer down', message: '127.0.0.1:1: nobody listens there.' },
    ]);
  });

  test('that is missing where a product has a label is a fault of the settings, as the line would say at its start', async () => {
    expect(await lookedAt(checkPrinter({ printer: null, labelled: ['Meter', 'Mug'] }))).toMatchObject([
      {
        severity: 'fault',
        code: 'bad settings',
        message: 'Meter and Mug have a label, but there is no [printer] to print it.',
      },
    ]);
  });

  test('may be a folder, which has to be there', async () => {
    const path = await folder();
    expect(complaints(await lookedAt(checkPrinter(printingTo(path))))).toEqual([]);
    expect(complaints(await lookedAt(checkPrinter(printingTo(join(path, 'labels')))))).toEqual([
      'fault: folder: printer fault',
    ]);
    await writeFile(join(path, 'labels'), '');
    expect(complaints(await lookedAt(checkPrinter(printingTo(join(path, 'labels')))))).toEqual([
      'fault: folder: printer fault',
    ]);
  });

  test('need not be', async () => {
    expect(await lookedAt(checkPrinter({ printer: null, labelled: [] }))).toMatchObject([{ severity: 'skipped' }]);
  });
});

describe('the hooks', () => {
  test('are reached without a word, whatever they speak', async () => {
    const { address, received, connected } = await startListener();
    const findings = await lookAtHooks([
      webhook(`http://${address}/events`),
      hook('broker', { kind: 'mqtt', url: `mqtt://${address}` }),
      hook('files', { kind: 'folder', folder: await folder() }),
    ]);
    expect(complaints(findings)).toEqual([]);
    await connected;
    expect(received).toEqual([]);
  });

  test('that cannot be reached are down, each by its name', async () => {
    const findings = await lookAtHooks([
      webhook('http://127.0.0.1:1/events'),
      hook('files', { kind: 'folder', folder: '/nowhere' }),
    ]);
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
    const position = async (deliveredTo: number) =>
      (await lookAtHooks([webhook(`http://${address}`, { deliveredTo })]))[1];
    expect(await position(5000)).toMatchObject({
      severity: 'ok',
      message: 'every event is delivered, the last is 5000',
    });
    expect(await position(4990)).toMatchObject({
      severity: 'ok',
      message: 'delivered up to event 4990 of 5000, 10 to go',
    });
    expect(await position(100)).toMatchObject({ severity: 'warning', message: expect.stringContaining('4900 to go') });
  });

  test('tell since when and why one fails, and what the line would refuse of it', async () => {
    const { address } = await startListener();
    const findings = await lookAtHooks([
      webhook(`http://${address}`, {
        deliveredTo: 4999,
        failing: { since: new Date(2026, 10, 25, 6).getTime(), why: 'mes.example answered with status 503' },
        refusal: new PaclineError('bad settings', 'SECRET is not set in the environment; the hook "mes" needs it'),
      }),
    ]);
    expect(complaints(findings)).toEqual(['fault: hook mes: bad settings', 'warning: hook mes: -']);
    expect(findings).toMatchObject([
      {
        message: 'SECRET is not set in the environment; the hook "mes" needs it.',
        action: expect.stringContaining('where the line is started'),
      },
      { severity: 'ok' },
      { severity: 'ok' },
      { message: 'failing since 2026-11-25 06:00: mes.example answered with status 503.' },
    ]);
  });

  test('need not be', async () => {
    expect(await lookAtHooks([])).toMatchObject([{ severity: 'skipped' }]);
  });
});

test('the machine tells its versions, and whether systemd waits for a sign of life', async () => {
  expect(about(await lookAtMachine({}), 'pacline').message).toContain(`1.2.3 on Node ${process.versions.node}`);
  expect(about(await lookAtMachine({ NOTIFY_SOCKET: '/run/systemd/notify' }), 'service').message).toContain(
    'without a watchdog',
  );
  expect(
    about(await lookAtMachine({ NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '30000000' }), 'service').message,
  ).toContain('every 30 s');
  expect(about(await lookAtMachine({}), 'service').severity).toBe('skipped');
});
