import type { Reply } from './reply.ts';
import type { FramePayload } from './payload.ts';
import type { Procedure } from './procedure.ts';

/**
 * How well a fact is known.
 * - `log`: bytes captured from real hardware.
 * - `test-code`: fixtures of a public library.
 * - `manual`: a vendor's manual or data sheet.
 * - `host-run`: the vendor's own parser source was compiled and fed the bytes; framing is exact, values are not from a chip.
 * - `source-format`: composed from format strings in vendor source.
 * - `assumed`: nobody has published it; the folder's README asks the question.
 */
export type Evidence = 'log' | 'test-code' | 'manual' | 'host-run' | 'source-format' | 'assumed';

export interface SourceRef {
  readonly evidence: Evidence;
  /** Publisher and document, repository or file. */
  readonly where: string;
}

/**
 * What a command does to the modem. Whether it may be repeated is derived from this and nowhere else:
 * - `read`: changes nothing; may be sent again;
 * - `configure`: changes a setting until power-off or for good; sent once;
 * - `transmit`: goes on the air, spends a sequence number and may start a paid subscription; sent once, never by itself;
 * - `reset`: restarts the modem; sent once;
 * - `irreversible`: cannot be undone; journalled first, sent once.
 */
export type Effect = 'read' | 'configure' | 'transmit' | 'reset' | 'irreversible';

/** One thing that a modem can be asked. Text is latin-1: one character is one byte on the wire. */
export interface CommandSpec<Args = void, Value = unknown> {
  /** For people: what it is for. */
  readonly summary: string;
  /** What is sent, without the dialect's command end. Null: nothing; the answer is in what the modem prints by itself. */
  readonly request: string | ((args: Args) => string) | null;
  /** Sent after this request in place of the dialect's command end; '' for nothing. */
  readonly ending?: string;
  /** Silence in both directions that the modem wants before this request, in ms. */
  readonly quietBeforeMs?: number;
  /** Pause between the bytes of this request, in ms, in place of the dialect's: where its parts must be heard one by one. */
  readonly characterGapMs?: number;
  readonly reply: Reply<Value>;
  /** Longest wait for the whole reply, in ms from the end of writing. */
  readonly timeoutMs: number;
  readonly effect: Effect;
  /** What must not be readable in a transcript: every match is written as stars. */
  readonly sensitive?: RegExp;
  readonly source: SourceRef;
}

/** A command whose arguments and value are not known to the one who holds it. */
export type AnyCommand = CommandSpec<never>;

/**
 * Commands that mean the same in every dialect. Capability is presence: a dialect without `readPac` needs a delivery list.
 * What has another form or unit gets another name.
 */
export interface StandardCommands {
  /** The device ID as the modem prints it: hex digits, most significant first, perhaps without leading zeros. */
  readonly readDeviceId?: CommandSpec<void, string>;
  /** The PAC: 16 hex digits in order. */
  readonly readPac?: CommandSpec<void, string>;
  readonly readFirmware?: CommandSpec<void, string>;
  /** Of the module, in degrees Celsius. */
  readonly readTemperature?: CommandSpec<void, number>;
  readonly readSupplyMillivolts?: CommandSpec<void, number>;
  /** The radio zone the modem is set to, such as RC1. */
  readonly readRadioZone?: CommandSpec<void, string>;
  /** A unit left on the public key passes an emulator and is ignored by the network. */
  readonly readKeyMode?: CommandSpec<void, 'private' | 'public'>;
  readonly usePrivateKey?: CommandSpec<void, null>;
  readonly usePublicKey?: CommandSpec<void, null>;
  /** One uplink frame of 1 to 12 bytes: the first one starts the unit's paid subscription. */
  readonly sendFrame?: CommandSpec<FramePayload>;
}

/**
 * One safe question to an unknown modem, byte for byte, and the answer that this dialect gives.
 * Its effect must be `read` in every dialect that may be on the line; the conformance suite proves it.
 */
export interface Probe {
  readonly send: string;
  /** Matches the whole answer, echo and line ends included. */
  readonly expect: RegExp;
}

/** Bytes that would do harm if this modem received them while another dialect is being looked for. */
export interface Danger {
  readonly pattern: RegExp;
  readonly effect: Exclude<Effect, 'read'>;
  readonly why: string;
  readonly source: SourceRef;
}

export interface Identification {
  /** `automatic`: may be probed for. `named only`: only where the settings or the command line name this dialect. */
  readonly mode: 'automatic' | 'named only';
  /** What the modem says by itself after power-up, if that alone identifies it. */
  readonly banner?: RegExp;
  /** All must be answered as expected, in this order. None: only its banner or its USB identity tells. */
  readonly probes: readonly Probe[];
  /** Boards that are this USB device themselves, not behind an adapter: nothing else is looked for on them. Four lower-case hex digits each. */
  readonly usb?: readonly { readonly vendorId: string; readonly productId: string }[];
}

