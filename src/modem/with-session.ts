import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { TranscriptExchange } from '../dialect/transcript.ts';
import { limited } from '../async/limited.ts';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { mayBeBooting, waitingSentence, worthAWordMs } from './boot-patience.ts';
import type { BytePort } from './byte-port.ts';
import { ModemSession } from './modem-session.ts';
import { setModemLines, type ModemLineLevels } from './modem-lines.ts';

/** Teardown gets its own time, also when the rest ran out of it. */
const closingMs = 2000;
/** A line on which nothing has come is given this long for a first byte, in ms: local answers come within 250 ms everywhere. */
const nobodyAfterMs = 250;

/** Between the beginnings of two attempts, in ms: a board that prints as it likes is not answered for each line. */
const shortestAttemptMs = 250;

/** A dialect, and what was heard of it while it was looked for. */
export interface IdentifiedDialect {
  readonly dialect: DialectDefinition;
  readonly heard: string;
}

export interface SessionOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Until when the board may still be starting, as the clock's uptime. */
  readonly bootsUntil: number;
  /** What the lines are set to; `keep`: as the dialect wants them. */
  readonly lines: ModemLineLevels;
  /** Takes the dialogue, secrets masked, whatever becomes of it. */
  readonly dialogue: TranscriptExchange[];
  /** Told once when nobody answers and the wait goes on, as a sentence. */
  readonly onNotice?: (sentence: string) => void;
  /** Asked before the work is begun anew on a board that may have been starting; default: it may. */
  readonly mayRepeat?: () => boolean;
}

/**
 * Speaks with the modem on an open port, in one dialect. While the board may still be starting, silence, garbage and refusals are no
 * answer: opening dialogue and work are begun anew, on the same port, which is never closed in between.
 * @throws PaclineError of the work; fell silent instead of no answer where something has spoken since the port was opened
 */
export const withSession = async <Value>(
  port: BytePort,
  { dialect, heard }: IdentifiedDialect,
  options: SessionOptions,
  work: (session: ModemSession) => Promise<Value>,
): Promise<Value> => {
  const { clock, signal, bootsUntil, dialogue, onNotice, mayRepeat = () => true } = options;
  await port.setBaudRate(dialect.serial.baudRate);
  for (let attempt = 1; ; attempt += 1) {
    const begun = clock.uptime();
    const session = new ModemSession({ definition: dialect, port, clock, heard, nobodyAfterMs });
    try {
      await session.open({ signal });
      // The lines that a person has chosen come behind those of the dialect.
      if (attempt === 1) await setModemLines(port, options.lines, { clock, signal });
      return await work(session);
    } catch (error) {
      if (begun >= bootsUntil || !mayBeBooting(error, session) || !mayRepeat())
        throw PaclineError.is(error, 'no answer') && (session.isAlive || hasSpoken(dialogue))
          ? fellSilent(dialect, error)
          : error;
      const leftMs = bootsUntil - clock.uptime();
      if (attempt === 1 && leftMs >= worthAWordMs) onNotice?.(waitingSentence(leftMs));
      const restMs = shortestAttemptMs - (clock.uptime() - begun);
      if (restMs > 0) await clock.sleep(restMs, { signal });
    } finally {
      await limited(closingMs, (ending) => session.close({ signal: ending }), { clock }).catch(() => undefined);
      dialogue.push(...session.transcript);
    }
  }
};

const hasSpoken = (dialogue: readonly TranscriptExchange[]): boolean =>
  dialogue.some(({ entries }) =>
    entries.some(({ direction, bytes }) => direction === 'from modem' && /[^\0]/.test(bytes)),
  );

const fellSilent = (dialect: DialectDefinition, cause: PaclineError): PaclineError =>
  new PaclineError(
    'fell silent',
    'The board has spoken since its port was opened, but does not answer now. Seat it again; if it needs longer to start, give it more time.',
    { context: { ...cause.context, dialect: dialect.id }, cause },
  );
