import type { DialectDefinition, SourceRef } from '../contract.ts';
import { anyAnswer, bareLine, captured, matching, resultsOrSilence } from '../grammar.ts';
import { ask } from '../procedure.ts';

const guide: SourceRef = { evidence: 'manual', where: 'Telit LE51-868-S software user guide; SmartEverything Fox demo unit manual, page 17' };
const library: SourceRef = { evidence: 'source-format', where: 'github ameltech/sme-le51-868-library' };
/** The library takes S192 for the Sigfox ID. That it is printed as eight hex digits is nobody's word. */
const digitsOfS192: SourceRef = { evidence: 'assumed', where: 'github ameltech/sme-le51-868-library takes S192 for the Sigfox ID; the form of its digits is not published' };

/** No time is published; local queries of other modems take 250 ms at the longest. */
const queryMs = 1000;
/** The escape is answered behind a second of silence. */
const escapeMs = 3000;

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
  timing: { bootMs: 1000, settleMs: 100 },
  results: { success: /^OK$/, failure: /^ERROR$/ },
  unsolicited: [],
  dangers: [{ pattern: /^(?!\+\+\+$)[\s\S]/, effect: 'transmit', why: 'outside its command mode every byte is payload for the air', source: guide }],
  // No probe: even the escape leaves it in another mode than it was found in.
  identify: { mode: 'named only', probes: [] },
  commands: {
    // Said in the command mode already, it would spoil the next line; so it is said once, and a damaged OK must do.
    enterCommandMode: { summary: 'from payload to commands', request: '+++', ending: '', quietBeforeMs: 1000, reply: anyAnswer(300), timeoutMs: escapeMs, effect: 'configure', source: guide },
    leaveCommandMode: { summary: 'from commands back to payload', request: 'ATX', reply: resultsOrSilence(1, 300), timeoutMs: queryMs, effect: 'configure', source: guide },
    readDeviceId: { summary: 'what register S192 holds, taken for the device ID', request: 'ATS192?', reply: bareLine(captured(/^S192=([0-9A-F]{8})$/)), timeoutMs: queryMs, effect: 'read', source: digitsOfS192 },
    readFirmware: { summary: 'firmware version', request: 'AT/V', reply: bareLine(matching(/(?![0-9A-F]{8,}$)[\x20-\x7E]{1,80}/)), timeoutMs: queryMs, effect: 'read', source: guide },
    /** 1 is 1200 baud, 4 is 9600, 5 is 19200, 6 is 38400, 7 is 57600, 8 is 115200. */
    readSpeedCode: { summary: 'code of the port\'s speed (register S210; 5 is 19200 baud)', request: 'ATS210?', reply: bareLine(captured(/^S210=([1-8])$/)), timeoutMs: queryMs, effect: 'read', source: guide },
  },
  // An ID alone, in an answer of 14 bytes: at one damaged byte in 25, two readings in ten thousand are damaged alike.
  equalReadings: 3,
  openQuestions: {
    readPac: 'No command for the PAC of a Telit LE51 is published: give the maker\'s list with --delivery-list. If you know one, please send its name and what it answers, with the PAC made up.',
    sendFrame: 'AT$SF=<hex>,0|1 is published, but not what 0 and 1 mean or what is answered: please send a dialogue.',
  },
  *opening() {
    yield* ask('enterCommandMode', ignored);
  },
  *closing(opening: 'done' | 'failed' | 'not begun') {
    // Where the escape was not answered, the farewell would go on the air.
    if (opening === 'done') yield* ask('leaveCommandMode', ignored);
  },
} as const satisfies DialectDefinition;
