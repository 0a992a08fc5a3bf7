import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { hexSecret } from '../../firmware-protocols/contract.ts';
import { textOf } from '../../src/dialect/latin1.ts';
import {
  maskSecrets,
  parseTranscript,
  renderTranscript,
  type Transcript,
  type TranscriptEntry,
} from '../../src/dialect/transcript.ts';

const sample = `# dialect: ax-wisol
# source: a board on the desk
@ listen
+0 < <0x00>
@ perform readSupplyMillivolts
+12 > AT$V?<CR>
+24 < 3350<CR><LF>
= 3350
@ perform sendFrame {"payload":[1,2]}
+4 > AT$SF=0102<CR>
+20 < ERROR: parse error<CR><LF>
! error
`;

const entry = fc.record<TranscriptEntry>({
  direction: fc.constantFrom('to modem', 'from modem'),
  bytes: fc.uint8Array({ maxLength: 20 }).map(textOf),
  afterMs: fc.nat({ max: 90_000 }),
});
const entries = fc.array(entry, { maxLength: 4 });
const expectation = fc.oneof(
  fc.constant(null),
  fc.record({ value: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown) }),
  fc.record({ failure: fc.constantFrom('error' as const, 'malformed' as const, 'silence' as const) }),
);
const exchange = fc.oneof(
  fc.record({ command: fc.constant(null), entries, expected: fc.constant(null) }),
  fc.record({ command: fc.stringMatching(/^[a-zA-Z]\w{0,12}$/), entries, expected: expectation }),
  fc.record({
    command: fc.stringMatching(/^[a-zA-Z]\w{0,12}$/),
    args: fc.record({ payload: fc.array(fc.nat({ max: 255 })) }),
    entries,
    expected: expectation,
  }),
);
const transcript = fc.record<Transcript>({
  header: fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,8}$/), fc.stringMatching(/^[\x21-\x7E]{0,20}$/)),
  exchanges: fc.array(exchange, { maxLength: 5 }),
});

describe('a transcript', () => {
  it('is read as it is written', () => {
    expect(parseTranscript(sample)).toEqual({
      transcript: {
        header: { dialect: 'ax-wisol', source: 'a board on the desk' },
        exchanges: [
          { command: null, entries: [{ direction: 'from modem', bytes: '\0', afterMs: 0 }], expected: null },
          {
            command: 'readSupplyMillivolts',
            entries: [
              { direction: 'to modem', bytes: 'AT$V?\r', afterMs: 12 },
              { direction: 'from modem', bytes: '3350\r\n', afterMs: 24 },
            ],
            expected: { value: 3350 },
          },
          {
            command: 'sendFrame',
            args: { payload: [1, 2] },
            entries: [
              { direction: 'to modem', bytes: 'AT$SF=0102\r', afterMs: 4 },
              { direction: 'from modem', bytes: 'ERROR: parse error\r\n', afterMs: 20 },
            ],
            expected: { failure: 'error' },
          },
        ],
      },
    });
  });

  it('is the same when it is written and read again', () => {
    fc.assert(
      fc.property(transcript, (one) => {
        expect(parseTranscript(renderTranscript(one))).toEqual({ transcript: one });
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('may have come through an editor that ends lines with CR LF', () => {
    expect(parseTranscript(sample.replaceAll('\n', '\r\n'))).toEqual(parseTranscript(sample));
  });

  it('may have empty lines', () => {
    expect(parseTranscript(sample.replaceAll('\n', '\n\n'))).toEqual(parseTranscript(sample));
  });

  it.each([
    [3, 'hello', 'neither'],
    [3, '@ perform', 'neither'],
    [3, '+12 AT<CR>', 'neither'],
    [5, '@ perform readPac {payload}', 'not JSON'],
    [6, '+12 > AT<CL>', 'an escape that does not exist'],
    [1, '+12 > AT<CR>', 'before their meaning'],
    [9, '+12 < OK<CR><LF>', 'before their meaning'],
    [4, '= 1', 'stands once'],
    [9, '= 1', 'stands once'],
    [8, '= 33 mV', 'not JSON'],
    [8, '! broken', 'only "! error"'],
  ])('says that line %i is bad when it is %j', (number, line, reason) => {
    const lines = sample.split('\n');
    lines.splice(number - 1, 0, line);
    expect(parseTranscript(lines.join('\n'))).toEqual({ badLine: number, reason: expect.stringContaining(reason) });
  });
});

test('what was not kept is counted in what is written, and reads back as bytes that are not there', () => {
  const cut = { direction: 'from modem', bytes: 'OK', afterMs: 3, omitted: 512 } as const;
  const written = renderTranscript({ header: {}, exchanges: [{ command: null, entries: [cut], expected: null }] });
  expect(written).toBe('@ listen\n+3 < OK\n# omitted: 512 bytes\n');
  expect(parseTranscript(written)).toMatchObject({ transcript: { exchanges: [{ entries: [{ bytes: 'OK' }] }] } });
});

const from = (...chunks: readonly string[]): readonly TranscriptEntry[] =>
  chunks.map((bytes) => ({ direction: 'from modem', bytes, afterMs: 1 }));
const bytesOf = (masked: readonly TranscriptEntry[]) => masked.map(({ bytes }) => bytes);

describe('masking', () => {
  it('changes nothing where nothing is secret', () => {
    expect(bytesOf(maskSecrets(from('B7D93CE5\r\n'), null))).toEqual(['B7D93CE5\r\n']);
  });

  it('keeps length, line ends and what is no secret', () => {
    expect(bytesOf(maskSecrets(from('OK\r\nB7D93CE5A61F82D4\r\n'), hexSecret))).toEqual([
      `OK\r\n${'*'.repeat(16)}\r\n`,
    ]);
  });

  it('finds a secret over the seams of chunks, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 18 }), { maxLength: 12 }), (cuts) => {
        const ends = [...new Set([...cuts, 18])].toSorted((a, b) => a - b);
        const chunks = ends.map((end, index) => 'B7D93CE5A61F82D4\r\n'.slice(ends[index - 1] ?? 0, end));
        expect(bytesOf(maskSecrets(from(...chunks), hexSecret)).join('')).toBe(`${'*'.repeat(16)}\r\n`);
      }),
      { seed: 3 },
    );
  });

  it('hides the beginning of a secret where the rest was not kept', () => {
    const cut = [...from('OK\r\n'), { direction: 'from modem', bytes: 'B7D93CE5', afterMs: 1, omitted: 10 } as const];
    expect(bytesOf(maskSecrets(cut, /[0-9A-F]{16}/g))).toEqual(['****', '********']);
  });

  it('does not join what goes to the modem with what comes from it', () => {
    const mixed: readonly TranscriptEntry[] = [
      { direction: 'from modem', bytes: 'B7', afterMs: 0 },
      { direction: 'to modem', bytes: 'AT\r', afterMs: 0 },
      { direction: 'from modem', bytes: 'D9\r\n', afterMs: 0 },
    ];
    expect(bytesOf(maskSecrets(mixed, hexSecret))).toEqual(['**', 'AT\r', '**\r\n']);
  });
});
