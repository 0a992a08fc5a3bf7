import { once } from 'node:events';
import { openSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { ReadStream } from 'node:tty';

import { describe, expect, onTestFinished, test } from 'vitest';

import { typedLines } from '../../../src/cli/run/typed-lines.ts';
import { openPseudoTerminal } from '../../../src/simulator/boards/pseudo-terminal.ts';

const open = new AbortController().signal;

/** What comes out of a pipe of which `pieces` are written one by one. */
const ofPipe = async (...pieces: readonly string[]): Promise<readonly string[]> => {
  const pipe = new PassThrough();
  for (const piece of pieces) pipe.write(piece);
  pipe.end();
  return Array.fromAsync(typedLines(pipe as unknown as NodeJS.ReadStream, open));
};

/** Somebody at a real terminal. */
const atTerminal = async (signal = open) => {
  const cable = await openPseudoTerminal();
  const terminal = new ReadStream(openSync(cable.path, 'r+'));
  const shown: string[] = [];
  cable.onData((bytes) => shown.push(Buffer.from(bytes).toString()));
  onTestFinished(() => {
    terminal.destroy();
    cable.unplug();
  });
  const lines = typedLines(terminal, signal);
  return {
    terminal,
    shown,
    type: (keys: string): void => cable.write(Buffer.from(keys)),
    next: async (): Promise<string | undefined> => (await lines.next()).value ?? undefined,
    lines,
  };
};

describe('a scanner at a pipe', () => {
  test('is heard line by line, however the lines are cut, and to the last without its end', async () => {
    expect(await ofPipe('0001', '23\nB-', '7\r\n\nlast')).toEqual(['000123', 'B-7', '', 'last']);
  });

  test('a blank at the beginning of a line is no start there: nobody presses a key', async () => {
    expect(await ofPipe(' 000123\n')).toEqual([' 000123']);
  });

  test('that is ended by the signal ends quietly', async () => {
    const stop = new AbortController();
    const pipe = new PassThrough();
    const lines = typedLines(pipe as unknown as NodeJS.ReadStream, stop.signal);
    pipe.write('one\n');
    expect((await lines.next()).value).toBe('one');
    const next = lines.next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});

describe('a scanner at a terminal', () => {
  test('ends its lines with Enter, with a line feed, or with both', async () => {
    const { type, next } = await atTerminal();
    type('000123\rB-7\nx\r\ny\r');
    expect([await next(), await next(), await next(), await next(), await next()]).toEqual([
      '000123',
      'B-7',
      'x',
      '',
      'y',
    ]);
  });

  test('shows nothing of what it types: badges are typed there, too', async () => {
    const { type, next, shown } = await atTerminal();
    type('B-secret\r');
    expect(await next()).toBe('B-secret');
    expect(shown.join('')).toBe('');
  });

  test('the space bar at the beginning of a line starts at once; within a line it is a blank', async () => {
    const { type, next } = await atTerminal();
    type(' ');
    expect(await next()).toBe('PACLINE:START');
    type('Größe 1\r  ');
    expect([await next(), await next(), await next()]).toEqual(['Größe 1', 'PACLINE:START', 'PACLINE:START']);
  });

  test('backspace takes back, as far as there is something', async () => {
    const { type, next } = await atTerminal();
    type('\u007F12\b\u007F\u007F3\u007F4\r');
    expect(await next()).toBe('4');
    type('a\u007F \r');
    expect([await next(), await next()]).toEqual(['PACLINE:START', '']);
  });

  test('a letter that comes in two pieces is one letter', async () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
    const lines = typedLines(terminal as unknown as NodeJS.ReadStream, open);
    const line = lines.next();
    for (const byte of Buffer.from('Größe\r')) terminal.write(Buffer.from([byte]));
    expect(await line).toEqual({ done: false, value: 'Größe' });
  });

  test('arrows are no part of a code', async () => {
    const { type, next } = await atTerminal();
    type('0\u001B[A1\u001B[D2\r');
    expect(await next()).toBe('012');
  });

  test('Ctrl-D ends it, and the terminal is as it was', async () => {
    const { type, next, terminal } = await atTerminal();
    type('half a line\u0004');
    expect(await next()).toBeUndefined();
    expect(terminal.isRaw).toBe(false);
  });

  test('Ctrl-C is handed on to the process, and what was typed before it is not', async () => {
    const interrupted = once(process, 'SIGINT');
    const { type, next, terminal } = await atTerminal();
    type('PACLINE:UNLOCK:left\u0003');
    expect(await next()).toBeUndefined();
    await interrupted;
    expect(terminal.isRaw).toBe(false);
  });

  test('that is ended by the signal ends quietly, and the terminal is as it was', async () => {
    const stop = new AbortController();
    const { type, next, lines, terminal } = await atTerminal(stop.signal);
    type('x\r');
    expect(await next()).toBe('x');
    const last = lines.next();
    stop.abort();
    expect(await last).toEqual({ done: true, value: undefined });
    expect(terminal.isRaw).toBe(false);
  });
});