export interface Framing {
  /** Appended to every request. */
  readonly commandEnd: string;
  /** `crlf`: a line is complete at CR LF (or LF). `any`: a lone CR completes it too. */
  readonly lineEnd: 'crlf' | 'any';
  /** Whether the modem repeats what it is sent. An echo is dropped in either case; this tells what to expect. */
  readonly echo: 'never' | 'maybe';
  /** `binary`: bytes above 7F are no sign of a wrong speed. Default `text`. */
  readonly alphabet?: 'text' | 'binary';
  /** Pause between the bytes of a request, in ms, for a modem that loses them otherwise. */
  readonly characterGapMs?: number;
}

export interface SerialLink {
  readonly baudRate: number;
  /** `usb`: the board is the USB device itself, and USB's checksum guards the bytes. Default `uart`: nothing guards them. */
  readonly link?: 'uart' | 'usb';
  /** Levels of the modem-control lines after opening, where the board needs them. */
  readonly signals?: { readonly dtr?: boolean; readonly rts?: boolean };
}

/** What opening its port does to a board. */
export interface PortOpening {
  /** Whether it restarts the board: `no`; `by DTR`: hosts raise that line each time; `unknown`: no source says, or the board that carries the modem decides. */
  readonly resets: 'no' | 'by DTR' | 'unknown';
  /** How long the board is deaf then, in ms; default: the `bootMs` of its timing. */
  readonly bootMs?: number;
  readonly source: SourceRef;
}

/** How a sleeping modem is woken: the line is held low, and the modem gets time to come up. */
export interface WakeUp {
  readonly breakMs: number;
  readonly pauseMs: number;
  readonly source: SourceRef;
}

/** A board that only speaks: it prints who it is by itself and is never written to. */
export interface Announcement {
  /** What makes it print: coming up (power or reset), or the host raising DTR after that. */
  readonly after: 'power-up' | 'DTR';
  /** What a person does to see it printed once more, as a sentence. */
  readonly again: string;
}

/** Matches no line: for a modem that has no such word. */
export const noWord = /(?!)/;

/** The modem's own words for done and not done, each tested against one whole line. */
export interface Results {
  readonly success: RegExp;
  readonly failure: RegExp;
  /** Those words of failure that mean that the modem was never given credentials. */
  readonly unprovisioned?: RegExp;
  /** The words for "not now": the command was not done, and what only reads is asked again until `timing.busyMs` is over. */
  readonly busy?: RegExp;
}

export interface UnsolicitedLine {
  readonly name: string;
  /** Matches one whole line. */
  readonly pattern: RegExp;
  /** Lines as the modem prints them, without line end; the conformance suite throws them between the lines of answers. */
  readonly samples: readonly string[];
}

export interface Timing {
  /** From power-up or reset to the first command that is sure to be heard, in ms. */
  readonly bootMs: number;
  /** Silence that ends a disturbed exchange before the next one begins, in ms. */
  readonly quietMs: number;
  /** How long a modem may say "not now", in ms; default 8000: an uplink of three frames takes 6 s. */
  readonly busyMs?: number;
}

/** How one family of modems speaks: the whole of what the station knows of it. */
export interface DialectDefinition {
  /** The folder's name. */
  readonly id: string;
  readonly title: string;
  readonly models: readonly string[];
  readonly sources: readonly SourceRef[];
  readonly serial: SerialLink;
  readonly framing: Framing;
  readonly timing: Timing;
  readonly results: Results;
  readonly unsolicited: readonly UnsolicitedLine[];
  readonly dangers: readonly Danger[];
  readonly identify: Identification;
  readonly commands: StandardCommands & Readonly<Record<string, AnyCommand>>;
  /** For a standard command that nobody has published: the sentence a person gets in its place, with what to capture and send. */
  readonly openQuestions?: Partial<Record<keyof StandardCommands, string>>;
  readonly wakeUp?: WakeUp;
  /** Left out: `unknown`. */
  readonly opensWith?: PortOpening;
  /**
   * Name of the command that brings the modem into the manners that this definition describes (no echo, results in words), however it
   * was left. It is performed once when answers are missing or not understood, and the question is asked again.
   */
  readonly manners?: string;
  /** Asked when ID or PAC is refused: the reason, as a sentence for a person (another radio mode, other firmware), or null where none is found. */
  readonly whyRefused?: () => Procedure<string | null>;
  /** How many equal readings make ID and PAC true, where all of it is so short that noise may hit it twice alike; default 2. */
  readonly equalReadings?: number;
  readonly announcement?: Announcement;
  /** Done once after the port was opened, before the first command. */
  readonly opening?: () => Procedure<void>;
  /** Done before each command that goes on the air, for a modem that would refuse it otherwise or send where it may not. */
  readonly beforeTransmit?: () => Procedure<void>;
  /** Done before the port is closed, also after a failure: it is told how far the opening came. */
  readonly closing?: (opening: 'done' | 'failed' | 'not begun') => Procedure<void>;
}

/** Every byte: what hides a PAC that is no text. */
export const everyByte = /[\s\S]/g;

/** Every run of three or more hex digits, or of pairs with a blank between: what hides a PAC, also one with a damaged digit. */
export const hexSecret = /[0-9A-Fa-f]{3,}|[0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2}\b){2,}/g;
