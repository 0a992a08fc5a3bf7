import { error, judged, malformed, pending, solicited, value, type Parse, type Reply } from './reply.ts';

/** The text itself, if all of it matches: the pattern is anchored here. */
export const matching = (pattern: RegExp): Parse<string> => {
  const whole = new RegExp(`^(?:${pattern.source})$`, pattern.flags);
  return (text) => (whole.test(text) ? text : null);
};

/** The first group of the pattern, anywhere in the text, but once: of two values nobody knows which is the modem's. */
export const captured =
  (pattern: RegExp): Parse<string> =>
  (text) => {
    const [match, ...others] = text.matchAll(new RegExp(pattern, `${pattern.flags}g`));
    return others.length === 0 ? (match?.[1] ?? null) : null;
  };

/** A decimal number with an optional factor, as in tenths of a degree; to six places, so that 277 tenths are 27.7. */
export const decimal =
  (factor = 1): Parse<number> =>
  (text) =>
    /^-?\d+(\.\d+)?$/.test(text) ? Number((Number(text) * factor).toFixed(6)) : null;

/** The answer is one line and nothing after it. A word of success is not the line: it belongs to another command. */
export const bareLine = <Value>(parse: Parse<Value>): Reply<Value> => ({
  read: (received) => {
    const [line] = solicited(received);
    if (line === undefined) return pending;
    if (line.kind === 'failure') return error(line.text);
    return line.kind === 'success' ? malformed(line.text) : judged(parse, line.text);
  },
});

/** The answer is the word for success. */
export const done = (): Reply<null> => ({
  read: (received) => {
    const [line] = solicited(received);
    if (line === undefined) return pending;
    if (line.kind === 'failure') return error(line.text);
    return line.kind === 'success' ? value(null) : malformed(line.text);
  },
});

/** Any number of lines, then the word for success; they are parsed as one text joined by line feeds. */
export const linesThenOk = <Value>(parse: Parse<Value>): Reply<Value> => ({
  read: (received) => {
    const lines = solicited(received);
    const end = lines.findIndex((line) => line.kind !== 'text');
    const last = lines[end];
    if (last === undefined) return pending;
    if (last.kind === 'failure') return error(last.text);
    return judged(
      parse,
      lines
        .slice(0, end)
        .map((line) => line.text)
        .join('\n'),
    );
  },
});

/**
 * Exactly one line, then the word for success. Where results may be digits, a first line that could be the value is one:
 * 4 dBm is no refusal.
 */
export const valueThenOk = <Value>(parse: Parse<Value>): Reply<Value> => ({
  read: (received) => {
    const [line, end] = solicited(received);
    if (line === undefined) return pending;
    if (line.kind === 'failure' && parse(line.text) === null) return error(line.text);
    if (line.kind === 'success' && parse(line.text) === null) return malformed(line.text);
    if (end === undefined) return pending;
    if (end.kind === 'failure') return error(end.text);
    return end.kind === 'success' ? judged(parse, line.text) : malformed(`${line.text}\n${end.text}`);
  },
});

export interface DownlinkForm {
  /** Every line that can come of a downlink; each of the others below is one of these. */
  readonly claims: RegExp;
  /** The line with the payload in its first group: hex digits, blanks between them allowed. */
  readonly payload: RegExp;
  /** The line after which nothing more comes. */
  readonly end: RegExp;
  /** The line that says by itself that the network sent none. */
  readonly none?: RegExp;
}

/**
 * The word for success when the uplink is sent, and up to a minute later the downlink: 8 bytes in hex, or null when the
 * network sent none, which is no fault of the unit. Downlink lines before the word for success are left over from another one.
 */
export const downlinkAfterOk = ({ claims, payload, end, none }: DownlinkForm): Reply<string | null> => ({
  claims,
  read: (received) => {
    const lines = solicited(received);
    const stranger = lines.find(({ kind, text }) => kind === 'failure' || (kind === 'text' && !claims.test(text)));
    if (stranger !== undefined) return stranger.kind === 'failure' ? error(stranger.text) : malformed(stranger.text);
    if (lines.some(({ text }) => none?.test(text))) return value(null);
    const sent = lines.findIndex(({ kind }) => kind === 'success');
    const downlink = sent < 0 ? [] : lines.slice(sent + 1).map(({ text }) => text);
    if (!downlink.some((text) => end.test(text))) return pending;
    const line = downlink.find((text) => payload.test(text));
    if (line === undefined) return value(null);
    return judged(matching(/[0-9A-F]{16}/), payload.exec(line)?.[1]?.replaceAll(' ', '') ?? '');
  },
});

/** A downlink and the word for success in one line, or the line that says by itself that the network sent none (null). */
export const downlinkInOneLine = ({
  claims,
  payload,
  none,
}: Required<Omit<DownlinkForm, 'end'>>): Reply<string | null> => ({
  claims,
  read: (received) => {
    const [line] = solicited(received);
    if (line === undefined) return pending;
    if (line.kind === 'failure') return error(line.text);
    return none.test(line.text) ? value(null) : judged(captured(payload), line.text);
  },
});

/** The word for success so many times, or whatever has come when the line falls silent: for settings that also change how results look. */
export const resultsOrSilence = (count: number, silenceMs: number): Reply<null> => ({
  silenceMs,
  read: (received) => {
    const results = received.lines.filter((line) => line.kind === 'success' || line.kind === 'failure');
    return results.length >= count || received.silent ? value(null) : pending;
  },
});

/** Everything that comes until the line falls silent. */
export const untilSilence = <Value>(silenceMs: number, parse: Parse<Value>): Reply<Value> => ({
  silenceMs,
  read: (received) => (received.silent ? judged(parse, received.bytes) : pending),
});

