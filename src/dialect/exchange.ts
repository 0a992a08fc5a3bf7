import type { AnyCommand, DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { ReplyState } from '../../firmware-protocols/grammar.ts';
import { frame } from './framing.ts';

/** Longest answer that any documented command gives, with room to spare; more is not an answer. */
const maxReplyLength = 8192;

/** One request and the judgement of what comes back, without a port or a clock. */
export interface Exchange {
  /** What goes on the wire, command end included. */
  readonly request: string;
  readonly timeoutMs: number;
  /** Null when the reply does not care for silence. */
  readonly silenceMs: number | null;
  /** Judges everything received since the request was written. */
  judge(received: string, options: { readonly silent: boolean }): ReplyState<unknown>;
}

export const beginExchange = (definition: DialectDefinition, command: AnyCommand, args: unknown): Exchange => {
  const body = typeof command.request === 'string' ? command.request : command.request(args as never);
  const request = body + definition.framing.commandEnd;
  return {
    request,
    timeoutMs: command.timeoutMs,
    silenceMs: command.reply.silenceMs ?? null,
    judge(received, { silent }) {
      if (received.length > maxReplyLength) return { state: 'malformed', words: `more than ${maxReplyLength} bytes without an end` };
      return command.reply.read(frame(definition, { request, reply: command.reply, bytes: received, silent }));
    },
  };
};

/** Only what changes nothing may be sent again. */
export const mayRepeat = (command: AnyCommand): boolean => command.effect === 'read';
