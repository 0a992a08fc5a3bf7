import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BindingInterface } from '@serialport/bindings-interface';
import { expect, onTestFinished, test } from 'vitest';
import { patchedBinding } from '../../src/serial/patched-binding.ts';
import { openSerialPort } from '../../src/serial/open-serial-port.ts';
import { openWithBinding } from '../../src/serial/open-with-binding.ts';
import { openPseudoTerminal } from '../../src/simulator/boards/pseudo-terminal.ts';

const never = new AbortController().signal;

const plugBoard = async () => {
  const board = await openPseudoTerminal();
  onTestFinished(() => board.unplug());
  return board;
};

test('A port that is not there is port missing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pacline-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'ttyUSB0');
  await expect(openSerialPort(path, { baudRate: 9600 }, { signal: never })).rejects.toMatchObject({
    code: 'port missing',
    context: { path },
  });
});

test('A file that is no serial port is port fault', async () => {
  await expect(openSerialPort('/dev/null', { baudRate: 9600 }, { signal: never })).rejects.toMatchObject({
    code: 'port fault',
  });
});

test('A port that is open already is port busy, and the message names who holds it', async () => {
  const board = await plugBoard();
  const port = await openSerialPort(board.path, { baudRate: 9600 }, { signal: never });
  await expect(openSerialPort(board.path, { baudRate: 9600 }, { signal: never })).rejects.toMatchObject({
    code: 'port busy',
    message: expect.stringContaining(`process ${process.pid}`),
    context: { path: board.path, holderPid: process.pid },
  });
  await port.close();
  const again = await openSerialPort(board.path, { baudRate: 9600 }, { signal: never });
  await again.close();
});

test('An open whose signal has aborted opens nothing', async () => {
  const board = await plugBoard();
  const stopped = AbortSignal.abort(new Error('stopped before'));
  await expect(openSerialPort(board.path, { baudRate: 9600 }, { signal: stopped })).rejects.toThrow('stopped before');
});

test('A pending open ends with the reason of the signal, and the port that opens afterwards is closed again', async () => {
  const board = await plugBoard();
  const gate = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<{ readonly isOpen: boolean; close(): Promise<void> }>();
  const slowBinding: BindingInterface = {
    list: () => patchedBinding.list(),
    async open({ path, baudRate }) {
      await gate.promise;
      const port = await patchedBinding.open({ path, baudRate });
      opened.resolve(port);
      return port;
    },
  };
  const stop = new AbortController();
  const opening = openWithBinding(board.path, { baudRate: 9600 }, { signal: stop.signal, binding: slowBinding });
  stop.abort(new Error('stopped meanwhile'));
  await expect(opening).rejects.toThrow('stopped meanwhile');
  gate.resolve();
  const late = await opened.promise;
  await expect.poll(() => late.isOpen).toBe(false);
  const next = await openSerialPort(board.path, { baudRate: 9600 }, { signal: never });
  await next.close();
});
