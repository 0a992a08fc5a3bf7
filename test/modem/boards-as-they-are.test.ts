import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { dialects, type Dialect } from '../../firmware-protocols/index.ts';
import type { ModemFault } from '../../firmware-protocols/simulator.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { readModem } from '../../src/modem/read-modem.ts';
import type { BoardManners } from '../../src/simulator/boards/board-manners.ts';
import { verdictOfError } from '../../src/station/run/verdict.ts';
import { madeUpUnit, MemoryBench } from '../support/memory-bench.ts';

const candidates: readonly DialectDefinition[] = dialects.map(({ definition }) => definition);

/** A board that starts anew, is deaf for 3 s and busy for 8 s, asked to its end. */
const limitMs = 120_000;

interface Board {
  readonly dialect: Dialect;
  readonly how: 'named' | 'looked for';
  readonly manners: BoardManners;
  readonly faults: readonly ModemFault[];
}

interface Done {
  readonly identity: { readonly deviceId: string; readonly pac: string | null } | null;
  readonly error: PaclineError | null;
  readonly hasSpoken: boolean;
}

const read = async ({ dialect, how, manners, faults }: Board): Promise<Done> => {
  let hasSpoken = false;
  const bench = new MemoryBench({
    dialect,
    manners,
    modemFaults: faults,
    toHost(bytes) {
      hasSpoken ||= /[^\0]/.test(bytes);
      return bytes;
    },
  });
  const { definition } = dialect;
  const { outcome } = await bench.settle(
    readModem(bench.port, {
      dialect: how === 'named' ? definition : null,
      candidates,
      usb: definition.identify.usb?.[0] ?? null,
      readings: 2,
      details: [],
      clock: bench.clock,
      signal: new AbortController().signal,
      onPhase: () => undefined,
    }),
    { withinMs: limitMs },
  );
  await bench.end();
  expect(bench.clock.sleeping).toBe(0);
  if (outcome.ok)
    return {
      identity: { deviceId: outcome.reading.identity.deviceId, pac: outcome.reading.identity.pac?.reveal() ?? null },
      error: null,
      hasSpoken,
    };
  if (!(outcome.error instanceof PaclineError)) throw outcome.error;
  return { identity: null, error: outcome.error, hasSpoken };
};

const truthOf = ({ definition }: Dialect) => ({
  deviceId: madeUpUnit.deviceId,
  pac: definition.commands.readPac === undefined ? null : madeUpUnit.pac,
});

/** Whether the simulated modem repeats what it hears by itself, byte by byte or line by line. */
const echoes = ({ powerOn }: Dialect): boolean =>
  powerOn(madeUpUnit)
    .modem.receive('AT$ID?\r')
    .replies.map(({ bytes }) => bytes)
    .join('')
    .includes('AT$ID');

/** Leaving the mode in which it carries payload is itself a dialogue, and what is echoed before that is payload. */
const carriesPayload = new Set(['telit-le51']);
const bootText = fc.constantFrom('', '\r\nBoot 1.2\r\n', 'rst:0x1 (POWERON)\r\nstarting\r\n', '\r\nREADY\r\n', '# ');
const garbage = fc.constantFrom('', '\0', '\xFF\xFE\x00\x80', '\xF0\x0F\xAA', 'ets Jun  8 2016\r\n\x80\x80');

const manners = (dialect: Dialect): fc.Arbitrary<BoardManners> => {
  const { results, framing, announcement } = dialect.definition;
  const isText = framing.alphabet !== 'binary';
  const words =
    results.busy === undefined
      ? [null]
      : [null, '\r\nAT_BUSY_ERROR\r\n'].filter((said) => said === null || results.busy?.test(said.trim()));
  // A board that only speaks is restarted by a finger, and is up when it speaks.
  const starts = announcement === undefined;
  const never = fc.constant(undefined);
  return fc
    .record({
      deafMs: starts ? fc.integer({ min: 0, max: 3000 }) : never,
      garbage: starts ? garbage : never,
      bootText: starts ? bootText : never,
      busy: starts
        ? fc.option(fc.record({ ms: fc.integer({ min: 0, max: 8000 }), words: fc.constantFrom(...words) }), {
            nil: undefined,
          })
        : never,
      lineEnd: isText ? fc.constantFrom(undefined, '\r\n', '\n', '\r') : never,
      hasNuls: isText ? fc.boolean() : never,
      echo:
        isText && starts && !echoes(dialect) && !carriesPayload.has(dialect.definition.id)
          ? fc.constantFrom(undefined, 'bytes', 'bytes and line feeds', 'lines')
          : never,
    })
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as BoardManners);
};

const readable = dialects.filter(({ definition }) => definition.commands.readDeviceId !== undefined);

describe('a board as people meet it', () => {
  it.each(readable.map((dialect) => [dialect.definition.id, dialect] as const))(
    '%s is read right or not at all, and never called dead when it has spoken, nor failed',
    async (_, dialect) => {
      const ways =
        dialect.definition.identify.mode === 'automatic' ? (['named', 'looked for'] as const) : (['named'] as const);
      const truth = truthOf(dialect);
      let readRight = 0;
      const property = fc.asyncProperty(manners(dialect), fc.constantFrom(...ways), async (board, way) => {
        // Families are told apart by empty lines before an answer: an echo that hides them is forgiven to a board with a name only.
        const how = board.echo === 'lines' || (board.echo === 'bytes' && board.lineEnd === '\n') ? 'named' : way;
        const { identity, error, hasSpoken } = await read({ dialect, how, manners: board, faults: [] });
        if (identity !== null) {
          readRight += 1;
          expect(identity).toEqual(truth);
          return;
        }
        expect(error === null ? '' : verdictOfError(error).outcome, String(error)).toBe('timeout');
        if (hasSpoken) expect(error?.code).not.toBe('no answer');
        // Only one that was busy for longer than anybody waits may be left unread.
        expect(board.busy?.ms ?? 0, String(error)).toBeGreaterThan(0);
      });
      await fc.assert(property, { seed: 190_719, numRuns });
      expect(readRight).toBeGreaterThan(numRuns / 3);
    },
  );
});

const numRuns = 40;
