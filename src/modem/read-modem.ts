import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { announcersAmong, candidatesOn, dialectOfUsb, type UsbIdentity } from '../dialect/identification.ts';
import { renderTranscript, shortened, type TranscriptExchange } from '../dialect/transcript.ts';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { bootMsBehindOpening, waitingSentence } from './boot-patience.ts';
import type { BytePort } from './byte-port.ts';
import { identifyModem } from './identify-modem.ts';
import type { ModemSession } from './modem-session.ts';
import { notIdentified } from './not-identified.ts';
import { setModemLines, type ModemLineLevels } from './modem-lines.ts';
import { readIdentity, requireDocumentedId, type ModemIdentity } from './read-identity.ts';
import { withSession, type IdentifiedDialect } from './with-session.ts';

/** Standard commands that read one value and change nothing, beside ID and PAC. */
export type Detail = 'readFirmware' | 'readTemperature' | 'readSupplyMillivolts' | 'readRadioZone' | 'readKeyMode';

export const everyDetail: readonly Detail[] = [
  'readFirmware',
  'readTemperature',
  'readSupplyMillivolts',
  'readRadioZone',
  'readKeyMode',
];

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
  /** Told once that nobody answers yet and that the board is given time to start, as a sentence. */
  readonly onNotice?: (sentence: string) => void;
  /** How long the board may be deaf from now on, in ms; null or left out: as its dialect says of the opening of its port, or 3 s. */
  readonly bootMs?: number | null;
  /** What DTR and RTS are set to before the first byte; default: what the dialect wants, or as opening has left them. */
  readonly lines?: ModemLineLevels;
}

export interface ModemReading {
  readonly dialect: DialectDefinition;
  readonly identity: ModemIdentity;
  readonly details: Details;
}

export type { IdentifiedDialect };

/** What became of the reading; the dialogue is there in either case, secrets masked. */
export interface ReadModemResult {
  readonly transcript: string;
  readonly outcome:
    | { readonly ok: true; readonly reading: ModemReading }
    | { readonly ok: false; readonly error: unknown };
  /** The dialect, as far as it got known. */
  readonly dialect: DialectDefinition | null;
}

/** Identifies the modem on an open port if need be, reads it, and leaves it as it should be left. The port stays open. */
export const readModem = async (port: BytePort, options: ReadModemOptions): Promise<ReadModemResult> => {
  const dialogue: TranscriptExchange[] = [];
  let dialect = options.dialect;
  try {
    const reading = await read(port, options, dialogue, (found) => {
      dialect = found;
    });
    return { outcome: { ok: true, reading }, dialect: reading.dialect, transcript: rendered(port, dialogue) };
  } catch (error) {
    return {
      outcome: { ok: false, error },
      dialect: namedIn(error, options.candidates) ?? dialect,
      transcript: rendered(port, dialogue),
    };
  }
};

/** One that was recognised, and not asked, or not the one that was named. */
const namedIn = (error: unknown, candidates: readonly DialectDefinition[]): DialectDefinition | null =>
  (PaclineError.is(error) ? candidates.find(({ id }) => id === error.context['dialect']) : undefined) ?? null;

const read = async (
  port: BytePort,
  options: ReadModemOptions,
  dialogue: TranscriptExchange[],
  onFound: (dialect: DialectDefinition) => void,
): Promise<ModemReading> => {
  const begun = options.clock.uptime();
  const isNamed = options.dialect !== null;
  const found =
    options.dialect === null ? await identified(port, options, dialogue) : { dialect: options.dialect, heard: '' };
  onFound(found.dialect);
  options.onPhase('reading');
  return readFound(port, found, {
    ...options,
    isNamed,
    dialogue,
    bootsUntil: begun + (options.bootMs ?? bootMsBehindOpening(found.dialect)),
  });
};

export interface ReadFoundOptions extends Pick<
  ReadModemOptions,
  'candidates' | 'readings' | 'details' | 'clock' | 'signal' | 'lines' | 'onAdvice' | 'onNotice'
> {
  /** Somebody has said which dialect it is; false: it was found out. */
  readonly isNamed: boolean;
  /** Until when the board may be starting, as the clock's uptime. */
  readonly bootsUntil: number;
  /** Takes what is said, secrets masked, whatever becomes of it. */
  readonly dialogue: TranscriptExchange[];
}

