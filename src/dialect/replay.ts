import type { AnyCommand, DialectDefinition } from '../../firmware-protocols/contract.ts';
import { beginExchange } from './exchange.ts';
import { escapeBytes } from './escape.ts';
import type { Transcript, TranscriptExchange } from './transcript.ts';

/** One exchange of a transcript, held against a dialect. */
export interface ReplayedExchange {
  readonly command: string;
  /** What the dialect makes of the answer; `silence`: it would still be waiting. */
  readonly meaning: { readonly value: unknown } | { readonly failure: 'error' | 'malformed' | 'silence' };
  /** Why the transcript and the dialect do not agree; empty where they do. */
  readonly mismatches: readonly string[];
}

/** Replays every command of a transcript through the exchange engine, without a port or a clock. */
export const replayTranscript = (definition: DialectDefinition, { exchanges }: Transcript): readonly ReplayedExchange[] =>
  exchanges.flatMap((exchange) => (exchange.command === null ? [] : [replay(definition, exchange.command, exchange)]));

const replay = (definition: DialectDefinition, name: string, exchange: TranscriptExchange): ReplayedExchange => {
  const command: AnyCommand | undefined = definition.commands[name];
  if (command === undefined) return { command: name, meaning: { failure: 'silence' }, mismatches: [`the dialect ${definition.id} has no command ${name}`] };
  const engine = beginExchange(definition, command, exchange.args);
  const sent = bytes(exchange, 'to modem');
  const received = bytes(exchange, 'from modem');
  const state = engine.judge(received, { silent: true });
  const meaning = state.state === 'value' ? { value: state.value } : { failure: state.state === 'pending' ? ('silence' as const) : state.state };
  const mismatches: string[] = [];
  if (sent !== engine.request) mismatches.push(`the dialect sends ${escapeBytes(engine.request)}, the transcript has ${escapeBytes(sent)}`);
  if (exchange.expected !== null && JSON.stringify(exchange.expected) !== JSON.stringify(meaning)) {
    mismatches.push(`the transcript means ${JSON.stringify(exchange.expected)}, the dialect reads ${JSON.stringify(meaning)}`);
  }
  if (exchange.expected === null && 'failure' in meaning) mismatches.push(`the dialect cannot read this answer (${meaning.failure}): ${escapeBytes(received)}`);
  return { command: name, meaning, mismatches };
};

const bytes = ({ entries }: TranscriptExchange, direction: 'to modem' | 'from modem'): string =>
  entries.filter((entry) => entry.direction === direction).map((entry) => entry.bytes).join('');
