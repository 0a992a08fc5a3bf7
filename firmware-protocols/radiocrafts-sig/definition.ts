import { everyByte, noWord, type DialectDefinition, type SourceRef } from '../contract.ts';
import { countedBytes, exactBytes, nothing } from '../grammar.ts';
import type { Parse, Reply } from '../reply.ts';
import { hexOf } from '../payload.ts';
import { ask } from '../procedure.ts';

const unabizLog: SourceRef = {
  evidence: 'log',
  where: 'github UnaBiz/unabiz-arduino, logs in examples/DemoTestUnaShieldV1 and examples/send-light-level',
};
const unabizDriver: SourceRef = {
  evidence: 'source-format',
  where: 'github UnaBiz/unabiz-arduino, src/Radiocrafts.cpp',
};
const manual: SourceRef = {
  evidence: 'manual',
  where: 'Radiocrafts RC16xxxx-SIG manual rev 1.9; RC16xxxx-SSM manual rev 1.00',
};

/** The module is ready 13.2 ms after reset and answers within a few ms; half a second is patient enough. */
const queryMs = 500;
/** Between a command and the bytes that belong to it: the prompt to the command comes first. The published driver waits 100 ms. */
const parameterGapMs = 20;

/** The module is idle 1 ms after it has heard 58; half a millisecond on the wire and an adapter's buffer come before. A port that is closed or opened anew at once may drop the byte. */
const leavingMs = 20;

/** So many bytes, and the prompt behind them. They are counted: 3E, the prompt, may occur among them. */
const thenPrompt = <Value>(count: number, parse: Parse<Value>): Reply<Value> =>
  countedBytes(count + 1, (bytes) => (bytes.endsWith('>') ? parse(bytes.slice(0, -1)) : null));

const hexDigits = (bytes: string): string => hexOf(Array.from(bytes, (byte) => byte.charCodeAt(0)));

/** Four bytes, the least significant first, and the PAC behind them. */
const deviceId: Parse<string> = (bytes) => hexDigits(bytes.slice(0, 4).split('').toReversed().join(''));
const pac: Parse<string> = (bytes) => hexDigits(bytes.slice(4));

/** No module that answers measures 0, which is -128 degrees or no supply: it is the late answer to another command, as in a published log. */
const measured =
  (meaning: (byte: number) => number): Parse<number> =>
  (bytes) =>
    bytes === '\0' ? null : meaning(bytes.charCodeAt(0));

/** The value of a parameter, between the prompt to the command and the prompt behind the value. */
const parameter = <Value>(meanings: readonly Value[]): Reply<Value> =>
  thenPrompt(2, (bytes) => (bytes.startsWith('>') ? (meanings[bytes.charCodeAt(1)] ?? null) : null));

/** Into memory mode, one parameter and its value, and out of it again, in one request: a module left in between would take the next commands for addresses and values. */
const setParameter = (address: string, value: string): string => `M${address}${value}\xFF`;

const zone = '\0';
const publicKey = '\x28';

/**
 * Radiocrafts' binary protocol. Everything is done in configuration mode: `00` leads into it, `58` out of it, and `58` is sent at
 * the end whatever happened before, because what a module left there hears next may write its ID, key and PAC.
 */
