import { everyByte, hexSecret } from '../../firmware-protocols/contract.ts';
import { escapeBytes, unescapeBytes } from './escape.ts';

/** One stretch of bytes in one direction, `afterMs` after the entry before it. */
export interface TranscriptEntry {
  readonly direction: 'to modem' | 'from modem';
  readonly bytes: string;
  readonly afterMs: number;
  /** So many bytes that came behind these were not kept. */
  readonly omitted?: number;
}

/** Of one dialogue no more bytes than these are kept: nothing that a modem has to say is longer. */
export const mostHeardBytes = 64 * 1024;

/** One command's dialogue, with what it must mean when the transcript is a fixture. */
export interface TranscriptExchange {
  /** Name of the command; null for bytes that belong to no command (a banner, stale bytes, a probe). */
  readonly command: string | null;
  /** What the command was given, if it takes anything; never a secret. */
  readonly args?: unknown;
  readonly entries: readonly TranscriptEntry[];
  /** `= value` as JSON, or `! error` / `! malformed`; null where nothing is stated. */
  readonly expected:
    | { readonly value: unknown }
    | { readonly failure: 'error' | 'busy' | 'malformed' | 'silence' }
    | null;
}

export interface Transcript {
  /** `# key: value` lines. */
  readonly header: Readonly<Record<string, string>>;
  readonly exchanges: readonly TranscriptExchange[];
}

/** What stands before bytes that were not kept may be the beginning of a secret. */
const cutOff = /[^]{0,64}$/;

const stars = (text: string): string => '*'.repeat(text.length);

/**
 * Hides what must not be read: over the bytes of each direction as a whole, so that a secret cut into chunks is found too.
 * Where no command is known to have asked, anything that could be part of a PAC goes.
 */
export const maskSecrets = (
  entries: readonly TranscriptEntry[],
  sensitive: RegExp | null,
): readonly TranscriptEntry[] => {
  if (sensitive === null) return entries;
  const masked = new Map<TranscriptEntry, TranscriptEntry>();
  for (const direction of ['to modem', 'from modem'] as const) {
    const some = entries.filter((entry) => entry.direction === direction);
    const plain = some
      .map((entry) => entry.bytes)
      .join('')
      .replace(sensitive, stars);
    const whole = some.some(({ omitted = 0 }) => omitted > 0) ? plain.replace(cutOff, stars) : plain;
    let at = 0;
    for (const entry of some) {
      masked.set(entry, { ...entry, bytes: whole.slice(at, at + entry.bytes.length) });
      at += entry.bytes.length;
    }
  }
  return entries.map((entry) => masked.get(entry) ?? entry);
};

/** The same dialogue with no more than the first `mostHeardBytes` of what the modem said. Secrets must be masked before. */
export const shortened = (exchanges: readonly TranscriptExchange[]): readonly TranscriptExchange[] => {
  let room = mostHeardBytes;
  return exchanges.map((exchange) => ({
    ...exchange,
    entries: exchange.entries.map((entry) => {
      if (entry.direction === 'to modem') return entry;
      const bytes = entry.bytes.slice(0, room);
      const omitted = (entry.omitted ?? 0) + entry.bytes.length - bytes.length;
      room -= bytes.length;
      return omitted === 0 ? entry : { ...entry, bytes, omitted };
    }),
  }));
};

/** What hides a late PAC among bytes nobody asked for: as digits, or as any of the bytes of a modem that does not speak in text. */
export const strayBytesSecret = (alphabet: 'text' | 'binary' = 'text'): RegExp =>
  alphabet === 'binary' ? everyByte : hexSecret;

export const renderTranscript = (transcript: Transcript): string => {
  const lines = Object.entries(transcript.header).map(([key, text]) => `# ${key}: ${text}`);
  for (const exchange of transcript.exchanges) {
    lines.push(
      exchange.command === null
        ? '@ listen'
        : `@ perform ${exchange.command}${exchange.args === undefined ? '' : ` ${JSON.stringify(exchange.args)}`}`,
    );
    for (const { direction, bytes, afterMs, omitted = 0 } of exchange.entries) {
      lines.push(`+${Math.round(afterMs)} ${direction === 'to modem' ? '>' : '<'} ${escapeBytes(bytes)}`);
      if (omitted > 0) lines.push(`# omitted: ${omitted} bytes`);
    }
    if (exchange.expected !== null) {
      lines.push(
        'value' in exchange.expected
          ? `= ${JSON.stringify(exchange.expected.value)}`
          : `! ${exchange.expected.failure}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
};

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Reads the same format back. Returns the number of the first line that is not understood, and why, if there is one. */
export const parseTranscript = (
  text: string,
): { readonly transcript: Transcript } | { readonly badLine: number; readonly reason: string } => {
  const header: Record<string, string> = {};
  const exchanges: (Writable<TranscriptExchange> & { readonly entries: TranscriptEntry[] })[] = [];

  /** Takes one line in; the reason if it cannot be understood. */
  const take = (line: string): string | null => {
    const [, key, words] = /^# ([\w-]+): (.*)$/.exec(line) ?? [];
    const [, command, args] = /^@ perform (\w+)(?: (.+))?$/.exec(line) ?? [];
    const [, afterMs, arrow, escaped] = /^\+(\d+) ([<>]) (.*)$/.exec(line) ?? [];
    const [, mark, statement] = /^([=!]) (.+)$/.exec(line) ?? [];
    if (key !== undefined && words !== undefined) {
      header[key] = words;
      return null;
    }
    if (command !== undefined || line === '@ listen') {
      const given = args === undefined ? null : parsedJson(args);
      if (args !== undefined && given === null) return 'what follows the command is not JSON';
      exchanges.push({
        command: command ?? null,
        ...(given === null ? {} : { args: given.value }),
        entries: [],
        expected: null,
      });
      return null;
    }
    const exchange = exchanges.at(-1);
    if (escaped !== undefined) {
      const bytes = unescapeBytes(escaped);
      if (bytes === null) return 'an escape that does not exist; known are <CR> <LF> <ESC> <0x07>';
      if (exchange === undefined || exchange.expected !== null)
        return 'bytes stand after "@ perform command" or "@ listen" and before their meaning';
      exchange.entries.push({ direction: arrow === '>' ? 'to modem' : 'from modem', bytes, afterMs: Number(afterMs) });
      return null;
    }
    if (mark !== undefined && statement !== undefined) {
      const expected = mark === '=' ? parsedJson(statement) : expectedFailure(statement);
      if (expected === null)
        return mark === '=' ? 'the value is not JSON' : 'only "! error", "! malformed" and "! silence" exist';
      if (exchange === undefined || exchange.command === null || exchange.expected !== null)
        return 'a meaning stands once, after the bytes of a command';
      exchange.expected = expected;
      return null;
    }
    return 'neither "# key: value", "@ perform command", "@ listen", "+ms > bytes", "+ms < bytes", "= value" nor "! failure"';
  };

  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const reason = line.trim() === '' ? null : take(line);
    if (reason !== null) return { badLine: index + 1, reason };
  }
  return { transcript: { header, exchanges } };
};

const parsedJson = (json: string): { readonly value: unknown } | null => {
  try {
    return { value: JSON.parse(json) as unknown };
  } catch {
    return null;
  }
};

const expectedFailure = (word: string): { readonly failure: 'error' | 'busy' | 'malformed' | 'silence' } | null =>
  word === 'error' || word === 'busy' || word === 'malformed' || word === 'silence' ? { failure: word } : null;
