import { hexSecret, type DialectDefinition, type SourceRef } from '../contract.ts';
import { bareLine, captured, done, downlinkInOneLine, okThenValue } from '../grammar.ts';
import { hexOf, type FramePayload } from '../payload.ts';

const readme: SourceRef = {
  evidence: 'manual',
  where: 'github htmicron/ht32sx, branch master_2, AT_Commands/README.md and its screenshots',
};
const code: SourceRef = {
  evidence: 'host-run',
  where:
    'github htmicron/ht32sx, branch master_2, AT_Commands: HT_at_fsm.c, HT_uart_api.c and HT_at_master.c compiled and run on a host',
};

const queryMs = 1000;
/** Three repeats take 6 s; drivers of other modems wait up to 20 s. */
const uplinkMs = 20_000;
/** A base station takes up to 30 s to answer. */
const downlinkMs = 90_000;
/** A scan lasts as many minutes as it is given; this allows for 10. */
const scanMs = 630_000;

/** ID and PAC come together, with the result code behind them on the same line. */
const identity = /(?:^|;)\{([0-9A-F]{8}):[0-9A-F]{16}\}0x0000$/;
const pac = /(?:^|;)\{[0-9A-F]{8}:([0-9A-F]{16})\}0x0000$/;

const zoneFound = /^\{-?\d{1,3}:[1-7]\}$/;
const found = (line: string): { readonly rssiDbm: number; readonly zone: string } | null => {
  const [, rssi, zone] = /^\{(-?\d{1,3}):([1-7])\}$/.exec(line) ?? [];
  return rssi === undefined || zone === undefined ? null : { rssiDbm: Number(rssi), zone: `RC${zone}` };
};

/**
 * HT Micron's AT firmware: a command ends with a semicolon and with nothing else, an answer with `0xSSAA`, the code of the Sigfox
 * library and the code of the AT layer.
 */
export const ht32sx = {
  id: 'ht32sx',
  title: 'HT Micron iMCP HT32SX, AT firmware',
  models: ['HT32SX'],
  sources: [code, readme],
  serial: { baudRate: 115_200 },
  framing: { commandEnd: ';', lineEnd: 'crlf', echo: 'never' },
  timing: { bootMs: 1000, quietMs: 100 },
  // A2 and A6 are no refusals: the request did not arrive as it was sent, be it for what an earlier probe left in the modem's buffer.
  // A6 also comes unasked, half a second behind the first byte of a line that nobody ended.
  results: { success: /^0x0000$/, failure: /^0x(?!0000|00A2|00A6)[0-9A-F]{4}$/ },
  unsolicited: [
    { name: 'radio zone found', pattern: zoneFound, samples: ['{-74:2}'] },
    { name: 'start-up', pattern: /^HT32SX$/, samples: ['HT32SX'] },
  ],
  dangers: [
    {
      pattern: /AT\+TESTCRED=1;/,
      effect: 'configure',
      why: 'the modem takes test credentials and may report the test ID from then on',
      source: readme,
    },
    { pattern: /AT\+(SEND|CW)\w*=/, effect: 'transmit', why: 'goes on the air', source: readme },
  ],
  identify: {
    mode: 'automatic',
    banner: /(^|\n)HT32SX\n/,
    probes: [
      // Kept in its buffer for half a second, where it spoils the next command; 60 bytes, or the half second, are answered with A6.
      { send: 'AT\r', expect: /^(AT\r)?(0x00A6\n)*$/ },
      // So this one may be answered with the code for a bad header; its form tells the modem, and the session asks again.
      { send: 'AT+IDPAC;', expect: /^(AT\+IDPAC;)?(0x00A6\n)*(\{[0-9A-F]{8}:[0-9A-F]{16}\}0x0000|0x00A[26])\n$/ },
    ],
  },
  commands: {
    readDeviceId: {
      summary: 'device ID',
      request: 'AT+IDPAC',
      reply: bareLine(captured(identity)),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: readme,
    },
    readPac: {
      summary: 'initial PAC',
      request: 'AT+IDPAC',
      reply: bareLine(captured(pac)),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: readme,
    },

    /** Needed before any frame. */
    openInZone: {
      summary: 'opens the Sigfox library in a radio zone, 1 to 7',
      request: ({ zone }: { readonly zone: 1 | 2 | 3 | 4 | 5 | 6 | 7 }) => `AT+CFGRCZ=${zone}`,
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: readme,
    },
    closeLibrary: {
      summary: 'closes the Sigfox library; needed before a scan',
      request: 'AT+CLOSE',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: readme,
    },
    /** Zone 127 stands for all of them; the maker advises 5 minutes or more. */
    findRadioZone: {
      summary: 'listens for the beacon of a radio zone, so many minutes',
      request: ({ zone, minutes }: { readonly zone: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 127; readonly minutes: number }) =>
        `AT+MONARCH=${zone}:${minutes}`,
      reply: okThenValue(zoneFound, found),
      timeoutMs: scanMs,
      effect: 'configure',
      source: readme,
    },

    sendFrame: {
      summary: 'one uplink frame',
      request: ({ payload }: FramePayload) => `AT+SEND=0:${hexOf(payload)}`,
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: readme,
    },
    sendFrameForDownlink: {
      summary: 'one uplink frame that asks for an answer: 8 bytes in hex, or null',
      request: ({ payload }: FramePayload) => `AT+SEND=1:${hexOf(payload)}`,
      reply: downlinkInOneLine({ claims: /^0x9B00$/, payload: /^\{([0-9A-F]{16})\}0x0000$/, none: /^0x9B00$/ }),
      timeoutMs: downlinkMs,
      effect: 'transmit',
      source: readme,
    },
  },
} as const satisfies DialectDefinition;
