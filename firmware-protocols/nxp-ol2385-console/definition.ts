import { hexSecret, type DialectDefinition, type SourceRef } from '../contract.ts';
import { captured, doneAtPrompt, promptAgain, untilPrompt } from '../grammar.ts';
import type { Parse } from '../reply.ts';
import { ask } from '../procedure.ts';

const console: SourceRef = {
  evidence: 'source-format',
  where: 'NXP SDK for the OM2385/SF001, sf_cmd.c, and its readme',
};
const nfcDemos: SourceRef = {
  evidence: 'source-format',
  where: 'two NXP demos that join NFC and Sigfox: the same lines, with the bytes of the PAC in the other order',
};

const queryMs = 500;
/** Changing the key goes to the radio over SPI; its time is not published. */
const settingMs = 2000;

/** Where the menu waits: for an entry, or for a better one. */
const prompt = /(\('\?' for help\)|\tEnter valid hexadecimal number in range <[^>]*>): $/;

/** Whether the pairs of an ID or a PAC stand alone or in fours depends on the release. */
const deviceId: Parse<string> = (text) => {
  const [, digits] = /^\tDevice ID(?::\t| = )0x([0-9a-f]{8}|[0-9a-f]{2}(?: [0-9a-f]{2}){3})$/m.exec(text) ?? [];
  return digits?.replaceAll(' ', '') ?? null;
};

/** NXP's console demo for the OL2385: a menu whose entries are hexadecimal numbers. */
export const nxpOl2385Console = {
  id: 'nxp-ol2385-console',
  title: "NXP OL2385 with the SDK's console demo",
  models: ['OM2385/SF001', 'OL2385'],
  sources: [console, nfcDemos],
  serial: { baudRate: 115200 },
  // The LF of CR LF would be an empty entry of its own.
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'maybe' },
  timing: { bootMs: 1000, quietMs: 100 },
  results: {
    success: /^\tCommand passed\.$/,
    failure: /^\t(Command failed with error code -?\d+\.|Unknown command code)$/,
  },
  unsolicited: [],
  dangers: [
    {
      pattern: /(^|[\r\n])0?[4-7B][\r\n]/i,
      effect: 'transmit',
      why: 'entries 4 to 7 send a frame, B a continuous wave',
      source: console,
    },
    {
      pattern: /(^|[\r\n])1[BC][\r\n]/i,
      effect: 'transmit',
      why: 'entries 1B and 1C send test sequences',
      source: console,
    },
    {
      pattern: /(^|[\r\n])(0?9|1[5-9A]|1[DF]|2[1-6])[\r\n]/i,
      effect: 'configure',
      why: 'these entries change zone, key, frequency, channels or calibration',
      source: console,
    },
    {
      pattern: /(^|[\r\n])12[\r\n]/,
      effect: 'reset',
      why: 'entry 12 lets the watchdog restart the radio',
      source: console,
    },
  ],
  identify: {
    mode: 'automatic',
    probes: [
      { send: '\r', expect: /\tEnter valid hexadecimal number in range <1; [0-9a-f]+>: $/ },
      { send: '8\r', expect: /\tDevice ID(:\t| = )0x[0-9a-f][0-9a-f ]{6,9}[0-9a-f]\r\n/ },
    ],
  },
  commands: {
    clearLine: {
      summary: "the menu's prompt, behind whatever was left half-typed",
      request: '',
      reply: promptAgain(prompt),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: console,
    },
    readDeviceId: {
      summary: 'device ID',
      request: '8',
      reply: untilPrompt(prompt, deviceId),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: console,
    },
    /** Not `readPac`: NXP's own demos do not agree on which byte comes first. */
    readPacInUnknownByteOrder: {
      summary: "the PAC's bytes as printed: whether first or last byte first is not known",
      request: '8',
      reply: untilPrompt(
        prompt,
        captured(/^\tPAC = 0x([0-9a-f]{4}(?: [0-9a-f]{4}){3}|[0-9a-f]{2}(?: [0-9a-f]{2}){7})$/m),
      ),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: console,
    },
    readLibraryVersion: {
      summary: 'version bytes of the Sigfox library, last byte first',
      request: '8',
      reply: untilPrompt(prompt, captured(/^\tLibrary version = 0x([0-9a-f]{2}(?: ?[0-9a-f]{2}){10})$/m)),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: console,
    },

    usePrivateKey: {
      summary: 'the key of the network, not of the emulator',
      request: '19',
      reply: doneAtPrompt(prompt),
      timeoutMs: settingMs,
      effect: 'configure',
      source: console,
    },
    /** Left on the public key, a unit passes an emulator test and the network ignores it. */
    usePublicKey: {
      summary: 'the key of the emulator, not of the network',
      request: '1A',
      reply: doneAtPrompt(prompt),
      timeoutMs: settingMs,
      effect: 'configure',
      source: console,
    },
  },
  openQuestions: {
    readPac:
      "NXP's demos print the PAC's bytes in opposite orders: read one unit whose PAC is on its label with readPacInUnknownByteOrder, and send which order it was and the first lines the firmware prints; until then give the maker's list.",
  },
  *opening() {
    yield* ask('clearLine', () => undefined);
  },
} as const satisfies DialectDefinition;
