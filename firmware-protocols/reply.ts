/** One line of an answer, its end taken off and its meaning looked up in the dialect's tables. */
export interface ReplyLine {
  readonly text: string;
  readonly kind: 'text' | 'success' | 'failure' | 'busy' | 'unsolicited';
}

/** Everything that came since the request was sent. */
export interface Received {
  /** Complete lines; empty ones and echoes are left out. */
  readonly lines: readonly ReplyLine[];
  /** What stands after the last line end. */
  readonly tail: string;
  /** All bytes as they came, latin-1. */
  readonly bytes: string;
  /** Nothing has come for the reply's `silenceMs`. */
  readonly silent: boolean;
}

/**
 * What an answer amounts to so far. `error`: the modem refused, in its own words. `busy`: not now, in its own words; found by the
 * engine, for every command alike. `malformed`: complete, but not what this command's answer looks like: damaged on the line, or the
 * answer to something else.
 */
export type ReplyState<Value> =
  | { readonly state: 'pending' }
  | { readonly state: 'value'; readonly value: Value }
  | {
      readonly state: 'error';
      readonly words: string;
      /** Asked again, it would be the same for sure; default: a damaged request may have been refused. */ readonly isFinal?: true;
    }
  | { readonly state: 'busy'; readonly words: string }
  | { readonly state: 'malformed'; readonly words: string };

/** Judges everything received so far, again and again as bytes come; pure and total. */
export interface Reply<Value> {
  readonly read: (received: Received) => ReplyState<Value>;
  /** The engine reports a silence of this many ms after the last byte (or after writing, if none came). */
  readonly silenceMs?: number;
  /** Lines that belong to this answer and are given as text, though they are unsolicited or a failure after any other request. */
  readonly claims?: RegExp;
}

/** Turns the text of an answer into a value; null when it is not one. */
export type Parse<Value> = (text: string) => Value | null;

export const pending = { state: 'pending' } as const;
export const value = <Value>(found: Value): ReplyState<Value> => ({ state: 'value', value: found });
export const error = (words: string): ReplyState<never> => ({ state: 'error', words });
export const malformed = (words: string): ReplyState<never> => ({ state: 'malformed', words });

/** The value that the text stands for, or that it stands for none. */
export const judged = <Value>(parse: Parse<Value>, text: string): ReplyState<Value> => {
  const found = parse(text);
  return found === null ? malformed(text) : value(found);
};

/** The lines that answer what was asked. */
export const solicited = (received: Received): readonly ReplyLine[] =>
  received.lines.filter((line) => line.kind !== 'unsolicited');
