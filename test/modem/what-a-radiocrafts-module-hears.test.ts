import { describe, expect, it } from 'vitest';

import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { dialects } from '../../firmware-protocols/index.ts';
import { textOf } from '../../src/dialect/latin1.ts';
import { announcersAmong, candidatesOn } from '../../src/dialect/identification.ts';
import { identifyModem, leader } from '../../src/modem/identify-modem.ts';
import { MemoryPort } from '../../src/simulator/boards/memory-port.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** The speed of a Radiocrafts module, which nobody asks at it. */
const moduleBaudRate = 19_200;
/** The longest payload of a Sigfox frame; one byte more is no frame. */
const longestFrame = 12;
/** In configuration mode: writes ID, key and PAC; leads into memory mode. */
const [overwrite, memory] = [0x41, 0x4d];

/** What was put on the line: bytes at some speed, or a break, each at its time in ms. */
type Sent =
  | { readonly at: number; readonly baudRate: number; readonly bytes: string }
  | { readonly at: number; readonly breakMs: number };

interface HeardByte {
  readonly value: number;
  /** Its stop bit was no stop bit: such a byte is kept by some receivers and dropped by others. */
  readonly isFramed: boolean;
}

/** The level of the line over time, as changes: idle is high. */
const levelsOf = (sent: readonly Sent[]): readonly (readonly [at: number, level: 0 | 1])[] => {
  const changes: [number, 0 | 1][] = [];
  let free = 0;
  for (const one of sent) {
    let at = Math.max(free, one.at);
    if ('breakMs' in one) {
      changes.push([at, 0], [at + one.breakMs, 1]);
      free = at + one.breakMs;
      continue;
    }
    const bitMs = 1000 / one.baudRate;
    for (const byte of one.bytes) {
      const bits = [0, ...Array.from({ length: 8 }, (_, bit) => (byte.charCodeAt(0) >> bit) & 1), 1];
      for (const bit of bits) {
        changes.push([at, bit === 1 ? 1 : 0]);
        at += bitMs;
      }
    }
    free = at;
  }
  return changes;
};

/** A receiver at another speed: it waits for a falling edge and looks into the middle of each of its own bits. */
const heardAt = (baudRate: number, sent: readonly Sent[]): readonly HeardByte[] => {
  const changes = levelsOf(sent);
  const bitMs = 1000 / baudRate;
  let next = 0;
  let level: 0 | 1 = 1;
  const levelAt = (at: number): 0 | 1 => {
    for (let change = changes[next]; change !== undefined && change[0] <= at; change = changes[(next += 1)])
      level = change[1];
    return level;
  };
  const heard: HeardByte[] = [];
  while (next < changes.length) {
    const [at, to] = changes[next] ?? [0, 1];
    const wasHigh = level === 1;
    levelAt(at);
    if (to === 1 || !wasHigh || levelAt(at + bitMs / 2) === 1) continue;
    let value = 0;
    for (let bit = 0; bit < 8; bit += 1) value |= levelAt(at + bitMs * (1.5 + bit)) << bit;
    heard.push({ value, isFramed: levelAt(at + bitMs * 9.5) === 1 });
  }
  return heard;
};

/** What such a module in idle mode makes of them: frames that go on the air, whether it was led into configuration mode, and what it heard there. */
const doneByModule = (bytes: readonly number[]) => {
  const frames: number[][] = [];
  let frame: number[] = [];
  let length = 0;
  let configured: number[] | null = null;
  for (const byte of bytes) {
    if (configured !== null) configured.push(byte);
    else if (length > 0) {
      frame.push(byte);
      length -= 1;
      if (length === 0) frames.push(frame);
    } else if (byte === 0) configured = [];
    else {
      length = byte;
      frame = [];
    }
  }
  return { transmitted: frames.filter((payload) => payload.length <= longestFrame), configured };
};

/** Everything that a whole identification says on a port where nobody answers. */
const saidToNobody = async (bootMs: number): Promise<readonly Sent[]> => {
  const all: readonly DialectDefinition[] = dialects.map(({ definition }) => definition);
  const clock = new VirtualClock(0);
  const sent: Sent[] = [];
  let baudRate = 9600;
  let brokenAt = 0;
  const port = new MemoryPort('/dev/virtual', {
    receive: (bytes) => sent.push({ at: clock.uptime(), baudRate, bytes: textOf(bytes) }),
    setBaudRate(changed) {
      baudRate = changed;
    },
    setSignals({ brk }) {
      if (brk === true) brokenAt = clock.uptime();
      if (brk === false) sent.push({ at: brokenAt, breakMs: clock.uptime() - brokenAt });
    },
  });
  const state = { isOver: false };
  const asking = identifyModem(port, candidatesOn(all, null), {
    clock,
    signal: new AbortController().signal,
    bootMs,
    announcers: announcersAmong(all),
  }).finally(() => {
    state.isOver = true;
  });
  while (!state.isOver) await clock.advance(10);
  expect((await asking).result.kind).toBe('silence');
  return sent;
};

const hex = (bytes: readonly HeardByte[]): string =>
  bytes.map(({ value }) => value.toString(16).toUpperCase().padStart(2, '0')).join(' ');

describe('a Radiocrafts module on a port that is asked at other speeds', () => {
  it('hears 06 06 66 of an AT at 9600 baud, and of a line feed a payload that is too long for any frame', () => {
    expect(hex(heardAt(moduleBaudRate, [{ at: 0, baudRate: 9600, bytes: 'AT' }]))).toMatch(/^06 06 66/);
    const [length] = heardAt(moduleBaudRate, [{ at: 0, baudRate: 9600, bytes: leader }]);
    expect(length).toEqual({ value: 0x98, isFramed: true });
    expect(length?.value).toBeGreaterThan(longestFrame);
  });

  it('hears no credential write in any question, at any of the speeds', () => {
    const automatic = candidatesOn(
      dialects.map(({ definition }) => definition),
      null,
    );
    for (const { identify, id } of automatic) {
      for (const { send } of identify.probes) {
        for (const baudRate of new Set(automatic.map(({ serial }) => serial.baudRate))) {
          const values = heardAt(moduleBaudRate, [{ at: 0, baudRate, bytes: send }]).map(({ value }) => value);
          for (const byte of [overwrite, memory])
            expect(values, `${id}, ${JSON.stringify(send)} at ${baudRate}`).not.toContain(byte);
        }
      }
    }
  });

  // Patience of a second, the usual one, and the longest that can be set.
  it.each([0, 3000, 60_000])(
    'sends no frame, writes nothing and stays out of configuration mode in a whole identification with %i ms of patience',
    async (bootMs) => {
      const heard = heardAt(moduleBaudRate, await saidToNobody(bootMs));
      expect(heard.length).toBeGreaterThan(20);
      for (const kept of [heard, heard.filter(({ isFramed }) => isFramed)]) {
        const values = kept.map(({ value }) => value);
        expect(values).not.toContain(overwrite);
        expect(values).not.toContain(memory);
        expect(doneByModule(values)).toEqual({ transmitted: [], configured: null });
      }
    },
  );
});
