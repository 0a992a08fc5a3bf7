import type { DialectDefinition, SourceRef } from '../contract.ts';
import { anyAnswer, bareLine, captured, done, downlinkAfterOk, resultsOrSilence } from '../grammar.ts';
import type { Reply } from '../reply.ts';
import { hexOf, type FramePayload } from '../payload.ts';
import { ask } from '../procedure.ts';

const guide: SourceRef = {
  evidence: 'manual',
  where: 'Telit LE51-868-S software user guide; SmartEverything Fox demo unit manual, page 17',
};
const library: SourceRef = {
  evidence: 'source-format',
  where:
    'github ameltech/sme-le51-868-library: src/SmeSFX.h, src/sigFox/smeSFXModel.h and SmeSFX.cpp, compiled as a host',
};

/** No time is published; local queries of other modems take 250 ms at the longest. */
const queryMs = 1000;
/** The escape is answered behind a second of silence. */
const escapeMs = 3000;
const uplinkMs = 20_000;
const downlinkMs = 90_000;

/** Platform, stack and casing, version and build; then the same of the loader. */
const firmware = /^[\x20-\x7E]{1,40}$/;
const bothLines: Reply<string> = {
  read: ({ lines }) => {
    const [application, loader] = lines.filter(({ kind }) => kind !== 'unsolicited');
    if (application?.kind === 'failure') return { state: 'error', words: application.text };
    if (application === undefined || loader === undefined) return { state: 'pending' };
    // A bare ID is a late answer to another command.
    const fits = [application, loader].every(
      ({ kind, text }) => kind === 'text' && firmware.test(text) && !/^(S\d+=)?[0-9A-F]{6,}$/.test(text),
    );
    return fits
      ? { state: 'value', value: `${application.text} ${loader.text}` }
      : { state: 'malformed', words: `${application.text}\n${loader.text}` };
  },
};

const downlink = downlinkAfterOk({
  claims: /^\+RX(=[0-9A-F]*| END)$/,
  payload: /^\+RX=([0-9A-F]*)$/,
  end: /^\+RX END$/,
});

const ignored = (): void => undefined;

/**
 * A radio modem whose port carries payload until `+++` is said between two silences. Then it takes AT commands that end with
 * CR, and answers with CR alone.
 */
export const telitLe51 = {
  id: 'telit-le51',
  title: 'Telit LE51-868 S',
  models: ['LE51-868 S', 'SmartEverything Fox'],
  sources: [guide, library],
  serial: { baudRate: 19_200 },
  framing: { commandEnd: '\r', lineEnd: 'any', echo: 'never' },
  timing: { bootMs: 1000, quietMs: 100 },
  results: { success: /^OK$/, failure: /^ERROR$/ },
  unsolicited: [{ name: 'downlink', pattern: /^\+RX(=[0-9A-F]*| END)$/, samples: ['+RX=3132333435363738', '+RX END'] }],
  dangers: [
    {
      pattern: /^(?!\+\+\+$)[\s\S]/,
      effect: 'transmit',
      why: 'outside its command mode every byte is payload for the air',
      source: guide,
    },
  ],
  // No probe: even the escape leaves it in another mode than it was found in.
  identify: { mode: 'named only', probes: [] },
  commands: {
    // Said in the command mode already, it would spoil the next line; so it is said once, and a damaged OK must do.
    enterCommandMode: {
      summary: 'from payload to commands',
      request: '+++',
      ending: '',
      quietBeforeMs: 1000,
      reply: anyAnswer(300),
      timeoutMs: escapeMs,
      effect: 'configure',
      source: guide,
    },
    leaveCommandMode: {
      summary: 'from commands back to payload',
      request: 'ATX',
      reply: resultsOrSilence(1, 300),
      timeoutMs: queryMs,
      effect: 'configure',
      source: guide,
    },
    /** The maker's library keeps eleven characters of the answer: the name of the register and six digits. Eight would do as well. */
    readDeviceId: {
      summary: 'what register S192 holds, taken for the device ID',
      request: 'ATS192?',
      reply: bareLine(captured(/^S192=([0-9A-F]{6}|[0-9A-F]{8})$/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: library,
    },
    readFirmware: {
      summary: 'versions of firmware and loader, which come in two lines',
      request: 'AT/V',
      reply: bothLines,
      timeoutMs: queryMs,
      effect: 'read',
      source: library,
    },
    /** 1 is 1200 baud, 4 is 9600, 5 is 19200, 6 is 38400, 7 is 57600, 8 is 115200. */
    readSpeedCode: {
      summary: "code of the port's speed (register S210; 5 is 19200 baud)",
      request: 'ATS210?',
      reply: bareLine(captured(/^S210=([1-8])$/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: guide,
    },
    sendFrame: {
      summary: 'one uplink frame',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)},0`,
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: library,
    },
    sendFrameForDownlink: {
      summary: 'one uplink frame that asks for an answer: 8 bytes in hex, or null',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)},1`,
      reply: downlink,
      timeoutMs: downlinkMs,
      effect: 'transmit',
      source: library,
    },
  },
  // An ID alone, in an answer of 12 bytes: at one damaged byte in 25, two readings in ten thousand are damaged alike.
  equalReadings: 3,
  openQuestions: {
    readPac:
      "No command for the PAC of a Telit LE51 is published: give the maker's list with --delivery-list. If you know one, please send its name and what it answers, with the PAC made up.",
  },
  *opening() {
    yield* ask('enterCommandMode', ignored);
  },
  *closing(opening: 'done' | 'failed' | 'not begun') {
    // Where the escape was not answered, the farewell would go on the air.
    if (opening === 'done') yield* ask('leaveCommandMode', ignored);
  },
} as const satisfies DialectDefinition;
