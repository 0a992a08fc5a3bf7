import type { DialectDefinition, SourceRef } from '../contract.ts';
import { captured, done, linesThenOk, valueThenOk } from '../grammar.ts';
import { hexOf, type FramePayload } from '../payload.ts';

const vendorParser: SourceRef = { evidence: 'host-run', where: 'github sigfox-tech-radio/sigfox-at-parser, src/at.c compiled and run with the command table of sigfox-ep-example' };
const vendorSource: SourceRef = { evidence: 'source-format', where: 'github sigfox-tech-radio/sigfox-ep-example-st-nucleo-xxxxxx, application/modem/src/cli.c' };
const frameForm: SourceRef = { evidence: 'assumed', where: 'cli.c names AT$MSG=<hex>,<bidirectional>; that the second one is 0 or 1 is assumed' };

/** Local queries answer in a few ms at this speed. */
const queryMs = 500;
/** Three repeats take about 6 s with every Sigfox modem; the largest published driver limit is 15 s. */
const uplinkMs = 20_000;

/**
 * The modem application of the Sigfox end-point library: CR is the only end of a command, a line feed stays in its buffer and
 * spoils the next one. Answers are `NAME:value\r\n` and `OK\r\n`, without empty lines. It holds no PAC.
 */
export const sigfoxEpModem = {
  id: 'sigfox-ep-modem',
  title: 'Modem application of the Sigfox end-point library',
  models: ['sigfox-ep-example-st-nucleo'],
  sources: [vendorParser, vendorSource],
  serial: { baudRate: 115_200 },
  // Off at start; ATE1 repeats each line once.
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'maybe' },
  timing: { bootMs: 1000, settleMs: 100 },
  results: { success: /^OK$/, failure: /^ERROR:.+$/ },
  unsolicited: [],
  dangers: [
    { pattern: /AT\$MSG=/, effect: 'transmit', why: 'AT$MSG sends a frame', source: vendorSource },
    { pattern: /AT\$RFP/, effect: 'transmit', why: 'AT$RFP enters the test mode for certification', source: vendorSource },
    { pattern: /AT\$KEY_TYPE=/, effect: 'configure', why: 'AT$KEY_TYPE chooses the key', source: vendorSource },
  ],
  identify: {
    mode: 'automatic',
    probes: [
      // The bare CR also ends whatever stands in its buffer.
      { send: '\r', expect: /^\r?ERROR:COMMAND_[A-Z_]+(:\d+)?\r\n$/ },
      { send: 'AT\r', expect: /^(AT\r)?OK\r\n$/ },
      { send: 'ATI\r', expect: /^(ATI\r)?(I:[ -~]+\r\n)*I:Sigfox_ep_id:[0-9A-F]{8}\r\nOK\r\n$/ },
    ],
  },
  commands: {
    ping: { summary: 'answers if it is awake', request: 'AT', reply: done(), timeoutMs: queryMs, effect: 'read', source: vendorParser },
    /** From the whole block, by its label: older builds lack the line of the library, so that a number alone may mean another line. */
    readDeviceId: { summary: 'device ID; FEDCBA98 in a build without credentials of its own', request: 'ATI', reply: linesThenOk(captured(/^I:Sigfox_ep_id:([0-9A-F]{8})$/m)), timeoutMs: queryMs, effect: 'read', source: vendorParser },
    readDeviceIdAlone: { summary: 'device ID by its own number; only to compare with', request: 'ATI3', reply: valueThenOk(captured(/^I:Sigfox_ep_id:([0-9A-F]{8})$/)), timeoutMs: queryMs, effect: 'read', source: vendorParser },
    readChipId: { summary: 'number of the chip: as long as a PAC, and not a PAC', request: 'ATI0', reply: valueThenOk(captured(/^I:Chip_id:([ -~]+)$/)), timeoutMs: queryMs, effect: 'read', source: vendorParser },
    readFirmware: { summary: 'version of the modem application', request: 'ATI1', reply: valueThenOk(captured(/^I:Firmware:([ -~]+)$/)), timeoutMs: queryMs, effect: 'read', source: vendorParser },
    readLibrary: { summary: 'version of the Sigfox end-point library', request: 'ATI2', reply: valueThenOk(captured(/^I:Sigfox_ep_lib:([ -~]+)$/)), timeoutMs: queryMs, effect: 'read', source: vendorParser },
    readRadioZone: { summary: 'radio zone', request: 'AT$RC?', reply: valueThenOk(captured(/^\$RC:(RC\d[A-Z]?)$/)), timeoutMs: queryMs, effect: 'read', source: vendorParser },

    usePrivateKey: { summary: 'the key of the network, not of the emulator', request: 'AT$KEY_TYPE=PRIVATE', reply: done(), timeoutMs: queryMs, effect: 'configure', source: vendorSource },
    usePublicKey: { summary: 'the key of the emulator: the network will not hear this unit', request: 'AT$KEY_TYPE=PUBLIC', reply: done(), timeoutMs: queryMs, effect: 'configure', source: vendorSource },

    sendFrame: { summary: 'one uplink frame', request: ({ payload }: FramePayload) => `AT$MSG=${hexOf(payload)},0`, reply: done(), timeoutMs: uplinkMs, effect: 'transmit', source: frameForm },
  },
  openQuestions: {
    readKeyMode: 'The form of the answer to AT$KEY_TYPE? is not published; please capture it with both keys and send it.',
  },
} as const satisfies DialectDefinition;
