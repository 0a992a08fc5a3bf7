import { describe, expect, it } from 'vitest';

import { noWord } from '../../firmware-protocols/contract.ts';
import type { dialects } from '../../firmware-protocols/index.ts';
import { modemFaults } from '../../firmware-protocols/simulator.ts';
import { renderTranscript } from '../../src/dialect/transcript.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { ModemSession } from '../../src/modem/modem-session.ts';
import { readIdentity } from '../../src/modem/read-identity.ts';
import type { WireFault } from '../../src/simulator/boards/wire-fault.ts';
import { madeUpUnit, MemoryBench, type MemoryBenchOptions } from '../support/memory-bench.ts';
import { piecesOfThePac } from '../support/pac-pieces.ts';
import { everyDialect } from './dialect-folders.ts';

/** Opening, and every reading asked for as often as is allowed: a station gives up on a slot before this. */
const limitMs = 60_000;

type Reading = { readonly deviceId: string; readonly pac: string | null } | PaclineError;

interface Done {
  readonly bench: MemoryBench;
  readonly reading: Reading;
}

const read = async (options: MemoryBenchOptions): Promise<Done> => {
  const bench = new MemoryBench(options);
  const { signal } = new AbortController();
  const session = new ModemSession({ definition: options.dialect.definition, port: bench.port, clock: bench.clock });
  const reading = async (): Promise<Reading> => {
    try {
      await session.open({ signal });
      const { deviceId, pac } = await readIdentity(session, { readings: 2, signal });
      return { deviceId, pac: pac?.reveal() ?? null };
    } catch (error) {
      if (error instanceof PaclineError) return error;
      throw error;
    } finally {
      await session.close({ signal }).catch(() => undefined);
    }
  };
  const result = await bench.settle(reading(), { withinMs: limitMs });
  await bench.end();
  expect(bench.clock.sleeping).toBe(0);
  const written =
    renderTranscript({ header: {}, exchanges: session.transcript }) +
    (result instanceof PaclineError ? result.message + JSON.stringify(result.context) : '');
  for (const piece of piecesOfThePac) expect(written.toUpperCase()).not.toContain(piece);
  return { bench, reading: result };
};

const code = ({ reading }: Done): string => (reading instanceof PaclineError ? reading.code : 'read');

describe.each(everyDialect)('%s, read by a session', (_, dialect: (typeof dialects)[number]) => {
  const { commands } = dialect.definition as { commands: { readDeviceId?: unknown; readPac?: unknown } };
  const truth = { deviceId: madeUpUnit.deviceId, pac: commands.readPac === undefined ? null : madeUpUnit.pac };
  /** The right identity or a typed error: nothing else may ever come out. */
  const expectTruthOrError = (reading: Reading, circumstance: string): void => {
    if (!(reading instanceof PaclineError)) expect(reading, circumstance).toEqual(truth);
    else
      expect(
        [
          'no answer',
          'fell silent',
          'line is noisy',
          'wrong baud',
          'other dialect',
          'modem refused',
          'identity refused',
          'port lost',
        ],
        circumstance,
      ).toContain(reading.code);
  };

  it('gives its ID, and its PAC where it holds one', async () => {
    const { reading } = await read({ dialect });
    if (commands.readDeviceId === undefined) expect(reading).toBeInstanceOf(PaclineError);
    else expect(reading).toEqual(truth);
  });

  if (commands.readDeviceId === undefined) return;

  it.each(modemFaults)('ends in its identity or a typed error with the fault "%s"', async (fault) => {
    const done = await read({ dialect, modemFaults: [fault] });
    // A modem without a word for it cannot refuse.
    const refusing =
      dialect.definition.results.failure === noWord ? 'read' : expect.stringMatching(/^(modem|identity) refused$/);
    const expected = { mute: 'no answer', unprovisioned: 'unprovisioned', refusing }[fault as string] ?? 'read';
    expect(code(done)).toEqual(expected);
    if (expected === 'read') expect(done.reading).toEqual(truth);
  });

  it('gives its identity in spite of any one flipped bit', async () => {
    const { bench } = await read({ dialect });
    for (const [index, answer] of bench.answers.entries()) {
      for (let byte = 0; byte < answer.length; byte += 1) {
        for (let bit = 0; bit < 8; bit += 1) {
          const { reading } = await read({
            dialect,
            pace: 'at once',
            wireFaults: [{ kind: 'flipped bit', answer: index + 1, byte, bit }],
          });
          expect(reading, `answer ${index + 1}, byte ${byte}, bit ${bit}`).toEqual(truth);
        }
      }
    }
  });

  it('is never misread when an answer comes late', async () => {
    const { bench } = await read({ dialect });
    for (let answer = 1; answer <= bench.answers.length; answer += 1) {
      for (const ms of [100, 450, 700, 1500, 4000]) {
        const fault: WireFault = { kind: 'late answer', answer, ms };
        expectTruthOrError((await read({ dialect, wireFaults: [fault] })).reading, `answer ${answer} late by ${ms} ms`);
      }
    }
  });

  it('is a lost port wherever the cable is pulled', async () => {
    const { bench } = await read({ dialect });
    for (const [index, answer] of bench.answers.entries()) {
      for (let byte = 0; byte < answer.length; byte += 1) {
        const done = await read({ dialect, wireFaults: [{ kind: 'unplug', answer: index + 1, byte }] });
        // What was complete before the cable was pulled has been read.
        const complete = index === bench.answers.length - 1 && code(done) === 'read';
        if (complete) expect(done.reading).toEqual(truth);
        else expect(code(done), `answer ${index + 1}, byte ${byte}`).toBe('port lost');
      }
    }
  });

  it('gives its identity or a typed error on a line with lasting noise', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const done = await read({ dialect, wireFaults: [{ kind: 'noise', probability: 0.04, seed }] });
      expectTruthOrError(done.reading, `seed ${seed}`);
    }
  });
});
