import { describe, expect, it } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import { powerOnAxWisol } from '../../firmware-protocols/ax-wisol/simulator.ts';
import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { ask, type Procedure } from '../../firmware-protocols/procedure.ts';
import { renderTranscript } from '../../src/dialect/transcript.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { ModemSession } from '../../src/modem/modem-session.ts';
import { MemoryBench, type MemoryBenchOptions } from '../support/memory-bench.ts';

const { signal } = new AbortController();

const sessionOf = (own: Partial<DialectDefinition>, options: Omit<MemoryBenchOptions, 'dialect'> = {}) => {
  const definition: DialectDefinition = { ...axWisol, ...own };
  const bench = new MemoryBench({ dialect: { definition, powerOn: powerOnAxWisol }, ...options });
  return { bench, session: new ModemSession({ definition, port: bench.port, clock: bench.clock }) };
};

const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'fulfilled',
    (error: unknown) => (error instanceof PaclineError ? error.code : String(error)),
  );

const slowly = {
  ...axWisol.commands,
  readFirmware: { ...axWisol.commands.readFirmware, characterGapMs: 20 },
} satisfies DialectDefinition['commands'];

/** Goes on asking whatever happens. */
function* stubborn(): Procedure<string> {
  for (let asks = 0; asks < 3; asks += 1) {
    try {
      yield* ask('readFirmware', String);
    } catch {
      // And again.
    }
  }
  return yield* ask('readFirmware', String);
}

describe('a request that is written byte by byte', () => {
  it('is heard with its pauses', async () => {
    const { bench, session } = sessionOf({ commands: slowly });
    const before = bench.clock.uptime();
    expect(await bench.settle(session.perform('readFirmware', { signal }))).toBe('AX-SFEU 1.0.6-ETSI');
    expect(bench.clock.uptime() - before).toBeGreaterThan(20 * 'AT$I=0\r'.length);
  });

  it('is written to its end when it is stopped in the middle, so that the next one is not taken for the rest', async () => {
    const { bench, session } = sessionOf({ commands: slowly });
    const abort = new AbortController();
    const given = codeOf(session.perform('readFirmware', { signal: abort.signal }));
    await bench.clock.advance(50);
    abort.abort(new PaclineError('interrupted', 'Stopped by the test.'));
    expect(await bench.settle(given, { withinMs: 200 })).toBe('interrupted');
    expect(await bench.settle(session.perform('readSupplyMillivolts', { signal }))).toBe(3350);
    expect(bench.answers).toEqual(['AX-SFEU 1.0.6-ETSI\r\n', '3350\r\n']);
  });

  it('is a lost port when the cable is pulled in the middle', async () => {
    const { bench, session } = sessionOf({ commands: slowly });
    const given = codeOf(session.perform('readFirmware', { signal }));
    await bench.clock.advance(50);
    bench.pull();
    expect(await bench.settle(given, { withinMs: 100 })).toBe('port lost');
    expect(bench.clock.sleeping).toBe(0);
  });
});

it('a procedure that goes on after its session was closed does not get in the way of the closing dialogue', async () => {
  const { bench, session } = sessionOf(
    {
      *closing() {
        yield* ask('ping', () => undefined);
      },
    },
    { wireFaults: [{ kind: 'late answer', answer: 1, ms: 60 }] },
  );
  const given = codeOf(session.run(stubborn(), { signal }));
  await bench.clock.advance(30);
  await bench.settle(session.close({ signal }), { withinMs: 1000 });
  expect(await given).toBe('interrupted');
  expect(session.transcript.at(-1)?.command).toBe('ping');
});

it('nothing of what a modem that speaks in bytes says unasked is readable', async () => {
  const { bench, session } = sessionOf({ framing: { ...axWisol.framing, alphabet: 'binary' } });
  bench.port.deliver('\xB7\xD9\x3C');
  expect(await bench.settle(session.perform('readSupplyMillivolts', { signal }))).toBe(3350);
  expect(renderTranscript({ header: {}, exchanges: session.transcript })).toMatch(/^@ listen\n\+\d+ < \*\*\*\n/);
});
