import { noWord, type DialectDefinition, type SourceRef } from '../contract.ts';
import { bareLine, captured } from '../grammar.ts';

const library: SourceRef = {
  evidence: 'source-format',
  where: 'github SMK-RD/WF931-Sigfox-module, src/wf931.cpp, and two sketches of Sony for Spresense',
};
/** The library prints whatever comes up to the line end. */
const idForm: SourceRef = {
  evidence: 'assumed',
  where:
    'github SMK-RD/WF931-Sigfox-module sends AT$ID? and prints the line that comes; that it is eight hex digits is not published',
};

const queryMs = 1000;

/** SMK's module: little is published but the commands that its maker's library sends. */
export const smkWf931 = {
  id: 'smk-wf931',
  title: 'SMK WF931',
  models: ['WF931'],
  sources: [library, idForm],
  serial: { baudRate: 9600 },
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'maybe' },
  timing: { bootMs: 1000, quietMs: 100 },
  // No source has its words.
  results: { success: noWord, failure: noWord },
  unsolicited: [],
  dangers: [
    { pattern: /AT\$S[BF]=/, effect: 'transmit', why: 'a bit or a frame', source: library },
    { pattern: /AT\$DSLEEP/, effect: 'configure', why: 'it falls asleep', source: library },
  ],
  // Others answer AT$ID? the same way, and nothing else of it is known.
  identify: { mode: 'named only', probes: [] },
  commands: {
    readDeviceId: {
      summary: 'device ID',
      request: 'AT$ID?',
      reply: bareLine(captured(/^(?:0x)?([0-9A-Fa-f]{8})$/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: idForm,
    },
  },
  openQuestions: {
    readPac:
      "No command for the PAC of a WF931 is public: give the maker's list with --delivery-list. If you know one, please send its name and what it answers, with the PAC made up.",
    readFirmware: 'No command for the version of a WF931 is public: please send what it answers to AT, AT$V? and ATI.',
    sendFrame: 'AT$SF=<hex> sends a frame, but what a WF931 answers to it is not public: please send a dialogue.',
  },
  // An ID alone.
  equalReadings: 3,
} as const satisfies DialectDefinition;
