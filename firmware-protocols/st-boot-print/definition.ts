import { hexSecret, noWord, type DialectDefinition, type SourceRef } from '../contract.ts';
import { announced, captured } from '../grammar.ts';
import type { Parse } from '../reply.ts';

const demo: SourceRef = {
  evidence: 'source-format',
  where: 'github STMicroelectronics/fp-atr-sigfox1, app_x_cube_sfxs2lp1.c lines 186 to 189',
};

/** A person has to find the reset button. */
const pressMs = 20_000;

/** An ID is not padded, so half of one looks like a whole one: it counts only with the line of the PAC whole behind it. */
const deviceId = captured(/^ {2}ID {2}([0-9A-F]{1,8})\n {2}PAC [0-9A-F]{16}$/);
const pac = captured(/^ {2}ID {2}[0-9A-F]{1,8}\n {2}PAC ([0-9A-F]{16})$/);

const zone: Parse<string> = (line) => {
  const number = captured(/^ {2}RCZ (\d+)$/)(line);
  return number === null ? null : `RC${number}`;
};

/** A demo that prints who it is once per reset, over a UART: it is believed when two prints are equal, so reset is pressed twice. */
export const stBootPrint = {
  id: 'st-boot-print',
  title: 'ST FP-ATR-SIGFOX1 demo, which prints ID and PAC when it starts',
  models: ['FP-ATR-SIGFOX1'],
  sources: [demo],
  serial: { baudRate: 115_200 },
  framing: { commandEnd: '', lineEnd: 'crlf', echo: 'never' },
  timing: { bootMs: 1000, quietMs: 100 },
  results: { success: noWord, failure: noWord },
  unsolicited: [],
  dangers: [],
  announcement: { after: 'power-up', again: "Press the board's reset button now, once." },
  identify: { mode: 'named only', banner: /Sigfox Device:\r?\n/, probes: [] },
  commands: {
    readDeviceId: {
      summary: 'device ID without leading zeros, as the board prints it',
      request: null,
      reply: announced(deviceId, { lines: 2 }),
      timeoutMs: pressMs,
      effect: 'read',
      sensitive: hexSecret,
      source: demo,
    },
    readPac: {
      summary: 'PAC, as the board prints it',
      request: null,
      reply: announced(pac, { lines: 2 }),
      timeoutMs: pressMs,
      effect: 'read',
      sensitive: hexSecret,
      source: demo,
    },
    readRadioZone: {
      summary: 'radio zone, such as RC1, as the board prints it',
      request: null,
      reply: announced(zone),
      timeoutMs: pressMs,
      effect: 'read',
      sensitive: hexSecret,
      source: demo,
    },
  },
} as const satisfies DialectDefinition;
