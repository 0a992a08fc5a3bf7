import { noWord, type DialectDefinition, type SourceRef } from '../contract.ts';
import { bareLine, decimal, done, downlinkAfterOk, matching } from '../grammar.ts';
import { hexOf, type FramePayload } from '../payload.ts';

const vendorParser: SourceRef = {
  evidence: 'host-run',
  where:
    'github IanBoyanZhang/MSP430_SIGFOX, components/hostcmd/host_cmd.c (TI CC112x demo) compiled and run on a host',
};
const vendorSource: SourceRef = {
  evidence: 'source-format',
  where: 'github IanBoyanZhang/MSP430_SIGFOX, components/hostcmd/host_cmd.c and uart_drv.c (9600 bits per second)',
};
const manual: SourceRef = {
  evidence: 'manual',
  where: 'Adeunis ARF8075BA user manual, page 10, after Sigfox\'s "UNB transceiver AT command set" rev 0.8',
};

/** No timing is published. */
const queryMs = 1000;
const uplinkMs = 20_000;
const downlinkMs = 90_000;

/** TI's firmware ends the downlink with +RX END, Adeunis's with its payload. */
const downlink = downlinkAfterOk({
  claims: /^\+RX(=[0-9A-F ]*| END)$/,
  payload: /^\+RX=([0-9A-F ]*)$/,
  end: /^\+RX(=.*| END)$/,
});

/**
 * Firmwares that follow Sigfox's own AT command set for UNB transceivers, as TI's demo has it: a line feed in front of everything, a
 * query's value without OK behind it, and for whatever it does not know that line feed alone.
 */
export const sigfoxUnbAt = {
  id: 'sigfox-unb-at',
  title: 'Sigfox\'s "UNB transceiver AT command set"',
  models: ['TI CC112x demo', 'ARF8075'],
  sources: [vendorParser, vendorSource, manual],
  serial: { baudRate: 9600 },
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'maybe' },
  timing: { bootMs: 1000, quietMs: 100 },
  // It has no word for no.
  results: { success: /^OK$/, failure: noWord },
  unsolicited: [
    { name: 'downlink', pattern: /^\+RX(=[0-9A-F ]*| END)$/, samples: ['+RX=0102030405060708', '+RX END'] },
  ],
  dangers: [
    {
      pattern: /AT\$(S[BFTR]|CW)/,
      effect: 'transmit',
      why: 'frames, test frames, reception test and continuous wave',
      source: vendorSource,
    },
    {
      pattern: /AT\$(IF|DR)=/,
      effect: 'configure',
      why: 'the frequency is written to the flash',
      source: vendorSource,
    },
  ],
  identify: {
    mode: 'automatic',
    probes: [
      // Not even AT is known to it: a line feed is all it says.
      { send: 'AT\r', expect: /^(AT\r\n?)?\n$/ },
      { send: 'AT$ID?\r', expect: /^(AT\$ID\?\r\n?)?\n[0-9A-F]{8}\r\n$/ },
      // An echoing stranger may look the same so far.
      { send: 'AT$IF?\r', expect: /^(AT\$IF\?\r\n?)?\n[0-9]{9}\r\n$/ },
    ],
  },
  commands: {
    readDeviceId: {
      summary: 'device ID',
      request: 'AT$ID?',
      reply: bareLine(matching(/[0-9A-F]{8}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    readUplinkHertz: {
      summary: 'uplink frequency in Hz',
      request: 'AT$IF?',
      reply: bareLine(decimal()),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    readDownlinkHertz: {
      summary: 'downlink frequency in Hz',
      request: 'AT$DR?',
      reply: bareLine(decimal()),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorSource,
    },
    sendFrame: {
      summary: 'one uplink frame',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)}`,
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: vendorParser,
    },
    /** OK comes before the frame is sent. */
    sendFrameForDownlink: {
      summary: 'one uplink frame that asks for an answer: 8 bytes in hex, or null',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)},1`,
      reply: downlink,
      timeoutMs: downlinkMs,
      effect: 'transmit',
      source: vendorParser,
    },
  },
} as const satisfies DialectDefinition;
