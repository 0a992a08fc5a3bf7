import { hexSecret, noWord, type DialectDefinition, type SourceRef } from '../contract.ts';
import { announced, captured, decimal } from '../grammar.ts';
import type { Parse } from '../reply.ts';

const example: SourceRef = {
  evidence: 'source-format',
  where: 'github arduino-libraries/SigFox, examples/FirstConfiguration format strings',
};
const boards: SourceRef = { evidence: 'source-format', where: 'github arduino/ArduinoCore-samd, boards.txt' };

/** The example waits for its port to be opened, then for the radio; 5 s is what published hosts allow it. */
const printMs = 5000;

const temperature: Parse<number> = (line) => decimal()(captured(/^Module temperature: (-?\d+\.\d{2})$/)(line) ?? '');

/** No AT modem: what a sketch prints when its port is opened. Whatever is written to it may go on the air. */
export const mkrfoxSketch = {
  id: 'mkrfox-sketch',
  title: 'Arduino MKR FOX 1200 with a sketch that prints ID and PAC',
  models: ['Arduino MKR FOX 1200'],
  sources: [example, boards],
  // Over USB any speed will do, except 1200 baud: opening at 1200 sends these boards into their bootloader.
  serial: { baudRate: 9600, link: 'usb', signals: { dtr: true } },
  framing: { commandEnd: '', lineEnd: 'crlf', echo: 'never' },
  timing: { bootMs: 0, quietMs: 100 },
  results: { success: noWord, failure: /^Shield error or not present!$/ },
  unsolicited: [],
  dangers: [
    {
      pattern: /[\s\S]/,
      effect: 'transmit',
      why: 'behind its print the example sends whatever is typed',
      source: example,
    },
  ],
  announcement: {
    after: 'DTR',
    again:
      'It prints once, when its port is opened after a start: load a sketch that prints ID and PAC (the FirstConfiguration example does), press reset and read again.',
  },
  identify: {
    mode: 'named only',
    banner: /MKR Fox 1200|MKR3000 Sigfox|(^|\n)ID *= *[0-9A-F]{8}\r?\n/,
    probes: [],
    // Running, and waiting in its bootloader: there it prints nothing, but may not be asked either.
    usb: [
      { vendorId: '2341', productId: '8050' },
      { vendorId: '2341', productId: '0050' },
    ],
  },
  commands: {
    readDeviceId: {
      summary: 'device ID, as the sketch prints it',
      request: null,
      reply: announced(captured(/\bID\s*[:=]\s*([0-9A-Fa-f]{8})\b/)),
      timeoutMs: printMs,
      effect: 'read',
      sensitive: hexSecret,
      source: example,
    },
    readPac: {
      summary: 'factory PAC, as the sketch prints it',
      request: null,
      reply: announced(captured(/\bPAC\s*[:=]\s*([0-9A-Fa-f]{16})\b/)),
      timeoutMs: printMs,
      effect: 'read',
      sensitive: hexSecret,
      source: example,
    },
    readFirmware: {
      summary: 'firmware version of the radio chip',
      request: null,
      reply: announced(captured(/^SigFox FW version -?(\S+)$/)),
      timeoutMs: printMs,
      effect: 'read',
      sensitive: hexSecret,
      source: example,
    },
    readTemperature: {
      summary: 'temperature of the module in degrees Celsius',
      request: null,
      reply: announced(temperature),
      timeoutMs: printMs,
      effect: 'read',
      sensitive: hexSecret,
      source: example,
    },
  },
} as const satisfies DialectDefinition;
