import { hexSecret, type DialectDefinition } from '../../firmware-protocols/contract.ts';
import { candidatesOn, type Identified, type UsbIdentity } from '../dialect/identification.ts';
import { renderTranscript, type TranscriptExchange } from '../dialect/transcript.ts';
import type { Clock } from '../domain/clock.ts';
import type { ErrorCode } from '../domain/error-table.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { escapeBytes } from '../dialect/escape.ts';
import type { BytePort } from './byte-port.ts';
import { identifyModem } from './identify-modem.ts';
import { ModemSession } from './modem-session.ts';
import { readIdentity, type ModemIdentity } from './read-identity.ts';

/** Teardown gets its own time, also when the rest ran out of it. */
const closingMs = 2000;

export interface ReadModemOptions {
  /** The dialect, where it is known; otherwise every dialect that may be asked for. */
  readonly dialect: DialectDefinition | null;
  readonly candidates: readonly DialectDefinition[];
  /** What the port is on USB, where it is known: a board that is the USB device itself is not asked for anything else. */
  readonly usb: UsbIdentity | null;
  readonly readings: 1 | 2;
  /** Also ask for the firmware's version. */
  readonly details: 'identity' | 'identity and firmware';
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onPhase: (phase: 'identifying' | 'reading') => void;
}

export interface ModemReading {
  readonly dialect: DialectDefinition;
  readonly identity: ModemIdentity;
  readonly firmware: string | null;
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
  if (options.dialect !== null) await port.setBaudRate(dialect.serial.baudRate);
  const session = new ModemSession({ definition: dialect, port, clock, heard });
  try {
    await session.open({ signal });
    const identity = await readIdentity(session, { readings: options.readings, signal });
    const wanted = options.details === 'identity and firmware' && dialect.commands.readFirmware !== undefined;
    const firmware = wanted ? await session.perform('readFirmware', { signal }) : null;
    return { dialect, identity, firmware };
  } finally {
    await session.close({ signal: AbortSignal.timeout(closingMs) }).catch(() => undefined);
    dialogue.push(...session.transcript);
  }
};

const identified = async (port: BytePort, { candidates, usb, clock, signal, onPhase }: ReadModemOptions, dialogue: TranscriptExchange[]): Promise<{ readonly dialect: DialectDefinition; readonly heard: string }> => {
  onPhase('identifying');
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
