import { hexSecret, type DialectDefinition, type SourceRef } from '../contract.ts';
import { done, linesThenOkOrSilence } from '../grammar.ts';
import { hexOf, type FramePayload } from '../payload.ts';
import { ask } from '../procedure.ts';

const library: SourceRef = { evidence: 'source-format', where: 'github nemeus/arduino-nemeus-lib' };
const thesis: SourceRef = {
  evidence: 'assumed',
  where:
    'LPWAN-Coverage-System README and wiki.nemeus.fr: gives device UID and initial PAC; the exact line is not published',
};
const lineForm: SourceRef = {
  evidence: 'assumed',
  where: 'github nemeus/arduino-nemeus-lib names the command; the form of its answer is not published',
};

/** No time is published. */
const queryMs = 2000;
/** Behind the last line of an answer whose end is not published. */
const endMs = 500;
/** The maker's library waits so long. */
const uplinkMs = 20_000;

/** Everything it says, for a person to read. `claims`: lines that come unasked in other places. */
const everything = (claims: RegExp) => ({ ...linesThenOkOrSilence(endMs, (lines) => lines || null), claims });

/** LoRa and Sigfox modules. Their Sigfox part is switched on first; what it then tells of ID and PAC is not published line by line. */
export const nemeus = {
  id: 'nemeus',
  title: 'Nemeus MM002 modules',
  models: ['MM002-xx', 'MM002-LS'],
  sources: [library, thesis],
  serial: { baudRate: 38_400 },
  // The vendor's library leaves about 1 ms between two characters.
  framing: { commandEnd: '\r\n', lineEnd: 'crlf', echo: 'never', characterGapMs: 1 },
  timing: { bootMs: 1000, quietMs: 100 },
  results: { success: /^OK$/, failure: /^ERROR( NOACK)?$/ },
  unsolicited: [
    { name: 'debug text', pattern: /^\+DEBUG/, samples: ['+DEBUG:'] },
    { name: 'Sigfox event', pattern: /^\+SF:/, samples: ['+SF:'] },
    { name: 'LoRa event', pattern: /^\+MAC:/, samples: ['+MAC:'] },
  ],
  dangers: [{ pattern: /AT\+SF=SND/i, effect: 'transmit', why: 'AT+SF=SNDBIN sends a frame', source: library }],
  identify: {
    mode: 'automatic',
    // Some lines of text and OK, with or without an echo. What was asked at other speeds may be half a line, which is refused first.
    probes: [
      {
        send: '\r\nAT+RF=?\r\n',
        expect: /^\s*(?:ERROR\r\n)?\s*(?:AT\+RF=\?\s+)?(?:(?!OK|ERROR)[\x20-\x7E]+\r\n\s*)+OK\r\n$/,
      },
    ],
  },
  commands: {
    turnSigfoxOn: {
      summary: 'switches the Sigfox part on, until power-off',
      request: '\r\nAT+SF=ON',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: library,
    },
    readRadioSettings: {
      summary: 'settings of the radio, as they are printed',
      request: '\r\nAT+RF=?',
      reply: everything(/^\+RF/),
      timeoutMs: queryMs,
      effect: 'read',
      source: lineForm,
    },
    readSigfoxSettings: {
      summary: 'settings of the Sigfox part, as they are printed; ID and PAC are among them',
      request: '\r\nAT+SF=?',
      reply: everything(/^\+SF:/),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: thesis,
    },
    readVersions: {
      summary: 'versions of the module, as they are printed',
      request: '\r\nAT+DEBUG=MVER',
      reply: everything(/^\+DEBUG/),
      timeoutMs: queryMs,
      effect: 'read',
      source: lineForm,
    },
    /** 1 behind it would ask for an answer, whose form is not published. */
    sendFrame: {
      summary: 'one uplink frame',
      request: ({ payload }: FramePayload) => `\r\nAT+SF=SNDBIN,${hexOf(payload)},0`,
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: library,
    },
    sendBit: {
      summary: 'one uplink bit',
      request: ({ bit }: { readonly bit: 0 | 1 }) => `\r\nAT+SF=SNDBIT,${bit},0`,
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: library,
    },
    sendOutOfBand: {
      summary: 'one out-of-band frame',
      request: '\r\nAT+SF=SNDOOB',
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: library,
    },
  },
  openQuestions: {
    readDeviceId:
      'AT+SF=? of a Nemeus module tells ID and PAC, but the form of its lines is not public: run `pacline modem readSigfoxSettings --dialect nemeus --port <port> --yes` and send what it prints, with the digits of ID and PAC made up. Until then take them from there by eye.',
    readPac:
      'AT+SF=? of a Nemeus module tells the PAC, but the form of its lines is not public: please send what readSigfoxSettings prints, with ID and PAC made up.',
    readFirmware:
      'AT+DEBUG=MVER tells the versions, but the form of its lines is not public: please send what readVersions prints.',
  },
  *opening() {
    yield* ask('turnSigfoxOn', () => undefined);
  },
} as const satisfies DialectDefinition;
