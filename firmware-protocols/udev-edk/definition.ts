import { hexSecret, noWord, type DialectDefinition, type SourceRef } from '../contract.ts';
import { announced, captured } from '../grammar.ts';

const example: SourceRef = {
  evidence: 'source-format',
  where: 'github udev-br/SIGFOX-EDK, "Examples/SIGFOX Radio/user.c" format strings',
};

/** It prints 500 ms after it appears on USB, and never again. */
const printMs = 5000;

/** A SAMD21 board that prints who it is once on its own USB port, and then sends frames in a loop. */
export const udevEdk = {
  id: 'udev-edk',
  title: 'uDEV SIGFOX-EDK with its Radio example',
  models: ['uDEV SIGFOX-EDK'],
  sources: [example],
  // Over USB any speed will do.
  serial: { baudRate: 9600, link: 'usb' },
  framing: { commandEnd: '', lineEnd: 'crlf', echo: 'never' },
  timing: { bootMs: 500, quietMs: 100 },
  results: { success: noWord, failure: noWord },
  unsolicited: [],
  dangers: [],
  announcement: {
    after: 'power-up',
    again: 'It prints once, half a second after it appears on USB: start `pacline run` first, then plug the board in.',
  },
  identify: { mode: 'named only', banner: /Sigfox ID: [0-9A-Fa-f]{8}; /, probes: [] },
  commands: {
    readDeviceId: {
      summary: 'device ID, as the board prints it',
      request: null,
      reply: announced(captured(/^Sigfox ID: ([0-9A-Fa-f]{8}); ?$/)),
      timeoutMs: printMs,
      effect: 'read',
      sensitive: hexSecret,
      source: example,
    },
    readPac: {
      summary: 'PAC, as the board prints it',
      request: null,
      reply: announced(captured(/^Sigfox PAC: ([0-9A-Fa-f]{16}); ?$/)),
      timeoutMs: printMs,
      effect: 'read',
      sensitive: hexSecret,
      source: example,
    },
  },
} as const satisfies DialectDefinition;
