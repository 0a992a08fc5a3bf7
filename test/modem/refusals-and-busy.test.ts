import { describe, expect, it } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import { powerOnAxWisol } from '../../firmware-protocols/ax-wisol/simulator.ts';
import { dialects, type Dialect } from '../../firmware-protocols/index.ts';
import { lineModem, type PowerOn } from '../../firmware-protocols/simulator.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { readModem, type ReadModemResult } from '../../src/modem/read-modem.ts';
import { verdictOfError } from '../../src/station/run/verdict.ts';
import { madeUpUnit, MemoryBench, type MemoryBenchOptions } from '../support/memory-bench.ts';

const candidates = dialects.map(({ definition }) => definition);

const named = (id: string): Dialect => {
  const found = dialects.find(({ definition }) => definition.id === id);
  if (found === undefined) throw new Error(`there is no dialect ${id}`);
  return found;
};

const read = async (
  options: MemoryBenchOptions,
  {
    dialect = options.dialect.definition,
    notices = [],
  }: { readonly dialect?: Dialect['definition'] | null; readonly notices?: string[] } = {},
): Promise<ReadModemResult & { readonly tookMs: number }> => {
  const bench = new MemoryBench(options);
  const begun = bench.clock.uptime();
  const result = await bench.settle(
    readModem(bench.port, {
      dialect,
      candidates,
      usb: null,
      readings: 2,
      details: [],
      clock: bench.clock,
      signal: new AbortController().signal,
      onPhase: () => undefined,
      onNotice: (sentence) => notices.push(sentence),
    }),
  );
  const tookMs = bench.clock.uptime() - begun;
  await bench.end();
  return { ...result, tookMs };
};

const errorOf = ({ outcome }: ReadModemResult): PaclineError => {
  if (outcome.ok || !PaclineError.is(outcome.error)) throw new Error('a refusal was expected');
  return outcome.error;
};

/** Another program has typed half a line and gone. */
const halfLineLeft: PowerOn = (unit) => ({ modem: powerOnAxWisol(unit).modem.receive('AT$T').modem, replies: [] });

/** Firmware with the same parser, and none of the commands. */
const lorawan: PowerOn = () => ({
  modem: lineModem(
    {
      terminators: '\r\n',
      maxLength: 80,
      echo: () => '',
      react: (state, command) => ({ state, text: command === 'AT' ? '\r\nOK\r\n' : '\r\nAT_ERROR\r\n' }),
    },
    null,
  ),
  replies: [],
});

const stm32wl = named('stm32wl-at');
const busyWords = '\r\nAT_BUSY_ERROR\r\n';

describe('a modem that says "not now"', () => {
  it.each([0, 300, 2000, 6000])('for %i ms is asked until it answers', async (ms) => {
    const { outcome } = await read({ dialect: stm32wl, manners: { busy: { ms, words: busyWords } } });
    expect(outcome).toMatchObject({ ok: true, reading: { identity: { deviceId: madeUpUnit.deviceId } } });
  });

  it.each([{ dialect: stm32wl.definition }, { dialect: null }])(
    'for longer than anything takes ends in a time-out with its words, and never in a failed unit',
    async (how) => {
      const error = errorOf(
        await read({ dialect: stm32wl, manners: { busy: { ms: 600_000, words: busyWords } } }, how),
      );
      expect(error.code).toBe('modem busy');
      expect(error.message).toContain('AT_BUSY_ERROR');
      expect(verdictOfError(error).outcome).toBe('timeout');
    },
  );
});

describe('a modem that refuses its identity', () => {
  it('is no failed unit: the firmware and its mode are looked at first', async () => {
    const error = errorOf(
      await read({ dialect: { definition: axWisol, powerOn: powerOnAxWisol }, modemFaults: ['refusing'] }),
    );
    expect(error.code).toBe('identity refused');
    expect(verdictOfError(error).outcome).toBe('error');
  });

  it('is asked once more, for what was refused may be the rest of a half line that another program has left', async () => {
    expect((await read({ dialect: { definition: axWisol, powerOn: halfLineLeft } })).outcome.ok).toBe(true);
  });

  it('because it is another one than was named is told which', async () => {
    // It knows AT and refuses everything of the named dialect.
    const error = errorOf(
      await read({ dialect: { definition: named('lsm1x0a').definition, powerOn: named('lsm1x0a-lora').powerOn } }),
    );
    expect(['other dialect', 'identity refused']).toContain(error.code);
    expect(error.message).toMatch(/LoRa/);
    expect(verdictOfError(error).outcome).toBe('error');
  });
});

describe('what answers and is no Sigfox modem', () => {
  it('is named by its firmware, where that is known', async () => {
    const error = errorOf(
      await read({ dialect: { definition: stm32wl.definition, powerOn: lorawan } }, { dialect: null }),
    );
    expect(error.code).toBe('foreign device');
    expect(error.message).toContain('LoRaWAN');
  });
});

describe('a silent board', () => {
  const mute: MemoryBenchOptions = { dialect: { definition: axWisol, powerOn: powerOnAxWisol }, modemFaults: ['mute'] };

  it('whose dialect says that opening does not reset it is named within a second, and nobody waits', async () => {
    const notices: string[] = [];
    const dialect = { ...axWisol, opensWith: { resets: 'no', source: axWisol.sources[0] } } as const;
    const result = await read(mute, { dialect, notices });
    expect(errorOf(result).code).toBe('no answer');
    expect(result.tookMs).toBeLessThanOrEqual(1000);
    expect(notices).toEqual([]);
  });

  it('of which nobody knows that is given time to boot, and the operator is told once', async () => {
    const notices: string[] = [];
    const result = await read(mute, { notices });
    expect(errorOf(result).code).toBe('no answer');
    expect(result.tookMs).toBeGreaterThan(3000);
    expect(notices).toEqual([expect.stringMatching(/waiting for the board to boot, [23] s/)]);
  });

  it('by DTR is waited for as long as its boot takes', async () => {
    const dialect = { ...axWisol, opensWith: { resets: 'by DTR', bootMs: 1500, source: axWisol.sources[0] } } as const;
    expect((await read({ ...mute, modemFaults: [], manners: { deafMs: 1500 } }, { dialect })).outcome.ok).toBe(true);
  });
});
