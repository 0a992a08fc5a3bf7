import type { AnyCommand, DialectDefinition } from '../../firmware-protocols/contract.ts';
import { beginExchange, type Exchange } from './exchange.ts';
import { escapeBytes } from './escape.ts';
import { argumentError } from './argument-error.ts';
import type { Transcript, TranscriptExchange } from './transcript.ts';

/** What an answer amounts to; `silence`: the station would still be waiting. */
type ReplayedAnswer = { readonly value: unknown } | { readonly failure: 'error' | 'busy' | 'malformed' | 'silence' };

/** One exchange of a transcript, held against a dialect. */
export interface ReplayedExchange {
  /** Its place among the exchanges of the file, those without a command counted too; from 1. */
  readonly number: number;
  readonly command: string;
  /** What the dialect makes of the answer; null where that cannot be told: a secret was masked, or the command does not exist. */
  readonly meaning: ReplayedAnswer | null;
  /** Why the transcript and the dialect do not agree, as sentences; empty where they do. */
  readonly mismatches: readonly string[];
}

/** Replays every command of a transcript through the exchange engine, without a port or a clock. What stars hide is not judged. */
export const replayTranscript = (
  definition: DialectDefinition,
  { exchanges }: Transcript,
): readonly ReplayedExchange[] =>
  exchanges.flatMap((exchange, index) =>
    exchange.command === null
      ? []
      : [
          {
            number: index + 1,
            command: exchange.command,
            ...replay(definition, exchange.command, exchange, exchanges.slice(0, index)),
          },
        ],
  );

const replay = (
  definition: DialectDefinition,
  name: string,
  exchange: TranscriptExchange,
  before: readonly TranscriptExchange[],
): Pick<ReplayedExchange, 'meaning' | 'mismatches'> => {
  const command: AnyCommand | undefined = Object.hasOwn(definition.commands, name)
    ? definition.commands[name]
    : undefined;
  if (command === undefined)
    return { meaning: null, mismatches: [`The dialect ${definition.id} has no command ${name}.`] };
  const { args } = exchange;
  // The arguments of a command with a secret are not written down.
  const unwritten = args === undefined && command.sensitive !== undefined && typeof command.request === 'function';
  const misfit = unwritten ? null : argumentError(command, args);
  if (misfit !== null) return { meaning: null, mismatches: [`${name} cannot be sent: ${misfit}.`] };
  if (unwritten) return { meaning: null, mismatches: [] };

  const engine = beginExchange(definition, command, args);
  const sent = bytes(exchange, 'to modem');
  const received = bytes(exchange, 'from modem');
  const alone = meaningOf(engine, received);
  // What a board says by itself stays heard: part of it may stand where something else was looked for in it.
  const meaning =
    engine.announced && !('value' in alone)
      ? meaningOf(engine, before.map((earlier) => bytes(earlier, 'from modem')).join('') + received)
      : alone;
  const unsent = isMasked(sent, engine.request)
    ? []
    : [`Sent was ${shown(sent)}, expected is ${shown(engine.request)}.`];
  const came = `To ${shown(sent)} came ${shown(received)}, which ${told(meaning)}`;
  if (exchange.expected !== null)
    return {
      meaning,
      mismatches:
        JSON.stringify(exchange.expected) === JSON.stringify(meaning)
          ? unsent
          : [...unsent, `${came}; expected is what ${told(exchange.expected)}.`],
    };
  if ('value' in meaning) return { meaning, mismatches: unsent };
  // What a secret was cannot be told from its stars, nor whether the bytes around it were right.
  if (received.includes('***')) return { meaning: null, mismatches: unsent };
  return { meaning, mismatches: [...unsent, `${came}; expected is a value.`] };
};

const meaningOf = (engine: Exchange, received: string): ReplayedAnswer => {
  const state = engine.judge(received, { silent: true });
  if (state.state === 'value') return { value: state.value };
  return { failure: state.state === 'pending' ? 'silence' : state.state };
};

/** Whether these bytes may be the request, some of them written as stars. */
const isMasked = (sent: string, request: string): boolean =>
  sent.length === request.length && Array.from(sent, (byte, at) => byte === '*' || byte === request[at]).every(Boolean);

const shown = (text: string): string => (text === '' ? 'nothing' : escapeBytes(text));

const told = (meaning: ReplayedAnswer): string => {
  if ('value' in meaning) return `means ${JSON.stringify(meaning.value)}`;
  return {
    error: 'is a refusal',
    busy: 'says "not now"',
    malformed: 'is damaged or no answer to this',
    silence: 'is no complete answer',
  }[meaning.failure];
};

const bytes = ({ entries }: TranscriptExchange, direction: 'to modem' | 'from modem'): string =>
  entries
    .filter((entry) => entry.direction === direction)
    .map((entry) => entry.bytes)
    .join('');
