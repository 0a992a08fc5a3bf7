import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { DeviceId } from '../domain/device-id.ts';
import { Pac } from '../domain/pac.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { Parsed } from '../domain/parsed.ts';
import type { ModemSession } from './modem-session.ts';

/** Rounds beyond those asked for before the line counts as too noisy to trust. */
const roundsBeyond = 4;

export interface ReadIdentityOptions {
  /** How many equal rounds in a row make a reading true: 2, or what the dialect asks for; or 1 for an engineer in a hurry. */
  readonly readings: 1 | 2;
  readonly signal: AbortSignal;
  /** Told what a person must do for a board that speaks by itself to speak, as a sentence. */
  readonly onAdvice?: (sentence: string) => void;
}

/** What the modem itself holds. `pac` is null where its dialect has no command for it. */
export interface ModemIdentity {
  readonly deviceId: DeviceId;
  readonly pac: Pac | null;
}

/** Both as the modem prints them. */
interface Round {
  readonly deviceId: string;
  readonly pac: string | null;
}

/**
 * Reads ID and PAC, in rounds, until enough rounds in a row agree. There is no checksum in either: a third of all one-bit
 * errors in a hex digit give another hex digit, so one disturbance on the line raises the number of equal rounds asked for
 * by one. A board that speaks once by itself over USB is believed at once: USB has the checksum.
 * @throws PaclineError line is noisy | unprovisioned | documentation value | not documented, and whatever a command throws
 */
export const readIdentity = async (
  session: ModemSession,
  { readings, signal, onAdvice }: ReadIdentityOptions,
): Promise<ModemIdentity> => {
  requireDocumentedId(session.definition);
  const { commands, serial, announcement, equalReadings = 2 } = session.definition;
  const guarded = serial.link === 'usb' && commands.readDeviceId?.request === null;
  const wanted = guarded || readings === 1 ? 1 : equalReadings;
  const maxRounds = wanted + roundsBeyond;
  const before = session.disturbances;
  let last: Round | null = null;
  let equal = 0;
  let disagreed = 0;
  for (let round = 1; round <= maxRounds; round += 1) {
    if (round > 1) session.hearAnew();
    if (announcement !== undefined && (round > 1 || announcement.after === 'power-up'))
      onAdvice?.(
        `${round === 1 ? 'Waiting for the board to print who it is.' : 'Read once; it is believed when it prints the same again.'} ${announcement.again}`,
      );
    const now = await readRound(session, signal);
    const agrees = last !== null && now.deviceId === last.deviceId && now.pac === last.pac;
    if (last !== null && !agrees) disagreed = 1;
    equal = agrees ? equal + 1 : 1;
    last = now;
    if (equal >= wanted + disagreed + Math.min(session.disturbances - before, 1)) return parsed(now);
  }
  throw new PaclineError(
    'line is noisy',
    `${maxRounds} readings of ID and PAC do not agree. Clean the contacts and shorten the cable, then seat the unit again.`,
    { context: { dialect: session.definition.id } },
  );
};

/**
 * Where nobody has published how the ID is read, a unit need not even be opened.
 * @throws PaclineError not documented, with what to capture and send
 */
export const requireDocumentedId = ({ commands, openQuestions, id }: DialectDefinition): void => {
  if (commands.readDeviceId !== undefined) return;
  throw new PaclineError(
    'not documented',
    openQuestions?.readDeviceId ?? `No public source tells how a modem of the dialect ${id} gives its device ID.`,
    { context: { dialect: id } },
  );
};

const readRound = async (session: ModemSession, signal: AbortSignal): Promise<Round> => {
  try {
    const deviceId = await session.perform('readDeviceId', { signal });
    const id = DeviceId.parse(deviceId);
    // A modem without credentials may refuse its PAC, or say anything: its ID tells.
    if (session.definition.commands.readPac === undefined || (!id.ok && id.code === 'unprovisioned'))
      return { deviceId, pac: null };
    return { deviceId, pac: await session.perform('readPac', { signal }) };
  } catch (error) {
    throw PaclineError.is(error, 'modem refused') ? await identityRefused(session, error, signal) : error;
  }
};

/** A refusal of the identity is nobody's fault until its reason was looked for: another mode, other firmware. */
const identityRefused = async (
  session: ModemSession,
  error: PaclineError,
  signal: AbortSignal,
): Promise<PaclineError> => {
  const { definition } = session;
  const found =
    definition.whyRefused === undefined
      ? null
      : await session
          .run(definition.whyRefused(), { signal })
          .catch((failure: unknown) =>
            PaclineError.is(failure, 'port lost', 'interrupted') || !PaclineError.is(failure)
              ? Promise.reject(failure)
              : null,
          );
  const why =
    found ?? `Before the unit is suspected: is this the firmware of ${definition.title}, and is it in its Sigfox mode?`;
  return new PaclineError('identity refused', `${error.sentence} ${why}`, { context: error.context, cause: error });
};

const parsed = ({ deviceId, pac }: Round): ModemIdentity => ({
  deviceId: value(DeviceId.parse(deviceId)),
  pac: pac === null ? null : value(Pac.parse(pac)),
});

const value = <T>(result: Parsed<T>): T => {
  if (result.ok) return result.value;
  throw new PaclineError(result.code, `The modem reports no usable identity: ${result.reason}.`);
};
