import { describe, expect, it } from 'vitest';

import { radiocraftsSig } from '../../firmware-protocols/radiocrafts-sig/definition.ts';
import { powerOnRadiocraftsSig } from '../../firmware-protocols/radiocrafts-sig/simulator.ts';
import type { PowerOn, Reaction, SimulatedModem } from '../../firmware-protocols/simulator.ts';
import { renderTranscript } from '../../src/dialect/transcript.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import type { BytePort } from '../../src/modem/byte-port.ts';
import { ModemSession } from '../../src/modem/modem-session.ts';
import { everyDetail, readModem } from '../../src/modem/read-modem.ts';
import { madeUpUnit, MemoryBench, type MemoryBenchOptions } from '../support/memory-bench.ts';
import { piecesOfThePac } from '../support/pac-pieces.ts';

/** 58 leads out of configuration mode, 00 into it, 41 overwrites ID, key and PAC. */
const [leave, enter, overwrite] = ['X', '\0', 'A'];

const { signal } = new AbortController();

type Options = Omit<MemoryBenchOptions, 'dialect'> & { readonly powerOn?: PowerOn };

/** One module, everything it has heard, and whether it is in idle mode now: then alone it answers 00. */
const moduleOnBench = ({ powerOn = powerOnRadiocraftsSig, ...options }: Options = {}) => {
  let heard = '';
  let now: SimulatedModem | null = null;
  const watched = ({ modem, replies }: Reaction): Reaction => {
    now = modem;
    return {
      modem: {
        receive(bytes) {
          heard += bytes;
          return watched(modem.receive(bytes));
        },
      },
      replies,
    };
  };
  const dialect = { definition: radiocraftsSig, powerOn: ((unit) => watched(powerOn(unit))) satisfies PowerOn };
  const bench = new MemoryBench({ dialect, ...options });
  return {
    bench,
    heard: () => heard,
    isIdle: () =>
      now
        ?.receive(enter)
        .replies.map(({ bytes }) => bytes)
        .join('') === '>',
  };
};

type Module = ReturnType<typeof moduleOnBench>;

const expectLeft = (module: Module): void => {
  const heard = module.heard();
  expect(heard.at(-1)).toBe(leave);
  expect(heard).not.toContain(overwrite);
};

const expectLeftInIdleMode = (module: Module, circumstance = ''): void => {
  expectLeft(module);
  expect(module.isIdle(), circumstance).toBe(true);
};

const read = async (
  { bench }: Pick<Module, 'bench'>,
  { port = bench.port, until = signal }: { readonly port?: BytePort; readonly until?: AbortSignal } = {},
): Promise<string> => {
  const reading = readModem(port, {
    dialect: radiocraftsSig,
    candidates: [],
    usb: null,
    readings: 2,
    details: everyDetail,
    clock: bench.clock,
    signal: until,
    onPhase: () => undefined,
  });
  const { outcome, transcript } = await bench.settle(reading, { withinMs: 60_000 });
  for (const piece of piecesOfThePac) expect(transcript.toUpperCase()).not.toContain(piece);
  if (outcome.ok) return outcome.reading.identity.deviceId;
  return outcome.error instanceof PaclineError ? outcome.error.code : String(outcome.error);
};

/** The same module, each of whose words comes this much later. */
const lateBy = (ms: number): PowerOn => {
  const late = ({ modem, replies }: Reaction): Reaction => ({
    modem: { receive: (bytes) => late(modem.receive(bytes)) },
    replies: replies.map(({ bytes, afterMs }) => ({ bytes, afterMs: afterMs + ms })),
  });
  return (unit) => late(powerOnRadiocraftsSig(unit));
};

/** A module behind a line that never falls silent. */
const chatter: PowerOn = (unit) => ({
  modem: powerOnRadiocraftsSig(unit).modem,
  replies: Array.from({ length: 500 }, () => ({ bytes: '\xA5', afterMs: 20 })),
});

/** A port one of whose writes fails before a byte has left. */
const failingAtWrite = (port: BytePort, failing: number): BytePort => {
  let writes = 0;
  return {
    path: port.path,
    closed: port.closed,
    onData: (listener) => port.onData(listener),
    async write(bytes, options) {
      writes += 1;
      if (writes === failing) throw new PaclineError('port fault', 'The write failed, as the test wants it.');
      await port.write(bytes, options);
    },
    setSignals: (signals) => port.setSignals(signals),
    signals: () => port.signals(),
    setBaudRate: (baudRate) => port.setBaudRate(baudRate),
    close: () => port.close(),
  };
};

