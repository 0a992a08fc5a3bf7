import type { DialectDefinition, SourceRef } from '../contract.ts';
import { bareLine, done, matching } from '../grammar.ts';
import type { Parse, Reply } from '../reply.ts';
import { hexOf, type FramePayload } from '../payload.ts';
import { ask } from '../procedure.ts';

const vendorParser: SourceRef = {
  evidence: 'host-run',
  where: 'github sigfox/sensit-sdk, sdk/src/resources/AT_parser.c and AT_functions.c compiled and run on a host',
};
const page: SourceRef = { evidence: 'manual', where: 'github sigfox/sensit-sdk, doc/modem.md' };

const queryMs = 500;
const uplinkMs = 20_000;

/** A byte is printed as two characters: two digits, or one digit and a NUL where it is below 10. */
const byteOf = (two: string): string => two.replace(/^(.)\0$/, '0$1');
const deviceId: Parse<string> = (line) =>
  /^([0-9a-f][0-9a-f\0]){4}$/.test(line) ? line.replace(/[\s\S]{2}/g, byteOf).toUpperCase() : null;

/**
 * The routine that prints the ID writes a NUL one byte beyond its own buffer, which may be the last byte of the ID before it is printed.
 * So an ID that ends in 00 may not be this unit's.
 */
const guarded: Reply<string> = {
  read: (received) => {
    const state = bareLine(deviceId).read(received);
    return state.state === 'value' && state.value.endsWith('00')
      ? { state: 'error', words: 'the last byte of the ID reads as 00' }
      : state;
  },
};

const zoneOf: Parse<string> = (line) =>
  ({ RC1: 'RC1', RC2: 'RC2', RC3: 'RC3C', RC4: 'RC4', ERR: 'none' })[line] ?? null;
const keyOf: Parse<'private' | 'public'> = (line) => ({ PRIVATE: 'private', PUBLIC: 'public' } as const)[line] ?? null;

/** The modem application of Sigfox's own development kit: lines end with LF alone, a query gives its value and no OK. No PAC. */
export const sensitSdk = {
  id: 'sensit-sdk',
  title: "Sens'it with the modem firmware of its SDK",
  models: ["Sens'it 3"],
  sources: [vendorParser, page],
  serial: { baudRate: 115_200 },
  // Not for its letters, which are text: NULs are part of an ID here, and no dirt of the line.
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'never', alphabet: 'binary' },
  timing: { bootMs: 1000, quietMs: 100 },
  results: { success: /^OK$/, failure: /^(UNKNOWN|ERR(=0x[0-9a-f]+)?)$/ },
  unsolicited: [],
  dangers: [
    {
      pattern: /ATZ/,
      effect: 'reset',
      why: 'ATZ restarts the device, whatever stands behind it',
      source: vendorParser,
    },
    {
      pattern: /AT\$(SF|CW|TM)=/,
      effect: 'transmit',
      why: 'a frame, or a wave or test that only the button ends',
      source: vendorParser,
    },
    {
      pattern: /AT\$RC=|ATS410=/,
      effect: 'configure',
      why: 'zone and key are settings until power-off',
      source: vendorParser,
    },
  ],
  identify: {
    mode: 'automatic',
    probes: [
      { send: 'AT\r', expect: /^(AT\r)?UNKNOWN\n$/ },
      { send: 'AT$ID?\r', expect: /^(AT\$ID\?\r)?([0-9a-f][0-9a-f\0]){4}\n$/ },
    ],
  },
  commands: {
    readDeviceId: {
      summary: 'device ID',
      request: 'AT$ID?',
      reply: guarded,
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    readFirmware: {
      summary: 'version of the SDK',
      request: 'AT$V?',
      reply: bareLine(matching(/(?![0-9A-Fa-f]{8}$)[\x20-\x7E]{1,40}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    /** ERR until one was set. */
    readRadioZone: {
      summary: 'radio zone: RC1, RC2, RC3C or RC4; none until one was set',
      request: 'AT$RC?',
      reply: { ...bareLine(zoneOf), claims: /^ERR$/ },
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    readKeyMode: {
      summary: 'which key frames are signed with',
      request: 'ATS410?',
      reply: bareLine(keyOf),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },

    /** Counted from 0: 2 is zone 3C. Needed before a frame. */
    selectZone: {
      summary: 'the radio zone, counted from 0: RC1, RC2, RC3C, RC4',
      request: ({ index }: { readonly index: 0 | 1 | 2 | 3 }) => `AT$RC=${index}`,
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: page,
    },
    usePrivateKey: {
      summary: 'the key of the network, not of the emulator',
      request: 'ATS410=0',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: vendorParser,
    },
    usePublicKey: {
      summary: 'the key of the emulator: the network will not hear this unit',
      request: 'ATS410=1',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: vendorParser,
    },

    sendFrame: {
      summary: 'one uplink frame; the zone must have been set',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)}`,
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: vendorParser,
    },
  },
  // An ID alone.
  equalReadings: 3,
  *whyRefused() {
    // Where the version is refused as well, it is not the ID.
    yield* ask('readFirmware', () => undefined);
    return "This firmware writes beyond its own buffer when it prints an ID, and an ID that ends in 00 may be the result of it. Take the ID from the label of the Sens'it.";
  },
} as const satisfies DialectDefinition;
