import { hexSecret, type DialectDefinition, type SourceRef } from '../contract.ts';
import { captured, decimal, done, linesThenOk, untilSilence } from '../grammar.ts';

const manual: SourceRef = { evidence: 'manual', where: 'Sigfox SNT1 / SNT114 user manual, page 8 (manualshive.com)' };
const blockForm: SourceRef = {
  evidence: 'assumed',
  where: 'Sigfox SNT1 / SNT114 user manual: AT&V prints type, software, ID and PAC; its exact lines are not published',
};

/** No time is published. */
const queryMs = 1000;
/** The manual shows the number alone; whether OK stands behind it is not said. */
const perhapsOkMs = 200;

const seconds = (bytes: string): number | null =>
  decimal()(captured(/^(?:AT\$ID\?)?\s*(\d{1,6})\r\n(?:\r\n)?(?:OK\r\n)?$/)(bytes) ?? '');

/** Sigfox's own network tester. `AT$ID` is a delay here, and never an ID. */
export const sigfoxSnt = {
  id: 'sigfox-snt',
  title: 'Sigfox SNT1 and SNT114 network testers',
  models: ['SNT1', 'SNT114'],
  sources: [manual],
  // The manual speaks of a serial port over USB and states no speed.
  serial: { baudRate: 9600 },
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'never' },
  timing: { bootMs: 1000, quietMs: 100 },
  // No refusal is published.
  results: { success: /^OK$/, failure: /^ERROR/ },
  unsolicited: [],
  dangers: [
    {
      pattern: /AT\$ID=/i,
      effect: 'configure',
      why: 'AT$ID is the delay between messages on this tester, not an ID',
      source: manual,
    },
    { pattern: /AT\$SF/i, effect: 'transmit', why: 'AT$SF sends', source: manual },
    { pattern: /ATR\r/i, effect: 'reset', why: 'ATR restarts the tester', source: manual },
  ],
  identify: {
    mode: 'automatic',
    probes: [
      { send: 'AT\r', expect: /^(AT\r)?OK\r\n$/ },
      // A block that speaks of a PAC: no other modem's does.
      { send: 'AT&V\r', expect: /\bPAC\b[^\r\n]*\b[0-9A-F]{16}\b[\s\S]*OK\r\n$/ },
    ],
  },
  commands: {
    ping: {
      summary: 'answers if it is awake',
      request: 'AT',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
    readIdentityBlock: {
      summary: 'type, software, ID and PAC, as they are printed',
      request: 'AT&V',
      reply: linesThenOk((lines) => lines || null),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: blockForm,
    },
    readMessageDelaySeconds: {
      summary: 'delay between two messages in seconds; not an ID',
      request: 'AT$ID?',
      reply: untilSilence(perhapsOkMs, seconds),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
  },
  openQuestions: {
    readDeviceId:
      'AT&V of an SNT tester prints ID and PAC, but the form of its lines is not public: run `pacline modem readIdentityBlock --dialect sigfox-snt --port <port> --yes` and send what it prints, with the digits of ID and PAC made up. Until then take them from there by eye.',
    readPac:
      'AT&V of an SNT tester prints the PAC, but the form of its lines is not public: please send what readIdentityBlock prints, with ID and PAC made up.',
    readFirmware:
      'AT&V of an SNT tester prints its software, but the form of its lines is not public: please send what readIdentityBlock prints, with ID and PAC made up.',
  },
} as const satisfies DialectDefinition;