const stopped = new PaclineError('interrupted', 'Stopped by the test.');

describe('a Radiocrafts module is left in idle mode', () => {
  it('after everything was read', async () => {
    const module = moduleOnBench();
    expect(await read(module)).toBe(madeUpUnit.deviceId);
    expect(module.heard()[0]).toBe(enter);
    expectLeftInIdleMode(module);
  });

  it('and given the time to get there, because a port that is closed at once may drop the last byte', async () => {
    const module = moduleOnBench();
    const session = new ModemSession({
      definition: radiocraftsSig,
      port: module.bench.port,
      clock: module.bench.clock,
    });
    await module.bench.settle(session.open({ signal }));
    const closing = session.close({ signal });
    await module.bench.clock.untilSleeping();
    await module.bench.clock.advance(19);
    expectLeftInIdleMode(module);
    expect(module.bench.clock.sleeping).toBe(1);
    await module.bench.clock.advance(1);
    await closing;
  });

  it('after nothing was answered', async () => {
    const module = moduleOnBench({ modemFaults: ['mute'] });
    expect(await read(module)).toBe('no answer');
    // Asked until the board that carries it must have started, and led out each time.
    expect(module.heard()).toMatch(/^(\0\0X)+$/);
  });

  it.each([
    ['the prompt of the opening is another byte', (bytes: string) => (bytes === '>' ? '?' : bytes), 'line is noisy'],
    ['the prompt of the opening gets lost', (bytes: string) => (bytes === '>' ? '' : bytes), 'no answer'],
    [
      'every answer loses its prompt',
      (bytes: string) => (bytes.length > 1 ? bytes.slice(0, -1) : bytes),
      'other dialect',
    ],
    [
      'every answer ends with another byte',
      (bytes: string) => (bytes.length > 1 ? `${bytes.slice(0, -1)}?` : bytes),
      'other dialect',
    ],
    ['every answer comes twice', (bytes: string) => (bytes.length > 1 ? bytes + bytes : bytes), 'other dialect'],
    ['nothing but the prompt of the opening arrives', (bytes: string) => (bytes === '>' ? bytes : ''), 'fell silent'],
  ])('when %s', async (_, toHost, code) => {
    const module = moduleOnBench({ toHost, pace: 'at once' });
    expect(await read(module)).toBe(code);
    expectLeftInIdleMode(module);
  });

  it.each([
    [600, /^(fell silent|line is noisy)$/],
    [1200, /^(fell silent|line is noisy)$/],
    [5000, /^no answer$/],
  ] as const)('when each answer comes %i ms too late', async (ms, code) => {
    const module = moduleOnBench({ powerOn: lateBy(ms) });
    expect(await read(module)).toMatch(code);
    expectLeftInIdleMode(module);
  });

  it('when a line that never falls silent has to be talked over', async () => {
    const module = moduleOnBench({ powerOn: chatter });
    expect(await read(module)).toBe('line is noisy');
    expectLeftInIdleMode(module);
  });

  it('whenever the reading is stopped', async () => {
    for (let ms = 0; ms <= 400; ms += 2) {
      const module = moduleOnBench();
      const abort = new AbortController();
      const given = read(module, { until: abort.signal });
      await module.bench.clock.advance(ms);
      abort.abort(stopped);
      expect([madeUpUnit.deviceId, 'interrupted'], `after ${ms} ms`).toContain(await given);
      expectLeftInIdleMode(module, `after ${ms} ms`);
    }
  });

  it('whichever write fails; at the latest by the next attempt, where the port failed between a command and its address', async () => {
    const atTheNextAttempt: number[] = [];
    for (let failing = 2; failing <= 11; failing += 1) {
      const module = moduleOnBench();
      await read(module, { port: failingAtWrite(module.bench.port, failing) });
      expectLeft(module);
      if (!module.isIdle()) {
        atTheNextAttempt.push(failing);
        await read(module);
      }
      expectLeftInIdleMode(module, `write ${failing}`);
      expect(await read(module), `write ${failing}`).toBe(madeUpUnit.deviceId);
    }
    // 00, four times 39, 55, 56, and then 59 with its address, twice; the twelfth is 58 itself.
    expect(atTheNextAttempt).toEqual([9, 11]);
  });

  it('as far as anybody can tell when the very first write fails', async () => {
    const module = moduleOnBench();
    expect(await read(module, { port: failingAtWrite(module.bench.port, 1) })).toBe('port fault');
    expect(module.heard()).toBe(enter + leave);
  });

  it('when its session is closed in the middle of a command', async () => {
    for (let ms = 0; ms <= 60; ms += 3) {
      const module = moduleOnBench({ powerOn: lateBy(20) });
      const session = new ModemSession({
        definition: radiocraftsSig,
        port: module.bench.port,
        clock: module.bench.clock,
      });
      await module.bench.settle(session.open({ signal }));
      const given = session.perform('readKeyMode', { signal }).catch(String);
      await module.bench.clock.advance(ms);
      await module.bench.settle(session.close({ signal }), { withinMs: 2000 });
      await given;
      expectLeftInIdleMode(module, `closed after ${ms} ms`);
      expect(module.bench.clock.sleeping).toBe(0);
    }
  });
});

