import { hexSecret, type DialectDefinition, type SourceRef } from '../contract.ts';
import { bareLine, captured, done, linesThenOkOrSilence, matching, resultsOrSilence } from '../grammar.ts';
import type { Parse } from '../reply.ts';
import { hexOf, type FramePayload } from '../payload.ts';
import { ask } from '../procedure.ts';

const modemPage: SourceRef = { evidence: 'manual', where: 'github UnaBiz/UnaMKR, docs/39-Modem.md' };
const example: SourceRef = {
  evidence: 'manual',
  where: 'github UnaBiz/UnaMKR, examples/Startup/Startup.ino (expected output) and UnaMKR.cpp',
};
const firmware: SourceRef = {
  evidence: 'source-format',
  where: 'github UnaBiz/UnaMKR, firmware/Arduino_Modem_v0101.bin: its commands and its format strings',
};
/** The command and %d stand in the firmware; that 1 is the public key, as in the command that sets it, is assumed. */
const keyForm: SourceRef = {
  evidence: 'assumed',
  where:
    'github UnaBiz/UnaMKR, firmware/Arduino_Modem_v0101.bin knows AT$PBKEY?; its answer is taken to be the number that AT$PBKEY= takes',
};
const tutorial: SourceRef = { evidence: 'manual', where: 'github UnaBiz/UnaMKR, docs/01-Tutorial-Modem.md' };

/** No timing of local queries is published. */
const queryMs = 1000;
const uplinkMs = 20_000;
/** The downlink comes up to a minute after the command. */
const downlinkMs = 90_000;
/** The longest scan of the documentation is 310 s. */
const scanMs = 330_000;

const zoneOf: Parse<string> = (line) => (/^[1-7]$/.test(line) ? `RC${line}` : null);
const keyOf: Parse<'private' | 'public'> = (line) => ({ 0: 'private', 1: 'public' } as const)[line] ?? null;

/** UnaBiz firmware for the LITE-ON WSG30x: commands end with CR LF, a query answers with its value alone, an action with OK. */
export const unamkr = {
  id: 'unamkr',
  title: 'UnaBiz UnaMKR boards in modem mode',
  models: ['UnaMKR', 'UnaMKR mini', 'WSG30x'],
  sources: [modemPage, example, tutorial, firmware],
  serial: { baudRate: 115_200 },
  // The documentation advises local echo in the terminal: the modem has none unless AT$ECHO=1 asked for it.
  framing: { commandEnd: '\r\n', lineEnd: 'crlf', echo: 'maybe' },
  timing: { bootMs: 3000, quietMs: 100 },
  // FAILED is documented for one command; both words stand in the firmware.
  results: { success: /^OK$/, failure: /^(FAILED|ERROR.*)$/ },
  unsolicited: [],
  dangers: [
    { pattern: /AT\$S[FB]=/, effect: 'transmit', why: 'AT$SF and AT$SB send a frame', source: modemPage },
    { pattern: /AT\$(RESET|SLEEP)/, effect: 'reset', why: 'the board restarts or falls asleep', source: modemPage },
    {
      pattern: /AT\$(SETZONE|PBKEY|ECHO)=|AT\$MONARCH=/,
      effect: 'configure',
      why: 'zone, key and echo are settings; a scan sets the zone',
      source: modemPage,
    },
  ],
  identify: {
    mode: 'automatic',
    probes: [
      // Plain AT is not documented.
      { send: 'AT?\r\n', expect: /^(AT\?\r\n?)?OK\r\n$/ },
      { send: 'AT$ID?\r\n', expect: /^(AT\$ID\?\r\n?)?[0-9A-F]{8}\r\n$/ },
    ],
  },
  commands: {
    /** Two CR, and 100 ms for it to come up. Awake, whatever it makes of them is heard out. */
    wake: {
      summary: 'brings it out of sleep',
      request: '\r\r',
      ending: '',
      reply: resultsOrSilence(1, 100),
      timeoutMs: queryMs,
      effect: 'read',
      source: modemPage,
    },
    ping: {
      summary: 'answers if it is awake',
      request: 'AT?',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'read',
      source: modemPage,
    },
    readDeviceId: {
      summary: 'device ID',
      request: 'AT$ID?',
      reply: bareLine(matching(/[0-9A-F]{8}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: modemPage,
    },
    readPac: {
      summary: 'initial PAC',
      request: 'AT$PAC?',
      reply: bareLine(matching(/[0-9A-F]{16}/)),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: modemPage,
    },
    readFirmware: {
      summary: 'firmware version',
      request: 'AT$FW?',
      reply: bareLine(captured(/^F\/?W:(V[0-9A-F]{4}(?:_\S+)?)$/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: modemPage,
    },
    readBluetoothAddress: {
      summary: "Bluetooth address, which stands in the board's QR code as well",
      request: 'AT$BTADDR?',
      reply: bareLine(matching(/[0-9A-F]{12}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: modemPage,
    },

    echoOff: {
      summary: 'echo off, as it is from the factory',
      request: 'AT$ECHO=0',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: modemPage,
    },
    readRadioZone: {
      summary: 'radio zone',
      request: 'AT$ZONE?',
      reply: bareLine(zoneOf),
      timeoutMs: queryMs,
      effect: 'read',
      source: modemPage,
    },
    readKeyMode: {
      summary: 'which key frames are signed with',
      request: 'AT$PBKEY?',
      reply: bareLine(keyOf),
      timeoutMs: queryMs,
      effect: 'read',
      source: keyForm,
    },
    readVersions: {
      summary: 'model, maker and versions of everything, a line each',
      request: 'AT$INFO?',
      reply: linesThenOkOrSilence(300, (text) => (text.startsWith('MDL:') ? text : null)),
      timeoutMs: queryMs,
      effect: 'read',
      source: firmware,
    },

    selectZone: {
      summary: 'the radio zone',
      request: ({ zone }: { readonly zone: number }) => `AT$SETZONE=${zone}`,
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: modemPage,
    },
    scanForZone: {
      summary: "listens for the network's beacon and sets the zone it tells; refused when nothing was heard",
      request: ({ seconds }: { readonly seconds: number }) => `AT$MONARCH=${seconds}`,
      reply: done(),
      timeoutMs: scanMs,
      effect: 'configure',
      source: modemPage,
    },
    /** Left on the public key, a unit passes an emulator test and the network ignores it. */
    usePrivateKey: {
      summary: 'the key of the network, not of the emulator',
      request: 'AT$PBKEY=0',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: modemPage,
    },
    usePublicKey: {
      summary: 'the key of the emulator: the network will not hear this unit',
      request: 'AT$PBKEY=1',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: modemPage,
    },

    sendFrame: {
      summary: 'one uplink frame',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)},0`,
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: modemPage,
    },
    sendFrameForDownlink: {
      summary: 'one uplink frame that asks for an answer: its bytes in hex, which are all that comes',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)},1`,
      reply: bareLine(matching(/([0-9A-F]{2}){1,8}/)),
      timeoutMs: downlinkMs,
      effect: 'transmit',
      source: modemPage,
    },
  },
  manners: 'echoOff',
  *opening() {
    yield* ask('wake', () => undefined);
  },
} as const satisfies DialectDefinition;