/** Reads the modem on an open port, whose dialect is known, and leaves it as it should be left. @throws PaclineError of the session; identity refused | other dialect */
export const readFound = async (
  port: BytePort,
  found: IdentifiedDialect,
  options: ReadFoundOptions,
): Promise<ModemReading> => {
  const { dialect } = found;
  const { clock, signal, bootsUntil, dialogue, isNamed, readings, onAdvice, onNotice, lines = 'keep' } = options;
  requireDocumentedId(dialect);
  try {
    return await withSession(
      port,
      found,
      {
        clock,
        signal,
        bootsUntil,
        dialogue,
        lines: isNamed ? lines : 'keep',
        ...(onNotice === undefined ? {} : { onNotice }),
      },
      async (session) => {
        const identity = await readIdentity(session, {
          readings,
          signal,
          ...(onAdvice === undefined ? {} : { onAdvice }),
        });
        return { dialect, identity, details: await readDetails(session, options) };
      },
    );
  } catch (error) {
    if (!PaclineError.is(error, 'identity refused', 'modem refused')) throw error;
    const other = isNamed ? await otherThanNamed(port, dialect, options, dialogue) : null;
    // An opening that is refused is no more the unit's fault than a refused identity is.
    throw (
      other ??
      (error.code === 'identity refused'
        ? error
        : new PaclineError('identity refused', error.sentence, { context: error.context, cause: error }))
    );
  }
};

/** What refuses its identity may be another modem than was named: that is looked for before the unit is suspected. Null: it is not. */
const otherThanNamed = async (
  port: BytePort,
  named: DialectDefinition,
  { candidates, clock, signal }: ReadFoundOptions,
  dialogue: TranscriptExchange[],
): Promise<PaclineError | null> => {
  // Where a family is only read when it is named, nobody has said that it may be asked anything else.
  if (named.identify.mode === 'named only') return null;
  const sameSpeed = candidatesOn(candidates, null).filter(({ serial }) => serial.baudRate === named.serial.baudRate);
  const { result, transcript } = await identifyModem(port, sameSpeed, { clock, signal });
  dialogue.push(...transcript);
  if (result.kind !== 'dialect' || result.definition.id === named.id) return null;
  const { id, title, openQuestions } = result.definition;
  return new PaclineError(
    'other dialect',
    `The dialect ${named.id} was named, but what is on the port is ${id} (${title}). ${openQuestions?.readDeviceId ?? 'Name that one, or none.'}`,
    { context: { dialect: id } },
  );
};

/** What is beside ID and PAC is worth having, not worth losing them: a value that cannot be had is left out. */
const readDetails = async (session: ModemSession, { details: wanted, signal }: ReadFoundOptions): Promise<Details> => {
  const details: Partial<Record<Detail, string | number>> = {};
  for (const detail of wanted) {
    if (session.definition.commands[detail] === undefined) continue;
    try {
      details[detail] = await session.perform(detail, { signal });
    } catch (error) {
      if (
        !PaclineError.is(
          error,
          'modem refused',
          'modem busy',
          'no answer',
          'fell silent',
          'own echo',
          'line is noisy',
          'other dialect',
          'wrong baud',
        )
      )
        throw error;
    }
  }
  return details;
};

const identified = async (
  port: BytePort,
  options: ReadModemOptions,
  dialogue: TranscriptExchange[],
): Promise<IdentifiedDialect> => {
  options.onPhase('identifying');
  return identifyOrFail(port, options, dialogue);
};

export type IdentifyOrFailOptions = Pick<
  ReadModemOptions,
  'candidates' | 'usb' | 'clock' | 'signal' | 'bootMs' | 'lines' | 'onNotice'
>;

/**
 * Which of the candidates is on an open port; what was said is added to the dialogue. Nothing is said where the port's USB identity tells.
 * @throws PaclineError no answer | fell silent | own echo | modem busy | named only | wrong baud | foreign device | ambiguous dialect | port lost
 */
export const identifyOrFail = async (
  port: BytePort,
  options: IdentifyOrFailOptions,
  dialogue: TranscriptExchange[] = [],
): Promise<IdentifiedDialect> => {
  const { candidates, usb, clock, signal, bootMs, lines = 'keep', onNotice } = options;
  const own = dialectOfUsb(candidates, usb);
  if (own !== null) return { dialect: own, heard: '' };
  await setModemLines(port, lines, { clock, signal });
  const { result, heard, transcript } = await identifyModem(port, candidatesOn(candidates, usb), {
    clock,
    signal,
    bootMs: bootMs ?? bootMsBehindOpening(null),
    announcers: announcersAmong(candidates),
    onWait: (leftMs) => onNotice?.(waitingSentence(leftMs)),
  });
  dialogue.push(...transcript);
  if (result.kind === 'dialect') return { dialect: result.definition, heard };
  throw notIdentified(port.path, result);
};

const rendered = (port: BytePort, exchanges: readonly TranscriptExchange[]): string =>
  renderTranscript({ header: { port: port.path }, exchanges: shortened(exchanges) });
