import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { ReplyState } from '../../firmware-protocols/reply.ts';
import { looksLikeWrongBaud } from '../dialect/identification.ts';
import { isOwnEcho } from '../dialect/answer-forms.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';

/** What a command was answered with; `silence` when nothing complete came in time. */
export type Answer =
  | Exclude<ReplyState<unknown>, { state: 'pending' }>
  | { readonly state: 'silence'; readonly received: string };

/** An answer that gives no value. */
export type FailedAnswer = Exclude<Answer, { state: 'value' }>;

export interface FailedCommand {
  readonly command: string;
  /** What was sent; '' where nothing was. */
  readonly request: string;
  readonly answer: FailedAnswer;
  /** What the same was answered with before. */
  readonly earlier: readonly FailedAnswer[];
  /** The line has not become quiet behind it. */
  readonly isTalking: boolean;
}

/** Why there is no value, in words for the person at the bench. */
export const commandFailed = (
  definition: DialectDefinition,
  { command, request, answer, earlier, isTalking }: FailedCommand,
): PaclineError => {
  const context = { dialect: definition.id, command };
  const all = [...earlier, answer];
  const asks = all.length;
  if (answer.state === 'error' && definition.results.unprovisioned?.test(answer.words)) {
    return new PaclineError(
      'unprovisioned',
      `The modem says that it holds no credentials: "${answer.words.slice(0, 80)}".`,
      { context },
    );
  }
  if (answer.state === 'error')
    return new PaclineError('modem refused', `The modem refused ${command}: "${answer.words.slice(0, 80)}".`, {
      context,
    });
  if (answer.state === 'busy')
    return new PaclineError(
      'modem busy',
      `The modem answers ${command} with "${answer.words.slice(0, 80)}"${asks === 1 ? '' : `, ${asks} times in a row`}: it does something else just now.`,
      { context },
    );
  const bytes = bytesOf(answer);
  if (
    request !== '' &&
    isOwnEcho(request, bytes) &&
    all.every((one) => bytesOf(one) === '' || isOwnEcho(request, bytesOf(one)))
  )
    return ownEcho(context);
  if (bytes === '' && all.some((one) => bytesOf(one) !== ''))
    return new PaclineError(
      'fell silent',
      `Something has spoken on the port, but nothing answers ${command} now. Seat the unit again.`,
      { context },
    );
  if (bytes === '')
    return new PaclineError('no answer', `No answer to ${command}. Check power, TX/RX and the seat of the unit.`, {
      context,
    });
  if (isGarbage(definition, bytes))
    return new PaclineError(
      'wrong baud',
      `What came back for ${command} is not text at ${definition.serial.baudRate} baud. Is this a ${definition.title}?`,
      { context },
    );
  if (isTalking)
    return new PaclineError(
      'line is noisy',
      `What is on the port talks without a pause, and the answer to ${command} could not be told from the rest. End its output, or take off what else talks on this line.`,
      { context },
    );
  // Noise is another one each time; words that come again unchanged were meant.
  if (asks > 1 && earlier.every((before) => bytesOf(before) === bytes)) {
    return new PaclineError(
      'other dialect',
      `What is on the port answers ${command} the same way ${asks} times, but not as the dialect ${definition.id} would. Name another dialect with --dialect, or none.`,
      { context },
    );
  }
  return new PaclineError(
    'line is noisy',
    `The answer to ${command} was damaged or incomplete ${asks === 1 ? 'and may not be asked for again' : `${asks} times`}. Clean the contacts and shorten the cable.`,
    { context },
  );
};

/** `context`: where it happened. */
export const ownEcho = (context: PaclineError['context']): PaclineError =>
  new PaclineError(
    'own echo',
    'Only our own bytes came back: a jumper, a loop-back plug, TX tied to RX, or an RS-485 adapter that hears itself.',
    { context },
  );

/** What was waited for in vain. */
export interface MissingAnnouncement {
  readonly command: string;
  /** What came instead. */
  readonly heard: string;
  /** 1 while the first print is waited for. */
  readonly hearings: number;
  readonly waitedMs: number;
}

/** Why a board that speaks by itself has not been understood, and what a person does to hear it once more. */
export const announcementMissing = (
  definition: DialectDefinition,
  { command, heard, hearings, waitedMs }: MissingAnnouncement,
): PaclineError => {
  const context = { dialect: definition.id, command };
  const waited = `within ${waitedMs / 1000} s`;
  const again = definition.announcement?.again ?? 'Restart the board while pacline listens.';
  if (heard !== '' && isGarbage(definition, heard))
    return new PaclineError(
      'wrong baud',
      `What the board prints is not text at ${definition.serial.baudRate} baud. Is this a ${definition.title}?`,
      { context },
    );
  if (heard !== '')
    return new PaclineError(
      'line is noisy',
      `What the board printed ${waited} holds no undamaged ID and PAC. ${again}`,
      { context },
    );
  if (hearings === 1)
    return new PaclineError('no answer', `The board has printed nothing ${waited}. ${again}`, { context });
  return new PaclineError(
    'no answer',
    `The board printed its ID, but not once more ${waited}: it is believed when ${hearings} prints are equal. ${again}`,
    { context },
  );
};

const isGarbage = ({ framing }: DialectDefinition, bytes: string): boolean =>
  framing.alphabet !== 'binary' && looksLikeWrongBaud(bytes);

const bytesOf = (answer: FailedAnswer): string => (answer.state === 'silence' ? answer.received : answer.words);
