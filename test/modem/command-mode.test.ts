import { describe, expect, it } from 'vitest';

import { adeunis } from '../../firmware-protocols/adeunis/definition.ts';
import { powerOnAdeunis } from '../../firmware-protocols/adeunis/simulator.ts';
import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { nemeus } from '../../firmware-protocols/nemeus/definition.ts';
import { powerOnNemeus } from '../../firmware-protocols/nemeus/simulator.ts';
import { telitLe51 } from '../../firmware-protocols/telit-le51/definition.ts';
import { powerOnTelitLe51 } from '../../firmware-protocols/telit-le51/simulator.ts';
import { renderTranscript } from '../../src/dialect/transcript.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { ModemSession } from '../../src/modem/modem-session.ts';
import { readModem } from '../../src/modem/read-modem.ts';
import { MemoryBench, type MemoryBenchOptions } from '../support/memory-bench.ts';

const { signal } = new AbortController();
const telit = { definition: telitLe51, powerOn: powerOnTelitLe51 };
const product = { definition: adeunis, powerOn: powerOnAdeunis };

/** What was written, a line for each request. */
const writtenIn = (transcript: string): readonly string[] =>
  [...transcript.matchAll(/^\+\d+ > (.*)$/gm)].map(([, bytes = '']) => bytes);

const read = async (options: MemoryBenchOptions, dialect: DialectDefinition) => {
  const bench = new MemoryBench(options);
  const { outcome, transcript } = await bench.settle(
    readModem(bench.port, {
      dialect,
      candidates: [],
      usb: null,
      readings: 2,
      details: [],
      clock: bench.clock,
      signal,
      onPhase: () => undefined,
    }),
  );
  await bench.end();
  return { outcome, written: writtenIn(transcript), transcript };
};

/** Performs one command in a session of its own, on a modem that was there before. */
const inSession = async (
  bench: MemoryBench,
  definition: DialectDefinition,
  command: string,
): Promise<{ readonly value: unknown; readonly transcript: string }> => {
  const session = new ModemSession({ definition, port: bench.port, clock: bench.clock });
  const work = async (): Promise<unknown> => {
    try {
      await session.open({ signal });
      return await session.perform(command, { signal });
    } catch (error) {
      return error instanceof PaclineError ? error.code : String(error);
    } finally {
      await session.close({ signal });
    }
  };
  return {
    value: await bench.settle(work()),
    transcript: renderTranscript({ header: {}, exchanges: session.transcript }),
  };
};

describe('a modem whose port carries payload', () => {
  it('is read in its command mode, after a second of silence, and left as it was found', async () => {
    const { written, transcript } = await read({ dialect: telit }, telitLe51);
    expect(written).toEqual(['+++', 'ATS192?<CR>', 'ATS192?<CR>', 'ATS192?<CR>', 'ATX<CR>']);
    const [, silenceMs] = /^\+(\d+) > \+\+\+$/m.exec(transcript) ?? [];
    expect(Number(silenceMs)).toBeGreaterThanOrEqual(1000);
  });

  it('hears nothing but the escape when that was not answered: anything else would go on the air', async () => {
    const { outcome, written } = await read({ dialect: telit, modemFaults: ['mute'] }, telitLe51);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'no answer' } });
    expect(new Set(written)).toEqual(new Set(['+++']));
  });

  it('can be read again and again', async () => {
    const bench = new MemoryBench({ dialect: telit });
    for (let session = 1; session <= 3; session += 1)
      expect((await inSession(bench, telitLe51, 'readSpeedCode')).value).toBe('5');
    await bench.end();
  });
});

describe('a product that transmits when its command mode is left', () => {
  it('is not left by itself, and understood by the next session all the same', async () => {
    const bench = new MemoryBench({ dialect: product });
    const first = await inSession(bench, adeunis, 'readNetwork');
    const second = await inSession(bench, adeunis, 'readNetwork');
    expect([first.value, second.value]).toEqual(['SIGFOX', 'SIGFOX']);
    expect(writtenIn(first.transcript)).toEqual(['+++', 'AT/N<CR><LF>']);
    expect(writtenIn(second.transcript)).toEqual(['+++', '<CR><LF>', 'AT/N<CR><LF>']);
    await bench.end();
  });
});

describe('a modem whose ID nobody has published', () => {
  it.each([
    ['adeunis', product],
    ['nemeus', { definition: nemeus, powerOn: powerOnNemeus }],
  ])('is not even opened: %s', async (id, dialect) => {
    const { outcome, written } = await read({ dialect }, dialect.definition);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'not documented' } });
    expect(outcome.ok ? '' : String(outcome.error)).toContain(`--dialect ${id}`);
    expect(written).toEqual([]);
  });
});

it('a request with pauses between its bytes is one line of the transcript', async () => {
  const bench = new MemoryBench({ dialect: { definition: nemeus, powerOn: powerOnNemeus } });
  const { value, transcript } = await inSession(bench, nemeus, 'readRadioSettings');
  expect(value).toBe('+RF: made-up line');
  expect(writtenIn(transcript)).toEqual(['<CR><LF>AT+SF=ON<CR><LF>', '<CR><LF>AT+RF=?<CR><LF>']);
  await bench.end();
});
