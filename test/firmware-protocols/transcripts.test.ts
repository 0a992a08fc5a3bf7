import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AnyCommand, DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { Dialect } from '../../firmware-protocols/index.ts';
import { modemFaults } from '../../firmware-protocols/simulator.ts';
import { beginExchange, type Exchange } from '../../src/dialect/exchange.ts';
import type { Transcript, TranscriptExchange } from '../../src/dialect/transcript.ts';
import { madeUpUnit } from '../support/memory-bench.ts';
import { everyTranscript, faultsOf, said } from './dialect-folders.ts';

type Meaning = { readonly value: unknown } | { readonly failure: string };

interface Piece {
  readonly bytes: string;
  readonly afterMs: number;
}

/** What the exchange engine makes of bytes that come in these pieces. */
const meaning = (exchange: Exchange, pieces: readonly Piece[]): Meaning => {
  const { silenceMs } = exchange;
  let received = '';
  const unasked = exchange.judge(received, { silent: false });
  if (unasked.state === 'value') return { value: unasked.value };
  for (const { bytes, afterMs } of pieces) {
    const paused = silenceMs !== null && afterMs >= silenceMs ? exchange.judge(received, { silent: true }) : null;
    const state =
      paused === null || paused.state === 'pending' ? exchange.judge((received += bytes), { silent: false }) : paused;
    if (state.state !== 'pending') return state.state === 'value' ? { value: state.value } : { failure: state.state };
  }
  const state = silenceMs === null ? null : exchange.judge(received, { silent: true });
  if (state?.state === 'value') return { value: state.value };
  return { failure: state === null || state.state === 'pending' ? 'silence' : state.state };
};

const atOnce = (...texts: readonly string[]): readonly Piece[] => texts.map((bytes) => ({ bytes, afterMs: 0 }));

const byteByByte = (text: string): readonly string[] => text.split('');

/** At the very front and after every line end. */
const betweenLines = (bytes: string): readonly number[] => [
  0,
  ...[...bytes.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length),
];

const cutAt = (bytes: string, cuts: readonly number[]): readonly string[] => {
  const ends = [...new Set([...cuts.filter((cut) => cut < bytes.length), bytes.length])].toSorted((a, b) => a - b);
  return ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end));
};

const commandOf = (definition: DialectDefinition, { command }: TranscriptExchange): AnyCommand => {
  const found = command === null ? undefined : definition.commands[command];
  if (found === undefined) throw new Error(`${definition.id} has no command ${command}`);
  return found;
};

/** The unit that a transcript is about: the ID and PAC that its header or its own commands tell. */
const unitOf = (transcript: Transcript) => {
  const meant = (command: string): string | undefined => {
    const expected = transcript.exchanges.findLast(
      (exchange) => exchange.command === command && exchange.expected !== null && 'value' in exchange.expected,
    )?.expected;
    return expected !== undefined && expected !== null && 'value' in expected ? String(expected.value) : undefined;
  };
  return {
    deviceId: (transcript.header['unit'] ?? meant('readDeviceId') ?? madeUpUnit.deviceId).padStart(8, '0'),
    pac: transcript.header['pac'] ?? meant('readPac') ?? madeUpUnit.pac,
    faults: faultsOf(transcript),
  };
};

/** What kind of thing a value is, for units whose values are their own. */
const shape = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
};

const alike = (found: Meaning): unknown => ('value' in found ? { value: shape(found.value) } : found);

