import type { AnyCommand, DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { ReplyState } from '../../firmware-protocols/reply.ts';
import { frame } from './framing.ts';

/** Longest answer that any documented command gives, with room to spare; more is not an answer. */
const maxReplyLength = 8192;

/** One request and the judgement of what comes back, without a port or a clock. */
export interface Exchange {
  /** What goes on the wire, command end included; '' where the modem speaks by itself. */
  readonly request: string;
  /** Nothing is sent: all that the modem has said by itself is judged. */
  readonly announced: boolean;
  readonly quietBeforeMs: number | null;
  /** Pause between the bytes of the request; 0 for none. */
  readonly characterGapMs: number;
  readonly timeoutMs: number;
  /** Null when the reply does not care for silence. */
  readonly silenceMs: number | null;
  /** Judges everything received since the request was written. `crIsEnd`: nothing has come for `loneCrMs`; default: as long as it is not silent, something may. */
  judge(received: string, options: { readonly silent: boolean; readonly crIsEnd?: boolean }): ReplyState<unknown>;
}

export const beginExchange = (definition: DialectDefinition, command: AnyCommand, args: unknown): Exchange => {
  const body = typeof command.request === 'function' ? command.request(args as never) : command.request;
  const request = body === null ? '' : body + (command.ending ?? definition.framing.commandEnd);
  return {
    request,
    announced: body === null,
    quietBeforeMs: command.quietBeforeMs ?? null,
    characterGapMs: command.characterGapMs ?? definition.framing.characterGapMs ?? 0,
    timeoutMs: command.timeoutMs,
    silenceMs: command.reply.silenceMs ?? null,
    judge(received, { silent, crIsEnd = silent }) {
      if (received.length > maxReplyLength)
        return { state: 'malformed', words: `more than ${maxReplyLength} bytes without an end` };
      const framed = frame(definition, { request, reply: command.reply, bytes: received, silent, crIsEnd });
      const busy = framed.lines.find(({ kind }) => kind === 'busy');
      return busy === undefined ? command.reply.read(framed) : { state: 'busy', words: busy.text };
    },
  };
};

/** Only what changes nothing may be sent again. */
export const mayRepeat = (command: AnyCommand): boolean => command.effect === 'read';
