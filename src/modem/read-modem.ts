import { hexSecret, type DialectDefinition } from '../../firmware-protocols/contract.ts';
import { candidatesOn, dialectOfUsb, type Identified, type UsbIdentity } from '../dialect/identification.ts';
import { renderTranscript, type TranscriptExchange } from '../dialect/transcript.ts';
import type { Clock } from '../domain/clock.ts';
import type { ErrorCode } from '../domain/error-table.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { escapeBytes } from '../dialect/escape.ts';
import type { BytePort } from './byte-port.ts';
import { identifyModem } from './identify-modem.ts';
import { ModemSession } from './modem-session.ts';
import { readIdentity, requireDocumentedId, type ModemIdentity } from './read-identity.ts';

/** Teardown gets its own time, also when the rest ran out of it. */
const closingMs = 2000;

/** Standard commands that read one value and change nothing, beside ID and PAC. */
export type Detail = 'readFirmware' | 'readTemperature' | 'readSupplyMillivolts' | 'readRadioZone' | 'readKeyMode';

export const everyDetail: readonly Detail[] = ['readFirmware', 'readTemperature', 'readSupplyMillivolts', 'readRadioZone', 'readKeyMode'];

export type Details = Readonly<Partial<Record<Detail, string | number>>>;

export interface ReadModemOptions {
  /** The dialect, where it is known; otherwise every dialect that may be asked for. */
  readonly dialect: DialectDefinition | null;
  readonly candidates: readonly DialectDefinition[];
  /** What the port is on USB, where it is known: a board that is the USB device itself is not asked for anything else. */
  readonly usb: UsbIdentity | null;
  readonly readings: 1 | 2;
  /** What else to ask for; what a dialect has no command for is left out. */
  readonly details: readonly Detail[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onPhase: (phase: 'identifying' | 'reading') => void;
  /** Told what a person must do now for the reading to go on, as a sentence: a board that speaks by itself wants a reset. */
  readonly onAdvice?: (sentence: string) => void;
}

export interface ModemReading {
  readonly dialect: DialectDefinition;
  readonly identity: ModemIdentity;
  readonly details: Details;
}

/** What became of the reading; the dialogue is there in either case, secrets masked. */
export interface ReadModemResult {
  readonly transcript: string;
  readonly outcome: { readonly ok: true; readonly reading: ModemReading } | { readonly ok: false; readonly error: unknown };
}

/** Identifies the modem on an open port if need be, reads it, and leaves it as it should be left. The port stays open. */
export const readModem = async (port: BytePort, options: ReadModemOptions): Promise<ReadModemResult> => {
  const dialogue: TranscriptExchange[] = [];
  try {
    return { outcome: { ok: true, reading: await read(port, options, dialogue) }, transcript: rendered(port, dialogue) };
  } catch (error) {
    return { outcome: { ok: false, error }, transcript: rendered(port, dialogue) };
  }
};

const read = async (port: BytePort, options: ReadModemOptions, dialogue: TranscriptExchange[]): Promise<ModemReading> => {
  const { clock, signal } = options;
  const { dialect, heard } = options.dialect === null ? await identified(port, options, dialogue) : { dialect: options.dialect, heard: '' };
  options.onPhase('reading');
  requireDocumentedId(dialect);
  await port.setBaudRate(dialect.serial.baudRate);
  const session = new ModemSession({ definition: dialect, port, clock, heard });
  try {
    await session.open({ signal });
    const identity = await readIdentity(session, { readings: options.readings, signal, ...(options.onAdvice === undefined ? {} : { onAdvice: options.onAdvice }) });
    return { dialect, identity, details: await readDetails(session, options) };
  } finally {
    await session.close({ signal: AbortSignal.timeout(closingMs) }).catch(() => undefined);
    dialogue.push(...session.transcript);
  }
};

/** What is beside ID and PAC is worth having, not worth losing them: a value that cannot be had is left out. */
const readDetails = async (session: ModemSession, { details: wanted, signal }: ReadModemOptions): Promise<Details> => {
  const details: Partial<Record<Detail, string | number>> = {};
  for (const detail of wanted) {
    if (session.definition.commands[detail] === undefined) continue;
    try {
      details[detail] = await session.perform(detail, { signal });
    } catch (error) {
      if (!PaclineError.is(error, 'modem refused', 'no answer', 'line is noisy', 'other dialect', 'wrong baud')) throw error;
    }
  }
  return details;
};

const identified = async (port: BytePort, options: ReadModemOptions, dialogue: TranscriptExchange[]): Promise<Found> => {
  options.onPhase('identifying');
  return identifyOrFail(port, options, dialogue);
};

/** A dialect, and what was heard of it while it was looked for. */
export interface Found {
  readonly dialect: DialectDefinition;
  readonly heard: string;
}

/**
 * Which of the candidates is on an open port; what was said is added to the dialogue. Nothing is said where the port's USB identity tells.
 * @throws PaclineError no answer | wrong baud | foreign device | ambiguous dialect | port lost
 */
export const identifyOrFail = async (port: BytePort, { candidates, usb, clock, signal }: Pick<ReadModemOptions, 'candidates' | 'usb' | 'clock' | 'signal'>, dialogue: TranscriptExchange[] = []): Promise<Found> => {
  const own = dialectOfUsb(candidates, usb);
  if (own !== null) return { dialect: own, heard: '' };
  const { result, heard, transcript } = await identifyModem(port, candidatesOn(candidates, usb), { clock, signal });
  dialogue.push(...transcript);
  if (result.kind === 'dialect') return { dialect: result.definition, heard };
  throw notIdentified(port.path, result);
};

const notIdentified = (port: string, result: Exclude<Identified, { kind: 'dialect' }>): PaclineError => {
  const failure = (code: ErrorCode, sentence: string) => new PaclineError(code, sentence, { context: { port } });
  switch (result.kind) {
    case 'ambiguous':
      return failure('ambiguous dialect', `The answers on ${port} fit ${result.between.map(({ id }) => id).join(' and ')}. Name the dialect with --dialect.`);
    case 'silence':
      return failure('no answer', `Nothing answers on ${port}. Check power, TX/RX and the seat of the unit.`);
    case 'garbage':
      return failure('wrong baud', `What comes from ${port} is no text at any speed that was tried. Name the dialect with --dialect.`);
    case 'foreign':
      return failure('foreign device', `Something answers on ${port} that is no known Sigfox modem; it said "${escapeBytes(result.bytes.slice(0, 40).replace(hexSecret, '***'))}".`);
  }
};

const rendered = (port: BytePort, exchanges: readonly TranscriptExchange[]): string => renderTranscript({ header: { port: port.path }, exchanges });