export const radiocraftsSig = {
  id: 'radiocrafts-sig',
  title: 'Radiocrafts RC16xx-SIG, binary protocol',
  models: ['RC1682-SIG', 'RC1692HP-SIG', 'UnaShield V1', 'SkyGrid'],
  sources: [unabizLog, unabizDriver, manual],
  serial: { baudRate: 19_200 },
  framing: { commandEnd: '', lineEnd: 'any', echo: 'never', alphabet: 'binary' },
  timing: { bootMs: 20, quietMs: 100 },
  results: { success: noWord, failure: noWord },
  unsolicited: [],
  dangers: [
    {
      pattern: /A/,
      effect: 'irreversible',
      why: 'in configuration mode 41 writes ID, key and PAC, and 41 is the first letter of AT',
      source: manual,
    },
    {
      pattern: /[^\0]/,
      effect: 'transmit',
      why: 'in idle mode the first byte is a length, and so many bytes behind it go on the air',
      source: manual,
    },
  ],
  // 00 changes the mode, and anything else may go on the air: there is no question that only asks.
  identify: { mode: 'named only', probes: [] },
  commands: {
    enterConfiguration: {
      summary: 'into configuration mode; done by every session at its beginning',
      request: '\0',
      reply: exactBytes('>'),
      timeoutMs: queryMs,
      effect: 'configure',
      source: unabizLog,
    },
    leaveConfiguration: {
      summary: 'back to idle mode; done by every session at its end',
      request: 'X',
      reply: nothing(leavingMs),
      timeoutMs: queryMs,
      effect: 'configure',
      source: manual,
    },

    /** 58 alone is a length to a module that has missed the 00 before it, because it, or the board that carries it, was still starting. */
    leaveAnyMode: {
      summary: 'to idle mode from whichever mode; done where the opening was not answered',
      request: '\0X',
      characterGapMs: parameterGapMs,
      reply: nothing(leavingMs),
      timeoutMs: queryMs,
      effect: 'configure',
      source: manual,
    },

    readDeviceId: {
      summary: 'device ID',
      request: '9',
      reply: thenPrompt(12, deviceId),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: everyByte,
      source: unabizLog,
    },
    readPac: {
      summary: 'initial PAC',
      request: '9',
      reply: thenPrompt(12, pac),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: everyByte,
      source: unabizLog,
    },

    readTemperature: {
      summary: 'module temperature in degrees Celsius',
      request: 'U',
      reply: thenPrompt(
        1,
        measured((byte) => byte - 128),
      ),
      timeoutMs: queryMs,
      effect: 'read',
      source: unabizLog,
    },
    readSupplyMillivolts: {
      summary: 'supply voltage in mV',
      request: 'V',
      reply: thenPrompt(
        1,
        measured((byte) => byte * 30),
      ),
      timeoutMs: queryMs,
      effect: 'read',
      source: unabizLog,
    },
    readRadioZone: {
      summary: 'radio zone the module is set to',
      request: `Y${zone}`,
      characterGapMs: parameterGapMs,
      reply: parameter(['RC1', 'RC2', 'RC3', 'RC4']),
      timeoutMs: queryMs,
      effect: 'read',
      source: unabizDriver,
    },
    readKeyMode: {
      summary: 'whether frames are for the network or for an emulator',
      request: `Y${publicKey}`,
      characterGapMs: parameterGapMs,
      reply: parameter(['private', 'public'] as const),
      timeoutMs: queryMs,
      effect: 'read',
      source: unabizLog,
    },

    /** The memory allows a limited number of writes: read the key mode first. */
    usePrivateKey: {
      summary: 'the key of the network, kept over power-off',
      request: setParameter(publicKey, '\0'),
      characterGapMs: parameterGapMs,
      reply: exactBytes('>>'),
      timeoutMs: queryMs,
      effect: 'configure',
      source: unabizDriver,
    },
    usePublicKey: {
      summary: 'the key of an emulator, kept over power-off',
      request: setParameter(publicKey, '\x01'),
      characterGapMs: parameterGapMs,
      reply: exactBytes('>>'),
      timeoutMs: queryMs,
      effect: 'configure',
      source: unabizDriver,
    },
    // 51 (signal quality) differs from 41 in one bit: it is never sent.
  },
  openQuestions: {
    readFirmware:
      'No public source tells how this module gives its firmware version. If your manual names a command for it, send its name and the bytes of an answer.',
    sendFrame:
      'A frame goes out in idle mode and nothing answers, so nobody knows when the module listens again; in configuration mode its bytes would be commands. Capture, with time stamps, 58, a frame, and 00 sent every 100 ms until 3E comes, and send it.',
  },
  *opening() {
    yield* ask('enterConfiguration', () => undefined);
  },
  *closing(opening) {
    yield* ask(opening === 'done' ? 'leaveConfiguration' : 'leaveAnyMode', () => undefined);
  },
} as const satisfies DialectDefinition;