/** Any number of lines, until the word for success or a silence, joined by line feeds: for an answer whose end nobody has published. */
export const linesThenOkOrSilence = <Value>(silenceMs: number, parse: Parse<Value>): Reply<Value> => ({
  silenceMs,
  read: (received) => {
    const lines = solicited(received);
    const end = lines.find((line) => line.kind !== 'text');
    if (end?.kind === 'failure') return error(end.text);
    const text = lines
      .filter((line) => line.kind === 'text')
      .map((line) => line.text)
      .join('\n');
    if (end !== undefined) return judged(parse, text);
    return received.silent && received.bytes !== '' ? judged(parse, text) : pending;
  },
});

/** Whatever is answered, complete after a silence, but no failure: for a switch that may not be pressed twice because its answer was damaged. */
export const anyAnswer = (silenceMs: number): Reply<null> => ({
  silenceMs,
  read: (received) => {
    const failure = received.lines.find(({ kind }) => kind === 'failure');
    if (failure !== undefined) return error(failure.text);
    return received.lines.some(({ kind }) => kind === 'success') || (received.silent && received.bytes !== '')
      ? value(null)
      : pending;
  },
});

/** The word for success at once, and later one line with the value, which is unsolicited after any other request. */
export const okThenValue = <Value>(claims: RegExp, parse: Parse<Value>): Reply<Value> => ({
  claims,
  read: (received) => {
    const [first, second] = solicited(received);
    if (first === undefined) return pending;
    if (first.kind === 'failure') return error(first.text);
    if (first.kind !== 'success') return malformed(first.text);
    if (second === undefined) return pending;
    return second.kind === 'failure' ? error(second.text) : judged(parse, second.text);
  },
});

/** Nothing is answered: the command is done when the line has been quiet for so long after it was written. */
export const nothing = (silenceMs: number): Reply<null> => ({
  silenceMs,
  read: ({ silent }) => (silent ? value(null) : pending),
});

/**
 * Everything up to the prompt, which stands without a line end behind the last line; lines are joined by line feeds.
 * With `orSilenceMs` a silence ends it too: for a modem that may be built without a prompt, or whose damaged answer must do
 * because the command is not sent twice.
 */
export const untilPrompt = <Value>(
  prompt: RegExp,
  parse: Parse<Value>,
  { orSilenceMs }: { readonly orSilenceMs?: number } = {},
): Reply<Value> => ({
  ...(orSilenceMs === undefined ? {} : { silenceMs: orSilenceMs }),
  read: (received) => {
    if (!prompt.test(received.tail) && !(received.silent && received.bytes !== '')) return pending;
    const lines = solicited(received);
    const failure = lines.find(({ kind }) => kind === 'failure');
    return failure === undefined ? judged(parse, lines.map(({ text }) => text).join('\n')) : error(failure.text);
  },
});

/** The prompt, whatever is said before it: a line that was left half-typed is answered first. */
export const promptAgain = (prompt: RegExp): Reply<null> => ({
  read: ({ tail }) => (prompt.test(tail) ? value(null) : pending),
});

/** The word for success in some line before the prompt. */
export const doneAtPrompt = (prompt: RegExp): Reply<null> => ({
  read: (received) => {
    if (!prompt.test(received.tail)) return pending;
    const lines = solicited(received);
    const failure = lines.find(({ kind }) => kind === 'failure');
    if (failure !== undefined) return error(failure.text);
    return lines.some(({ kind }) => kind === 'success')
      ? value(null)
      : malformed(lines.map(({ text }) => text).join('\n'));
  },
});

/** The same reply, but an answer that is complete and looks like this is refused, in our words: asked again, it would be the same. */
export const refusedWhen = <Value>(reply: Reply<Value>, looks: RegExp, words: string): Reply<Value> => ({
  ...reply,
  read: (received) => {
    const state = reply.read(received);
    return state.state === 'malformed' && looks.test(state.words) ? { state: 'error', words, isFinal: true } : state;
  },
});

/**
 * So many bytes, counted and not searched for an end: any value may occur among them. `lengthOf` sees the bytes so far and
 * tells how many there will be, or null while they do not tell. More than that is not this answer. `refusal` gives the modem's
 * words where these bytes are its error form.
 */
export const countedBytes = <Value>(
  lengthOf: number | ((bytes: string) => number | null),
  parse: Parse<Value>,
  { refusal }: { readonly refusal?: Parse<string> } = {},
): Reply<Value> => ({
  read: ({ bytes }) => {
    const length = typeof lengthOf === 'number' ? lengthOf : lengthOf(bytes);
    if (length === null || bytes.length < length) return pending;
    if (bytes.length > length) return malformed(bytes);
    const words = refusal?.(bytes) ?? null;
    return words === null ? judged(parse, bytes) : error(words);
  },
});

/** These bytes and no others: the command is done. */
export const exactBytes = (expected: string): Reply<null> => ({
  read: ({ bytes }) => {
    if (bytes === expected) return value(null);
    return expected.startsWith(bytes) ? pending : malformed(bytes);
  },
});

/**
 * What the modem prints by itself: the value, as soon as so many complete lines in a row hold it (joined by line feeds);
 * anything else is listened past. A word of failure is an answer too.
 */
export const announced = <Value>(
  parse: Parse<Value>,
  { lines: together }: { readonly lines: number } = { lines: 1 },
): Reply<Value> => ({
  read: ({ lines }) => {
    for (const [index, { kind, text }] of lines.entries()) {
      if (kind === 'failure') return error(text);
      const some = lines.slice(index, index + together);
      const found = some.length < together ? null : parse(some.map((line) => line.text).join('\n'));
      if (found !== null) return value(found);
    }
    return pending;
  },
});
