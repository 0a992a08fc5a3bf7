import { hexSecret, noWord, type DialectDefinition, type SourceRef } from '../contract.ts';
import { captured, untilPrompt, untilSilence } from '../grammar.ts';
import { ask } from '../procedure.ts';

const trackerLog: SourceRef = {
  evidence: 'log',
  where:
    'README of a public tracker project, a session with a SiPy; the calls agree with pycom/pycom-documentation, registration of Sigfox',
};
const documentation: SourceRef = {
  evidence: 'manual',
  where: 'pycom/pycom-documentation: Sigfox class, registration, and the REPL',
};

const queryMs = 1000;
/** How long the radio takes to come up is not published. */
const startMs = 5000;
const startSilenceMs = 2000;
/** A stopped program prints where it was, then the prompt, once for each Ctrl-C; that it makes no longer pause in between is assumed. */
const stoppedMs = 200;

const prompt = /^>>> $/;

/** The zone does not touch the ID; it is the zone of what would be sent, and nothing is sent from here. */
const start = 'from network import Sigfox; import binascii; sigfox = Sigfox(mode=Sigfox.SIGFOX, rcz=Sigfox.RCZ1)';

/** MicroPython on Pycom's Sigfox boards: values are printed as lower-case bytes literals, behind the prompt `>>> `. */
export const pycomRepl = {
  id: 'pycom-repl',
  title: 'Pycom boards with Sigfox, at their Python prompt',
  models: ['SiPy', 'LoPy4', 'FiPy'],
  sources: [trackerLog, documentation],
  serial: { baudRate: 115200 },
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'maybe' },
  timing: { bootMs: 3000, quietMs: 100 },
  results: {
    success: noWord,
    failure: /^\w*(Error|Exception)\b/,
    // What Python itself complains of is not what the radio complains of.
    unprovisioned: /^(?!Import|Name|Syntax|Attribute|Indentation|Type|Memory)\w*(Error|Exception)\b/,
  },
  unsolicited: [],
  dangers: [
    {
      pattern: /\cC/,
      effect: 'configure',
      why: 'Ctrl-C stops the program that is running, until the next power-up',
      source: documentation,
    },
    {
      pattern: /\cA/,
      effect: 'configure',
      why: 'Ctrl-A leads to the raw prompt, which echoes nothing',
      source: documentation,
    },
  ],
  identify: {
    mode: 'automatic',
    // No Ctrl-C here: an unknown board's program is not ours to stop. A board whose program runs is found only by its name.
    probes: [{ send: '\r', expect: /(^|\r\n)>>> $/ }],
  },
  commands: {
    readPrompt: {
      summary: 'the prompt, if no program has the line',
      request: '',
      reply: untilPrompt(prompt, () => 'ready' as const),
      timeoutMs: queryMs,
      effect: 'read',
      source: documentation,
    },
    /**
     * Behind a program, a traceback and one prompt after the other; the next command shows whether it worked. Ctrl-B leads back from the raw
     * prompt, where tools that upload files leave a board; at the plain one it is nothing.
     */
    interrupt: {
      summary: 'stops the program that is running, until the next power-up, and leaves the raw prompt',
      request: '\x03\x03\x02',
      reply: untilSilence(stoppedMs, () => 'interrupted' as const),
      timeoutMs: 3000,
      effect: 'configure',
      source: documentation,
    },
    /** Makes the object and transmits nothing. Not sent twice; if its answer was damaged, the next one shows whether it worked. */
    start: {
      summary: 'makes the radio known to the prompt, as `sigfox`',
      request: start,
      reply: untilPrompt(prompt, () => 'started' as const, { orSilenceMs: startSilenceMs }),
      timeoutMs: startMs,
      effect: 'configure',
      source: trackerLog,
    },
    readDeviceId: {
      summary: 'device ID',
      request: 'print(binascii.hexlify(sigfox.id()))',
      reply: untilPrompt(prompt, captured(/^b'([0-9a-f]{8})'$/m)),
      timeoutMs: queryMs,
      effect: 'read',
      source: trackerLog,
    },
    readPac: {
      summary: 'initial PAC',
      request: 'print(binascii.hexlify(sigfox.pac()))',
      reply: untilPrompt(prompt, captured(/^b'([0-9a-f]{16})'$/m)),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: trackerLog,
    },
  },
  openQuestions: {
    readFirmware:
      "Type print(sigfox.version()) at the prompt and send the line it prints, with the version that Pycom's updater shows.",
  },
  *opening() {
    try {
      yield* ask('readPrompt', () => undefined);
    } catch {
      // Something else has the line. What is truly wrong (a pulled cable, a dead board) shows again at once.
      yield* ask('interrupt', () => undefined);
      yield* ask('readPrompt', () => undefined);
    }
    yield* ask('start', () => undefined);
  },
} as const satisfies DialectDefinition;
