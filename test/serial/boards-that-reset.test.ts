import { expect, it, onTestFinished } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import { powerOnAxWisol } from '../../firmware-protocols/ax-wisol/simulator.ts';
import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { dialects, type Dialect } from '../../firmware-protocols/index.ts';
import { muteModem } from '../../firmware-protocols/simulator.ts';
import { bytesOf, textOf } from '../../src/dialect/latin1.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { readModem, type ReadModemResult } from '../../src/modem/read-modem.ts';
import { openSerialPort } from '../../src/serial/open-serial-port.ts';
import type { BoardManners } from '../../src/simulator/boards/board-manners.ts';
import { PacedBoard } from '../../src/simulator/boards/paced-board.ts';
import { openResettingTerminal } from '../../src/simulator/boards/resetting-terminal.ts';
import { systemClock } from '../../src/machine/system-clock.ts';
import { madeUpUnit } from '../support/memory-bench.ts';

const candidates: readonly DialectDefinition[] = dialects.map(({ definition }) => definition);

const named = (id: string): Dialect => {
  const found = dialects.find(({ definition }) => definition.id === id);
  if (found === undefined) throw new Error(`there is no dialect ${id}`);
  return found;
};

/** Boards here are up sooner than most, so that nobody waits long for a test. */
const deafMs = 700;
const bootMs = 1200;

/** A board on a real pseudo-terminal that starts anew at every opening, and everything that was written to it. */
const boardThatResets = (dialect: Pick<Dialect, 'definition' | 'powerOn'>, manners: BoardManners) => {
  const power = new AbortController();
  let openings = 0;
  let heard = '';
  const terminal = openResettingTerminal({
    onOpened() {
      openings += 1;
      board.restart();
    },
  });
  const board = new PacedBoard({
    powerOn: dialect.powerOn,
    unit: madeUpUnit,
    baudRate: null,
    wireFaults: [],
    manners,
    clock: systemClock,
    toHost: (bytes) => terminal.write(bytesOf(bytes)),
    unplug: () => terminal.unplug(),
    signal: power.signal,
  });
  terminal.onData((chunk) => {
    heard += textOf(chunk);
    board.receive(textOf(chunk));
  });
  onTestFinished(() => {
    power.abort();
    terminal.unplug();
  });
  return { path: terminal.path, openings: () => openings, heard: () => heard };
};

const read = async (path: string, dialect: DialectDefinition | null): Promise<ReadModemResult> => {
  const signal = AbortSignal.timeout(30_000);
  const port = await openSerialPort(path, { baudRate: dialect?.serial.baudRate ?? 9600 }, { signal });
  try {
    return await readModem(port, {
      dialect,
      candidates,
      usb: null,
      readings: 2,
      details: [],
      clock: systemClock,
      signal,
      bootMs,
      onPhase: () => undefined,
    });
  } finally {
    await port.close();
  }
};

const codeOf = ({ outcome }: ReadModemResult): string => {
  if (outcome.ok) return 'read';
  return PaclineError.is(outcome.error) ? outcome.error.code : String(outcome.error);
};

it.each([
  [
    'is deaf and then prints its start-up text',
    'stm32wl-at',
    { bootText: '\r\nATtention command interface\r\nSIGFOX APPLICATION READY\r\n' },
  ],
  ['prints the garbage of its boot loader', 'ax-wisol', { garbage: 'rst:0x1\r\n\xFF\xFE\x80', bootText: '\0' }],
  ['says "not now" at first', 'stm32wl-at', { busy: { ms: 600, words: '\r\nAT_BUSY_ERROR\r\n' } }],
  ['does something else first and hears nothing', 'ax-wisol', { busy: { ms: 300, words: null } }],
  ['repeats what it hears', 'ax-wisol', { echo: 'bytes' }],
  ['repeats what it hears with line feeds', 'sigfox-ep-modem', { echo: 'bytes and line feeds' }],
  ['ends its lines with LF alone', 'ax-wisol', { lineEnd: '\n' }],
  ['ends its lines with CR alone', 'ht32sx', { lineEnd: '\r' }],
  ['says a NUL before each answer', 'unamkr', { hasNuls: true }],
] as const)(
  'A board that resets at every opening and %s is read by one opening, named or not (%s)',
  async (_, id, manners: BoardManners) => {
    const dialect = named(id);
    const truth = { ok: true, reading: { dialect: { id }, identity: { deviceId: madeUpUnit.deviceId } } };
    await Promise.all(
      [dialect.definition, null].map(async (known) => {
        const board = boardThatResets(dialect, { deafMs, ...manners });
        expect((await read(board.path, known)).outcome).toMatchObject(truth);
        expect(board.openings()).toBe(1);
      }),
    );
  },
);

it('A loop gives our own bytes back, and is named as such', async () => {
  const loop = { definition: axWisol, powerOn: () => ({ modem: muteModem, replies: [] }) };
  const codes = await Promise.all(
    [null, axWisol].map(async (known) => codeOf(await read(boardThatResets(loop, { echo: 'bytes' }).path, known))),
  );
  expect(codes).toEqual(['own echo', 'own echo']);
});

it('A board that speaks and never answers is not called dead; one that is silent is', async () => {
  const mute = { definition: axWisol, powerOn: () => ({ modem: muteModem, replies: [] }) };
  const speaking = { deafMs, bootText: 'hello\r\n' };
  const codes = await Promise.all(
    [
      read(boardThatResets(mute, speaking).path, axWisol),
      read(boardThatResets(mute, speaking).path, null),
      read(boardThatResets(mute, {}).path, axWisol),
    ].map(async (result) => codeOf(await result)),
  );
  expect(codes).toEqual(['fell silent', 'fell silent', 'no answer']);
});

it('A sketch that says that it is an MKR FOX is asked nothing more, for it would transmit it', async () => {
  const sketch = { definition: axWisol, powerOn: powerOnAxWisol };
  const board = boardThatResets(sketch, { deafMs, garbage: 'MKR Fox 1200 Sigfox first configuration\r\n' });
  const result = await read(board.path, null);
  expect(codeOf(result)).toBe('named only');
  expect(result.dialect?.id).toBe('mkrfox-sketch');
  expect(board.heard()).toBe('');
});