it('a module that a crash left in configuration mode is led out by the first attempt and read by the second, on the same open port', async () => {
  const module = moduleOnBench({
    powerOn: (unit) => ({ modem: powerOnRadiocraftsSig(unit).modem.receive(enter).modem, replies: [] }),
  });
  expect(await read(module)).toBe(madeUpUnit.deviceId);
  expectLeftInIdleMode(module);
});

it('changing the key leaves memory mode, a whole value and the credentials, whenever it is stopped', async () => {
  for (let ms = 0; ms <= 140; ms += 2) {
    const module = moduleOnBench();
    const abort = new AbortController();
    const session = new ModemSession({
      definition: radiocraftsSig,
      port: module.bench.port,
      clock: module.bench.clock,
    });
    await module.bench.settle(session.open({ signal }));
    const given = session.perform('usePublicKey', { signal: abort.signal }).catch(String);
    await module.bench.clock.advance(ms);
    abort.abort(stopped);
    await module.bench.settle(given);
    await module.bench.settle(session.close({ signal }));
    expectLeftInIdleMode(module, `stopped after ${ms} ms`);

    const after = new ModemSession({ definition: radiocraftsSig, port: module.bench.port, clock: module.bench.clock });
    await module.bench.settle(after.open({ signal }));
    expect(await module.bench.settle(after.perform('readKeyMode', { signal })), `stopped after ${ms} ms`).toBe(
      'public',
    );
    expect(await module.bench.settle(after.perform('readPac', { signal }))).toBe(madeUpUnit.pac);
    await module.bench.settle(after.close({ signal }));
  }
});

it('a key change that is stopped before its first byte changes nothing', async () => {
  const module = moduleOnBench();
  const session = new ModemSession({ definition: radiocraftsSig, port: module.bench.port, clock: module.bench.clock });
  await module.bench.settle(session.open({ signal }));
  await expect(session.perform('usePublicKey', { signal: AbortSignal.abort(stopped) })).rejects.toBe(stopped);
  expect(await module.bench.settle(session.perform('readKeyMode', { signal }))).toBe('private');
});

it.each([300, 700, 1600])('a zone that comes %i ms late is not taken for a temperature of -128 degrees', async (ms) => {
  const module = moduleOnBench({ wireFaults: [{ kind: 'late answer', answer: 1, ms }] });
  const session = new ModemSession({ definition: radiocraftsSig, port: module.bench.port, clock: module.bench.clock });
  await module.bench.settle(session.open({ signal }));
  await module.bench.settle(session.perform('readRadioZone', { signal }).catch(String));
  expect(await module.bench.settle(session.perform('readTemperature', { signal }))).toBe(24);
  await module.bench.settle(session.close({ signal }));
  expectLeftInIdleMode(module);
});

it('shows of its answers only how long they were', async () => {
  const { bench } = moduleOnBench();
  const session = new ModemSession({ definition: radiocraftsSig, port: bench.port, clock: bench.clock });
  await bench.settle(session.open({ signal }));
  await bench.settle(session.perform('readPac', { signal }));
  await bench.settle(session.close({ signal }));
  expect(renderTranscript({ header: {}, exchanges: session.transcript })).toMatch(
    /@ perform readPac\n\+\d+ > \*\n\+\d+ < \*{13}\n@ perform leaveConfiguration\n\+\d+ > X\n$/,
  );
});
