import type { DialectDefinition, SourceRef } from '../contract.ts';
import { captured, done, linesThenOk, linesThenOkOrSilence, matching } from '../grammar.ts';
import type { Parse } from '../reply.ts';
import { hexOf, type FramePayload } from '../payload.ts';

const current: SourceRef = {
  evidence: 'source-format',
  where:
    'github Ludovic-Lesur/trackfox-tkfx and Ludovic-Lesur/spsws, middleware/cli/src/cli.c, with Ludovic-Lesur/embedded-utils, src/at.c',
};
const earlier: SourceRef = {
  evidence: 'source-format',
  where: 'github Ludovic-Lesur/spsws, src/applicative/at.c of earlier years',
};

/** No timing is published. */
const queryMs = 1000;
const uplinkMs = 20_000;
/** Earlier firmware says nothing behind a value. */
const endMs = 150;

/** A line that earlier firmware says first. */
const sent: Parse<'sent'> = (text) => (/^(Sigfox library running\.\.\.)?$/.test(text) ? 'sent' : null);

/**
 * The boards of one maker, in the builds that have a command line. They keep the ID and the *secret key* in their memory, and have a
 * command that prints the key: it is not here and must never be. No PAC.
 */
export const lesurAt = {
  id: 'lesur-at',
  title: "Ludovic Lesur's boards, builds with a command line",
  models: ['MeteoFox (SPSWS)', 'TrackFox (TKFX)'],
  sources: [current, earlier],
  serial: { baudRate: 9600 },
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'never' },
  timing: { bootMs: 1000, quietMs: 200 },
  results: { success: /^OK$/, failure: /^ERROR[: ].+$/ },
  unsolicited: [],
  dangers: [
    {
      pattern: /AT\$(ID|KEY)=|AT\$NVM/,
      effect: 'irreversible',
      why: 'ID, key and memory are written',
      source: current,
    },
    {
      pattern: /AT\$KEY\?/,
      effect: 'irreversible',
      why: 'AT$KEY? prints the secret key, which nobody can unread',
      source: current,
    },
    {
      pattern: /AT\$(SO|SB|SF|TM|CW)/,
      effect: 'transmit',
      why: 'frames, test modes and continuous wave',
      source: current,
    },
    { pattern: /ATZ[\r\n]/, effect: 'reset', why: 'ATZ restarts the board', source: current },
  ],
  identify: {
    mode: 'automatic',
    probes: [
      // A line end in front of it is a command of nothing to it, which is refused; and while it says so, it is deaf.
      { send: 'AT\r', expect: /^\n?(ERROR:[0-9A-F]+\r\n)?(AT\r)?(OK|ERROR:[0-9A-F]+)\r\n$/ },
      // Name, hardware and software; earlier firmware does not know it.
      { send: 'ATI\r', expect: /^(ATI\r)?([!-~]+\r\nhw\d+\.\d+\r\nsw[!-~]+\r\nOK|ERROR [!-~]+)\r\n$/ },
      { send: 'AT$ID?\r', expect: /^(AT\$ID\?\r)?([0-9A-F]{8}\r\nOK|0x[0-9A-F]{8})\r\n$/ },
    ],
  },
  commands: {
    ping: {
      summary: 'answers if it is awake',
      request: 'AT',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'read',
      source: current,
    },
    readDeviceId: {
      summary: 'device ID',
      request: 'AT$ID?',
      reply: linesThenOkOrSilence(endMs, captured(/^(?:0x)?([0-9A-F]{8})$/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: current,
    },
    readFirmware: {
      summary: 'software version',
      request: 'ATI',
      reply: linesThenOk(captured(/^sw([!-~]+)$/m)),
      timeoutMs: queryMs,
      effect: 'read',
      source: current,
    },
    readBoard: {
      summary: 'name of the board, hardware and software version, a line each',
      request: 'ATI',
      reply: linesThenOk(matching(/[!-~]+\nhw\d+\.\d+\nsw[!-~]+/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: current,
    },
    sendFrame: {
      summary: 'one uplink frame',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)}`,
      reply: linesThenOk(sent),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: current,
    },
  },
  // An ID alone.
  equalReadings: 3,
} as const satisfies DialectDefinition;