describe.each(everyTranscript)('%s', (name, { definition, powerOn }: Dialect, transcript) => {
  const performed = transcript.exchanges.filter(({ command }) => command !== null);
  const everyExchange = (check: (exchange: TranscriptExchange, engine: Exchange, bytes: string) => void): void => {
    for (const exchange of performed)
      check(
        exchange,
        beginExchange(definition, commandOf(definition, exchange), exchange.args),
        said(exchange, 'from modem'),
      );
  };

  it('says where it comes from and in which condition the modem was', () => {
    expect(name).toMatch(new RegExp(`^${transcript.header['dialect'] ?? '?'}/`));
    expect(['log', 'test-code', 'manual', 'host-run', 'source-format', 'assumed']).toContain(
      transcript.header['evidence'],
    );
    expect(transcript.header['source'] ?? '').not.toBe('');
    for (const fault of (transcript.header['faults'] ?? '').split(', ').filter((word) => word !== ''))
      expect(modemFaults).toContain(fault);
    expect(transcript.exchanges).not.toEqual([]);
    for (const { expected } of performed) expect(expected).not.toBeNull();
  });

  it('shows the bytes that the definition sends, and answers within its limits', () => {
    everyExchange((exchange, engine) => {
      expect(said(exchange, 'to modem')).toBe(engine.request);
      const asked = exchange.entries.findLastIndex(({ direction }) => direction === 'to modem');
      const tookMs = exchange.entries.slice(asked + 1).reduce((sum, { afterMs }) => sum + afterMs, 0);
      expect(tookMs).toBeLessThan(engine.timeoutMs);
    });
  });

  it('means what it says when it comes whole, byte by byte, or with its own pauses', () => {
    everyExchange((exchange, engine, bytes) => {
      expect(meaning(engine, atOnce(bytes))).toEqual(exchange.expected);
      expect(meaning(engine, atOnce(...byteByByte(bytes)))).toEqual(exchange.expected);
      expect(
        meaning(
          engine,
          exchange.entries.filter(({ direction }) => direction === 'from modem'),
        ),
      ).toEqual(exchange.expected);
    });
  });

  it('means the same wherever it is cut', () => {
    everyExchange((exchange, engine, bytes) => {
      const cuts = fc.array(fc.nat({ max: bytes.length }), { maxLength: 8 });
      const holds = fc.property(cuts, (places) => {
        expect(meaning(engine, atOnce(...cutAt(bytes, places)))).toEqual(exchange.expected);
      });
      fc.assert(holds, { seed: 868_130, numRuns: 60 });
    });
  });

  it('means the same behind an echo of the request', () => {
    everyExchange((exchange, engine, bytes) => {
      const [firstLine = ''] = engine.request.split(/[\r\n]/).filter((line) => line !== '');
      const echoes = /[\r\n]$/.test(engine.request) && !bytes.toUpperCase().includes(firstLine.toUpperCase());
      const echoed = echoes ? engine.request + bytes : bytes;
      expect(meaning(engine, atOnce(echoed))).toEqual(exchange.expected);
      expect(meaning(engine, atOnce(...byteByByte(echoed)))).toEqual(exchange.expected);
    });
  });

  it('means the same with an unsolicited line between any two lines', () => {
    everyExchange((exchange, engine, bytes) => {
      const { claims } = commandOf(definition, exchange).reply;
      const strangers = definition.unsolicited
        .flatMap(({ samples }) => samples)
        .filter((sample) => claims?.test(sample) !== true);
      for (const stranger of strangers) {
        for (const place of betweenLines(bytes)) {
          const mixed = `${bytes.slice(0, place)}\r\n${stranger}\r\n${bytes.slice(place)}`;
          expect(meaning(engine, atOnce(mixed)), `${stranger} at ${place}`).toEqual(exchange.expected);
          expect(meaning(engine, atOnce(...byteByByte(mixed))), `${stranger} at ${place}`).toEqual(exchange.expected);
        }
      }
    });
  });

  it('is what the simulator says', () => {
    let now = powerOn(unitOf(transcript));
    for (const exchange of transcript.exchanges) {
      const asked = said(exchange, 'to modem');
      if (exchange.command === null) {
        // Bytes without a command are the modem's own manners: byte for byte.
        if (asked !== '') now = now.modem.receive(asked);
        expect(now.replies.map(({ bytes }) => bytes).join('')).toBe(said(exchange, 'from modem'));
        continue;
      }
      const engine = beginExchange(definition, commandOf(definition, exchange), exchange.args);
      // A modem that speaks by itself has said it when it was powered, and says it once for all that is looked for in it.
      now = engine.announced ? powerOn(unitOf(transcript)) : now.modem.receive(engine.request);
      const failure = exchange.expected !== null && 'failure' in exchange.expected ? exchange.expected.failure : null;
      // Damage is the line's doing, not the modem's; and half an answer is what a host has that stopped listening too early.
      // No simulated modem is busy by itself.
      if (failure === 'malformed' || failure === 'busy') continue;
      if (failure === 'silence' && said(exchange, 'from modem') !== '') {
        expect(
          now.replies
            .map(({ bytes }) => bytes)
            .join('')
            .startsWith(said(exchange, 'from modem')),
          exchange.command,
        ).toBe(true);
        continue;
      }
      const found = meaning(engine, now.replies);
      if (transcript.header['differs'] === undefined) expect(found, exchange.command).toEqual(exchange.expected);
      else expect(alike(found), exchange.command).toEqual(alike(exchange.expected ?? { failure: 'nothing stated' }));
    }
  });
});
