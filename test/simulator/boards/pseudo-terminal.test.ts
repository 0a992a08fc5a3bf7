import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openPseudoTerminal } from '../../../src/simulator/boards/pseudo-terminal.ts';
import { collect } from '../../serial/collect.ts';

const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);

const plugBoard = async () => {
  const board = await openPseudoTerminal();
  onTestFinished(() => board.unplug());
  return board;
};

/** Opens the other end as a program does that knows nothing of serial ports and sets nothing. */
const openBare = (path: string): number => {
  const descriptor = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(descriptor));
  return descriptor;
};

test('No byte is changed or swallowed on the way to a program that sets nothing', async () => {
  const board = await plugBoard();
  const descriptor = openBare(board.path);
  board.write(everyByte);
  const buffer = Buffer.alloc(1024);
  await expect.poll(() => readable(() => readSync(descriptor, buffer))).toBe(256);
  expect(Uint8Array.from(buffer.subarray(0, 256))).toEqual(everyByte);
});

test('No byte is changed on the way from a program that sets nothing, and nothing is echoed', async () => {
  const board = await plugBoard();
  const heard = collect((listener) => board.onData(listener));
  const descriptor = openBare(board.path);
  board.write(Buffer.from('not echoed\r\n'));
  writeSync(descriptor, everyByte);
  expect(Uint8Array.from(await heard.until(256))).toEqual(everyByte);
});

test('Writing to a terminal that nobody reads returns at once and keeps the order of what fits', async () => {
  const board = await plugBoard();
  const begun = performance.now();
  for (let part = 0; part < 40; part += 1) board.write(Buffer.alloc(64 * 1024, part));
  expect(performance.now() - begun).toBeLessThan(1000);
  const descriptor = openBare(board.path);
  const buffer = Buffer.alloc(64 * 1024);
  const received: Buffer[] = [];
  for (let total = 0; total < 1024 * 1024;) {
    const count = readable(() => readSync(descriptor, buffer));
    received.push(Buffer.from(buffer.subarray(0, count)));
    total += count;
    await new Promise((resume) => setImmediate(resume));
  }
  const parts = Buffer.concat(received);
  expect(parts.equals(Buffer.from(parts.toSorted()))).toBe(true);
  expect(parts.at(-1)).toBeLessThan(39);
});

test('After unplugging the path is gone, nothing is heard, and writing or unplugging again does nothing', async () => {
  const board = await plugBoard();
  board.onData(() => expect.unreachable('a listener was called after unplugging'));
  board.unplug();
  await expect(access(board.path)).rejects.toMatchObject({ code: 'ENOENT' });
  board.write(Buffer.from('into the void'));
  board.unplug();
});

test('A hundred terminals can be open at once, each with a path of its own', async () => {
  const boards = await Promise.all(Array.from({ length: 100 }, plugBoard));
  expect(new Set(boards.map(({ path }) => path)).size).toBe(100);
});

const readable = (read: () => number): number => {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 0;
    throw error;
  }
};
