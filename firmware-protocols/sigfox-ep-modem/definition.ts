import type { DialectDefinition, SourceRef } from '../contract.ts';
import { captured, done, linesThenOk, matching, resultsOrSilence, valueThenOk } from '../grammar.ts';
import type { Parse, Reply } from '../reply.ts';
import { hexOf, type FramePayload } from '../payload.ts';

const vendorParser: SourceRef = {
  evidence: 'host-run',
  where:
    'github sigfox-tech-radio/sigfox-at-parser, src/at.c compiled and run with the command table of sigfox-ep-example',
};
const vendorSource: SourceRef = {
  evidence: 'source-format',
  where: 'github sigfox-tech-radio/sigfox-ep-example-st-nucleo-xxxxxx, application/modem/src/cli.c',
};
const vendorAnswers: SourceRef = {
  evidence: 'host-run',
  where:
    'github sigfox-tech-radio/sigfox-ep-example-st-nucleo-xxxxxx, application/modem/src/cli.c v2.2 compiled with sigfox-at-parser, src/at.c',
};

/** Local queries answer in a few ms at this speed. */
const queryMs = 500;
/** Three repeats take about 6 s with every Sigfox modem; the largest published driver limit is 15 s. */
const uplinkMs = 20_000;
const downlinkMs = 90_000;

const keyOf: Parse<'private' | 'public'> = (line) =>
  ({ '$KEY_TYPE:PRIVATE': 'private', '$KEY_TYPE:PUBLIC': 'public' } as const)[line] ?? null;

/** Seven flags: three uplinks, downlink, its confirmation, network error, execution error. */
const flags = /(?:[01],){6}[01]/;

/** Right behind the flags, without a comma, the eight bytes of a downlink and its level. */
const status = linesThenOk(matching(new RegExp(`\\$MSG:${flags.source}(?:[0-9A-F]{16},-?\\d{1,3})?`)));
const downlink: Reply<string | null> = {
  read: (received) => {
    const state = status.read(received);
    return state.state === 'value'
      ? { state: 'value', value: /([0-9A-F]{16}),-?\d+$/.exec(state.value)?.[1] ?? null }
      : state;
  },
};

/**
 * The modem application of the Sigfox end-point library: CR is the only end of a command, a line feed stays in its buffer and
 * spoils the next one. Answers are `NAME:value\r\n` and `OK\r\n`, without empty lines. It holds no PAC.
 */
export const sigfoxEpModem = {
  id: 'sigfox-ep-modem',
  title: 'Modem application of the Sigfox end-point library',
  models: ['sigfox-ep-example-st-nucleo'],
  sources: [vendorParser, vendorAnswers, vendorSource],
  serial: { baudRate: 115_200 },
  // Off at start; with ATE1 it repeats each line once, CR LF behind it.
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'maybe' },
  timing: { bootMs: 1000, quietMs: 100 },
  // The numbers are what ATV0 leaves of the words.
  results: { success: /^(OK|0)$/, failure: /^(ERROR:.+|[1-9]\d?)$/ },
  unsolicited: [],
  dangers: [
    { pattern: /AT\$MSG=/, effect: 'transmit', why: 'AT$MSG sends a frame', source: vendorSource },
    {
      pattern: /AT\$RFP/,
      effect: 'transmit',
      why: 'AT$RFP enters the test mode for certification',
      source: vendorSource,
    },
    { pattern: /AT\$KEY_TYPE=/, effect: 'configure', why: 'AT$KEY_TYPE chooses the key', source: vendorSource },
  ],
  identify: {
    mode: 'automatic',
    probes: [
      // The bare CR also ends whatever stands in its buffer; with echo on, that is printed first.
      { send: '\r', expect: /^([^\r\n]*\r\n?)?(ERROR:COMMAND_[A-Z_]+(:\d+)?|[1-9]\d?)\r\n$/ },
      { send: 'AT\r', expect: /^(AT\r\n?)?(OK|0)\r\n$/ },
      { send: 'ATI\r', expect: /^(ATI\r\n?)?(I:[ -~]+\r\n)*I:Sigfox_ep_id:[0-9A-F]{8}\r\n(OK|0)\r\n$/ },
    ],
  },
  commands: {
    /** What comes while a command runs is thrown away, so each is given time; the bare CR in front is itself refused. */
    normalise: {
      summary: 'results on, in words, echo off; until power-off',
      request: '\rATQ0\rATV1\rATE0',
      characterGapMs: 5,
      reply: resultsOrSilence(4, 300),
      timeoutMs: 2000,
      effect: 'configure',
      source: vendorParser,
    },
    ping: {
      summary: 'answers if it is awake',
      request: 'AT',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    /** From the whole block, by its label: older builds lack the line of the library, so that a number alone may mean another line. */
    readDeviceId: {
      summary: 'device ID; FEDCBA98 in a build without credentials of its own',
      request: 'ATI',
      reply: linesThenOk(captured(/^I:Sigfox_ep_id:([0-9A-F]{8})$/m)),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    readDeviceIdAlone: {
      summary: 'device ID by its own number; only to compare with',
      request: 'ATI3',
      reply: valueThenOk(captured(/^I:Sigfox_ep_id:([0-9A-F]{8})$/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    readChipId: {
      summary: 'number of the chip: as long as a PAC, and not a PAC',
      request: 'ATI0',
      reply: valueThenOk(captured(/^I:Chip_id:([ -~]+)$/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    readFirmware: {
      summary: 'version of the modem application',
      request: 'ATI1',
      reply: valueThenOk(captured(/^I:Firmware:([ -~]+)$/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    readLibrary: {
      summary: 'version of the Sigfox end-point library',
      request: 'ATI2',
      reply: valueThenOk(captured(/^I:Sigfox_ep_lib:([ -~]+)$/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    readKeyMode: {
      summary: 'which key frames are signed with',
      request: 'AT$KEY_TYPE?',
      reply: valueThenOk(keyOf),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorAnswers,
    },
    readRadioZone: {
      summary: 'radio zone: RC1 to RC7, RC3_LBT or RC3_LDC',
      request: 'AT$RC?',
      reply: valueThenOk(captured(/^\$RC:(RC(?:[124567]|3_LBT|3_LDC))$/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },

    usePrivateKey: {
      summary: 'the key of the network, not of the emulator',
      request: 'AT$KEY_TYPE=PRIVATE',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: vendorSource,
    },
    usePublicKey: {
      summary: 'the key of the emulator: the network will not hear this unit',
      request: 'AT$KEY_TYPE=PUBLIC',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: vendorSource,
    },

    /** It answers with what became of the three uplinks before it says OK. */
    sendFrame: {
      summary: 'one uplink frame: flags of three uplinks, downlink, confirmation, network error, execution error',
      request: ({ payload }: FramePayload) => `AT$MSG=${hexOf(payload)},0`,
      reply: linesThenOk(captured(new RegExp(`^\\$MSG:(${flags.source})$`))),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: vendorAnswers,
    },
    sendFrameForDownlink: {
      summary: 'one uplink frame that asks for an answer: 8 bytes in hex, or null',
      request: ({ payload }: FramePayload) => `AT$MSG=${hexOf(payload)},1`,
      reply: downlink,
      timeoutMs: downlinkMs,
      effect: 'transmit',
      source: vendorAnswers,
    },
  },
  manners: 'normalise',
} as const satisfies DialectDefinition;
