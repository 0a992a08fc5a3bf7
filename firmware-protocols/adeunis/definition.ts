import { hexSecret, type DialectDefinition, type SourceRef } from '../contract.ts';
import { bareLine, captured, done, linesThenOkOrSilence, matching, resultsOrSilence } from '../grammar.ts';
import { ask } from '../procedure.ts';

const guides: SourceRef = {
  evidence: 'manual',
  where: 'Adeunis user guides: ARF8191BA page 64, Pulse, Repeater (manualshive.com, manualslib.fr 297180 page 73)',
};
const listForm: SourceRef = {
  evidence: 'assumed',
  where: 'Adeunis user guides name the command; the form of its answer is not published',
};

/** No time is published. */
const queryMs = 1000;
const escapeMs = 3000;
/** Behind the last line of a list whose end is not published. */
const listEndMs = 500;

const ignored = (): void => undefined;
const text = matching(/[\x20-\x7E]{1,120}/);

interface Register {
  readonly register: number;
}

/**
 * Finished sensors with a command mode for their installer. How ID and PAC are read is not published. Leaving the command mode
 * starts a transmission cycle, so nothing leaves it by itself.
 */
export const adeunis = {
  id: 'adeunis',
  title: 'Adeunis products with a command mode',
  models: ['ARF81xx', 'ARF8191BA', 'ARF8230', 'ARF8119'],
  sources: [guides],
  // The speed is not stated in any guide found: 19200 is where hosts try it.
  serial: { baudRate: 19_200 },
  framing: { commandEnd: '\r\n', lineEnd: 'any', echo: 'never' },
  timing: { bootMs: 1000, quietMs: 100 },
  results: { success: /^(O|CM)$/, failure: /^[EW]$/ },
  unsolicited: [{ name: 'entering the command mode', pattern: /^CONNECTING\.\.\.$/, samples: ['CONNECTING...'] }],
  dangers: [
    {
      pattern: /ATO[\r\n]/i,
      effect: 'transmit',
      why: 'ATO leaves the command mode and starts a transmission cycle',
      source: guides,
    },
  ],
  // No probe: the escape leaves a product in its command mode, which only a transmission cycle or a power cut ends.
  identify: { mode: 'named only', probes: [] },
  commands: {
    enterCommandMode: {
      summary: 'from work to commands',
      request: '+++',
      ending: '',
      quietBeforeMs: 1000,
      reply: done(),
      timeoutMs: escapeMs,
      effect: 'configure',
      source: guides,
    },
    endHalfTypedLine: {
      summary: 'ends what an escape in the command mode has begun',
      request: '',
      reply: resultsOrSilence(1, 300),
      timeoutMs: queryMs,
      effect: 'read',
      source: listForm,
    },
    /** The first frame of a unit starts its paid subscription, so this is never done by the station itself. */
    leaveCommandMode: {
      summary: 'back to work: starts a transmission cycle at once',
      request: 'ATO',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'transmit',
      source: guides,
    },

    readFirmware: {
      summary: 'firmware of application and radio',
      request: 'AT/V',
      reply: bareLine(text),
      timeoutMs: queryMs,
      effect: 'read',
      source: guides,
    },
    readNetwork: {
      summary: 'network it is built for',
      request: 'AT/N',
      reply: bareLine(matching(/SIGFOX|LoRa|WMBUS/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: guides,
    },
    readRegister: {
      summary: 'value of one register',
      request: ({ register }: Register) => `ATS${register}?`,
      reply: bareLine(captured(/^S\d+=(.*)$/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: guides,
    },
    listUserRegisters: {
      summary: 'user registers, as they are printed',
      request: 'AT/S',
      reply: linesThenOkOrSilence(listEndMs, (lines) => lines || null),
      timeoutMs: 5000,
      effect: 'read',
      sensitive: hexSecret,
      source: listForm,
    },
    /** On newer firmware; production registers are among them, so this is the likely place of ID and PAC. */
    listAllRegisters: {
      summary: 'all registers, as they are printed; ID and PAC may be among them',
      request: 'AT/d',
      reply: linesThenOkOrSilence(listEndMs, (lines) => lines || null),
      timeoutMs: 5000,
      effect: 'read',
      sensitive: hexSecret,
      source: listForm,
    },

    unlockProviderRegisters: {
      summary: 'lets registers be written that are locked for users',
      request: 'ATT63 PROVIDER',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: guides,
    },
    writeRegister: {
      summary: 'sets one register',
      request: ({ register, value }: Register & { readonly value: number }) => `ATS${register}=${value}`,
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: guides,
    },
    saveRegisters: {
      summary: 'keeps the registers over power-off',
      request: 'AT&W',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: guides,
    },
  },
  openQuestions: {
    readDeviceId:
      'Where an Adeunis product keeps its ID is not public: take ID and PAC from the label, or run `pacline modem listAllRegisters --dialect adeunis --port <port> --yes` and send what it prints, with the digits of ID and PAC made up. The product is then in its command mode: cut its power, for ATO would transmit.',
    readPac:
      'Where an Adeunis product keeps its PAC is not public: please send what listAllRegisters prints, with ID and PAC made up.',
    sendFrame: "How a frame of one's own is sent is not public; ATO makes the product send its own.",
  },
  *opening() {
    try {
      yield* ask('enterCommandMode', ignored);
    } catch {
      // Left in the command mode by the one before, it hears the escape as half a line.
      yield* ask('endHalfTypedLine', ignored);
    }
  },
} as const satisfies DialectDefinition;
