import { describe, expect, it } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import { dialects, type Dialect } from '../../firmware-protocols/index.ts';
import { replayTranscript } from '../../src/dialect/replay.ts';
import { parseTranscript, renderTranscript, type Transcript } from '../../src/dialect/transcript.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { everyDetail, readModem } from '../../src/modem/read-modem.ts';
import { MemoryBench } from '../support/memory-bench.ts';

const parsed = (text: string): Transcript => {
  const result = parseTranscript(text);
  if ('badLine' in result) throw new Error(`line ${result.badLine}: ${result.reason}`);
  return result.transcript;
};

const replayed = (text: string) => replayTranscript(axWisol, parsed(text));

const masked = (request: string) => replayed(`@ perform readPac\n+0 > ${request}<CR>\n+24 < ****************<CR><LF>`);

describe('a replayed transcript', () => {
  it('fits where the dialect sends the same and reads what is stated', () => {
    expect(replayed('@ perform readSupplyMillivolts\n+0 > AT$V?<CR>\n+24 < 3350<CR><LF>\n= 3350')).toEqual([
      { number: 1, command: 'readSupplyMillivolts', meaning: { value: 3350 }, mismatches: [] },
    ]);
  });

  it('counts the exchanges without a command, and does not judge them', () => {
    expect(replayed('@ listen\n+0 < noise\n@ perform ping\n+0 > AT<CR>\n+2 < OK<CR><LF>\n= null')).toMatchObject([
      { number: 2, command: 'ping', mismatches: [] },
    ]);
  });

  it.each([
    {
      what: 'another request',
      text: '@ perform ping\n+0 > ATI<CR>\n+2 < OK<CR><LF>\n= null',
      says: 'Sent was ATI<CR>, expected is AT<CR>.',
    },
    {
      what: 'a damaged answer',
      text: '@ perform readDeviceId\n+0 > AT$I=10<CR>\n+2 < 00A10C4<CR><LF>\n= "00A10C4E"',
      says: 'To AT$I=10<CR> came 00A10C4<CR><LF>, which is damaged or no answer to this; expected is what means "00A10C4E".',
    },
    {
      what: 'an answer cut off',
      text: '@ perform readDeviceId\n+0 > AT$I=10<CR>\n+2 < 00A1\n= "00A10C4E"',
      says: 'To AT$I=10<CR> came 00A1, which is no complete answer; expected is what means "00A10C4E".',
    },
    {
      what: 'a refusal where nothing is stated',
      text: '@ perform ping\n+0 > AT<CR>\n+2 < ERROR<CR><LF>',
      says: 'To AT<CR> came ERROR<CR><LF>, which is a refusal; expected is a value.',
    },
    {
      what: 'no answer where nothing is stated',
      text: '@ perform ping\n+0 > AT<CR>',
      says: 'To AT<CR> came nothing, which is no complete answer; expected is a value.',
    },
    {
      what: 'a command that the dialect does not have',
      text: '@ perform readZone\n+0 > AT<CR>',
      says: 'The dialect ax-wisol has no command readZone.',
    },
    {
      what: 'a command named like what every object has',
      text: '@ perform toString\n+0 > AT<CR>',
      says: 'The dialect ax-wisol has no command toString.',
    },
    {
      what: 'arguments left out',
      text: '@ perform sendFrame\n+0 > AT$SF=01<CR>',
      says: 'sendFrame cannot be sent: its arguments are an object, as in {"payload":[1,2]}.',
    },
    {
      what: 'other arguments',
      text: '@ perform sendFrame {"bit":1}\n+0 > AT$SF=01<CR>',
      says: 'sendFrame cannot be sent: "payload" is missing.',
    },
  ])('does not fit with $what, and says so', ({ text, says }) => {
    expect(replayed(text).map(({ mismatches }) => mismatches)).toEqual([[says]]);
  });

  it('does not judge what stars hide, but for what was sent', () => {
    expect(masked('AT$I=11')).toEqual([{ number: 1, command: 'readPac', meaning: null, mismatches: [] }]);
    expect(masked('AT$I=10')).toMatchObject([
      { meaning: null, mismatches: ['Sent was AT$I=10<CR>, expected is AT$I=11<CR>.'] },
    ]);
  });
});

/** What `pacline identify --bytes` would write down of a simulated modem. */
const written = async (dialect: Dialect): Promise<string> => {
  const bench = new MemoryBench({ dialect });
  const candidates = dialects.map(({ definition }) => definition);
  const { transcript, outcome } = await bench.settle(
    readModem(bench.port, {
      dialect: dialect.definition,
      candidates,
      usb: null,
      readings: 2,
      details: everyDetail,
      clock: bench.clock,
      signal: new AbortController().signal,
      onPhase: () => undefined,
    }),
  );
  await bench.end();
  if (!outcome.ok && !PaclineError.is(outcome.error, 'not documented')) throw outcome.error;
  return transcript;
};

describe.each(dialects.map((dialect) => [dialect.definition.id, dialect] as const))(
  'what is written down of %s',
  (_, dialect) => {
    // A value that was never set may be refused.
    it('is a transcript that fits its dialect, secrets masked and all', async () => {
      const transcript = parsed(await written(dialect));
      expect(parsed(renderTranscript(transcript))).toEqual(transcript);
      expect(
        replayTranscript(dialect.definition, transcript).flatMap(({ command, mismatches }) =>
          mismatches
            .filter((mismatch) => !mismatch.includes('which is a refusal'))
            .map((mismatch) => `${command}: ${mismatch}`),
        ),
      ).toEqual([]);
    });
  },
);
