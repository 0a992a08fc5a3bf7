import { hexSecret, type DialectDefinition, type SourceRef } from '../contract.ts';
import { captured, decimal, done, linesThenOkOrSilence, matching } from '../grammar.ts';
import type { Parse } from '../reply.ts';
import { hexOf, type FramePayload } from '../payload.ts';

const guide: SourceRef = {
  evidence: 'log',
  where: 'github Iotnet/Modulo-Uplynx-de-M2COMM, README and its screenshots of an Uplynx RCZ2 at a terminal',
};
const commandTable: SourceRef = {
  evidence: 'manual',
  where:
    'M2COMM Uplynx data sheet (preliminary), command table, in github Iotnet/Modulo-Uplynx-de-M2COMM images/comandos1.png',
};
const driver: SourceRef = {
  evidence: 'source-format',
  where: 'a Python driver for the Uplynx RCZ1 by A. de Chassey (2017): requests, and three lines to each',
};

/** No timing is published. */
const queryMs = 1000;
/** Behind the last line of an answer whose end is not published. */
const endMs = 150;
const uplinkMs = 20_000;

const line = <Value>(parse: Parse<Value>) => linesThenOkOrSilence(endMs, parse);
const zoneOf: Parse<string> = (text) => (/^[124]$/.test(text) ? `RC${text}` : null);

/** M2COMM's AT firmware: it repeats what it is sent, then the value on a line; an action answers OK. */
export const m2commUplynx = {
  id: 'm2comm-uplynx',
  title: 'M2COMM Uplynx modules',
  models: ['Uplynx RCZ1', 'Uplynx RCZ2', 'Uplynx RCZ4'],
  sources: [guide, commandTable, driver],
  serial: { baudRate: 9600 },
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'maybe' },
  // No source says how long it takes to come up.
  timing: { bootMs: 2000, quietMs: 200 },
  // Its word for no is in no source: what begins with ERR is taken for one.
  results: { success: /^OK$/, failure: /^ERR.*$/ },
  unsolicited: [{ name: 'start-up', pattern: /^Uplynx-AT$/, samples: ['Uplynx-AT'] }],
  dangers: [
    {
      pattern: /AT\$(S[BF]|C[WM])=/,
      effect: 'transmit',
      why: 'frames, continuous wave and test packets',
      source: commandTable,
    },
    { pattern: /AT\$RC[\r\n]/, effect: 'reset', why: 'AT$RC resets the Sigfox library', source: commandTable },
    {
      pattern: /AT\$(302|400|410|IF|O|RCZ)=/,
      effect: 'configure',
      why: 'power, channels, key, frequency and zone are settings',
      source: commandTable,
    },
  ],
  identify: {
    mode: 'automatic',
    banner: /(^|[\r\n])Uplynx-AT[\r\n]/,
    probes: [
      // What it says to AT is in no source; a line, be it the echo of it.
      { send: 'AT\r', expect: /\n$/ },
      { send: 'AT$ID?\r', expect: /^\s*(AT\$ID\?\s+)?[0-9A-F]{8}\s+(OK\s+)?$/ },
      // No other family knows this one.
      { send: 'AT$RCZ?\r', expect: /^\s*(AT\$RCZ\?\s+)?[124]\s+(OK\s+)?$/ },
    ],
  },
  commands: {
    readDeviceId: {
      summary: 'device ID',
      request: 'AT$ID?',
      reply: line(matching(/[0-9A-F]{8}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: guide,
    },
    /** The module prints as many zeros again behind it, which the driver cuts off. */
    readPac: {
      summary: 'initial PAC',
      request: 'AT$PAC?',
      reply: line(captured(/^([0-9A-F]{16})(?:0{16})?$/)),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: guide,
    },
    readRadioZone: {
      summary: 'radio zone: RC1, RC2 or RC4',
      request: 'AT$RCZ?',
      reply: line(zoneOf),
      timeoutMs: queryMs,
      effect: 'read',
      source: commandTable,
    },
    readUplinkHertz: {
      summary: 'uplink frequency in Hz',
      request: 'AT$IF?',
      reply: line(decimal()),
      timeoutMs: queryMs,
      effect: 'read',
      source: commandTable,
    },
    readPowerDbm: {
      summary: 'transmit power in dBm',
      request: 'AT$302?',
      reply: line(decimal()),
      timeoutMs: queryMs,
      effect: 'read',
      source: commandTable,
    },
    readFirmwareInformation: {
      summary: 'what it says of its firmware, as it is printed',
      request: 'AT$V?',
      reply: line(matching(/(?![0-9A-F]{8,}$)[\x20-\x7E\n]{1,200}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: commandTable,
    },

    openLibrary: {
      summary: 'loads the Sigfox library for a radio zone: 1, 2 or 4',
      request: ({ zone }: { readonly zone: 1 | 2 | 4 }) => `AT$O=1,${zone}`,
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: guide,
    },
    selectZone: {
      summary: 'the radio zone: 1, 2 or 4',
      request: ({ zone }: { readonly zone: 1 | 2 | 4 }) => `AT$RCZ=${zone}`,
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: guide,
    },
    setUplinkHertz: {
      summary: 'uplink frequency in Hz',
      request: ({ hertz }: { readonly hertz: number }) => `AT$IF=${hertz}`,
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: guide,
    },
    setPowerDbm: {
      summary: 'transmit power in dBm, 14 to 22',
      request: ({ dbm }: { readonly dbm: number }) => `AT$302=${dbm}`,
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: guide,
    },
    usePrivateKey: {
      summary: 'the key of the network, not of the emulator',
      request: 'AT$410=0',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: commandTable,
    },
    usePublicKey: {
      summary: 'the key of the emulator: the network will not hear this unit',
      request: 'AT$410=1',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: commandTable,
    },

    sendFrame: {
      summary: 'one uplink frame; the library must have been loaded',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)}`,
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: guide,
    },
  },
  openQuestions: {
    readFirmware:
      'AT$V? tells of the firmware, but in which words is not public: please send what `pacline modem readFirmwareInformation` prints.',
    readKeyMode:
      'AT$410=0 and AT$410=1 set the key, and no command that tells it is public; please try AT$410? and send what it answers.',
  },
} as const satisfies DialectDefinition;
