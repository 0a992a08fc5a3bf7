import { hexSecret } from '../../firmware-protocols/contract.ts';
import { escapeBytes, unescapeBytes } from './escape.ts';

/** One stretch of bytes in one direction, `afterMs` after the entry before it. */
export interface TranscriptEntry {
  readonly direction: 'to modem' | 'from modem';
  readonly bytes: string;
  readonly afterMs: number;
}

/** One command's dialogue, with what it must mean when the transcript is a fixture. */
export interface TranscriptExchange {
  /** Name of the command; null for bytes that belong to no command (a banner, stale bytes, a probe). */
  readonly command: string | null;
  readonly entries: readonly TranscriptEntry[];
  /** `= value` as JSON, or `! error` / `! malformed`; null where nothing is stated. */
  readonly expected: { readonly value: unknown } | { readonly failure: 'error' | 'malformed' | 'silence' } | null;
}

export interface Transcript {
  /** `# key: value` lines. */
  readonly header: Readonly<Record<string, string>>;
  readonly exchanges: readonly TranscriptExchange[];
}

const stars = (text: string): string => '*'.repeat(text.length);

/**
 * Hides what must not be read: over the bytes of each direction as a whole, so that a secret cut into chunks is found too.
 * Where no command is known to have asked, anything that could be part of a PAC goes.
 */
export const maskSecrets = (entries: readonly TranscriptEntry[], sensitive: RegExp | null): readonly TranscriptEntry[] => {
  if (sensitive === null) return entries;
  const masked = new Map<TranscriptEntry, TranscriptEntry>();
  for (const direction of ['to modem', 'from modem'] as const) {
    const some = entries.filter((entry) => entry.direction === direction);
    const whole = some.map((entry) => entry.bytes).join('').replace(sensitive, stars);
    let at = 0;
    for (const entry of some) {
      masked.set(entry, { ...entry, bytes: whole.slice(at, at + entry.bytes.length) });
      at += entry.bytes.length;
    }
  }
  return entries.map((entry) => masked.get(entry) ?? entry);
};

/** What hides a late PAC among bytes nobody asked for. */
export const strayBytesSecret = hexSecret;

export const renderTranscript = (transcript: Transcript): string => {
  const lines = Object.entries(transcript.header).map(([key, text]) => `# ${key}: ${text}`);
  for (const exchange of transcript.exchanges) {
    if (exchange.command !== null) lines.push(`@ perform ${exchange.command}`);
    for (const { direction, bytes, afterMs } of exchange.entries) {
      lines.push(`+${Math.round(afterMs)} ${direction === 'to modem' ? '>' : '<'} ${escapeBytes(bytes)}`);
    }
    if (exchange.expected !== null) {
      lines.push('value' in exchange.expected ? `= ${JSON.stringify(exchange.expected.value)}` : `! ${exchange.expected.failure}`);
    }
  }
  return `${lines.join('\n')}\n`;
};

/** Reads the same format back. Returns the number and text of the first line that is not understood, if there is one. */
export const parseTranscript = (text: string): { readonly transcript: Transcript } | { readonly badLine: number; readonly reason: string } => {
  const header: Record<string, string> = {};
  const exchanges: { command: string | null; entries: TranscriptEntry[]; expected: TranscriptExchange['expected'] }[] = [];
  const current = () => {
    const last = exchanges.at(-1);
    if (last !== undefined && last.expected === null) return last;
    const next = { command: null, entries: [], expected: null };
    exchanges.push(next);
    return next;
  };
  for (const [index, line] of text.split('\n').entries()) {
    const badLine = (reason: string) => ({ badLine: index + 1, reason });
    if (line.trim() === '') continue;
    const [, key, value] = /^# ([\w-]+): (.*)$/.exec(line) ?? [];
    const [, command] = /^@ perform (\w+)$/.exec(line) ?? [];
    const [, afterMs, arrow, escaped] = /^\+(\d+) ([<>]) (.*)$/.exec(line) ?? [];
    const [, mark, statement] = /^([=!]) (.+)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) header[key] = value;
    else if (command !== undefined) exchanges.push({ command, entries: [], expected: null });
    else if (escaped !== undefined) {
      const bytes = unescapeBytes(escaped);
      if (bytes === null) return badLine('an escape that does not exist; known are <CR> <LF> <ESC> <0x07>');
      current().entries.push({ direction: arrow === '>' ? 'to modem' : 'from modem', bytes, afterMs: Number(afterMs) });
    } else if (mark !== undefined && statement !== undefined) {
      const expected = mark === '=' ? parseExpectedValue(statement) : parseExpectedFailure(statement);
      if (expected === null) return badLine(mark === '=' ? 'the value is not JSON' : 'only "! error", "! malformed" and "! silence" exist');
      current().expected = expected;
    } else return badLine('neither "# key: value", "@ perform command", "+ms > bytes", "+ms < bytes", "= value" nor "! failure"');
  }
  return { transcript: { header, exchanges } };
};

const parseExpectedValue = (json: string): { readonly value: unknown } | null => {
  try {
    return { value: JSON.parse(json) as unknown };
  } catch {
    return null;
  }
};

const parseExpectedFailure = (word: string): { readonly failure: 'error' | 'malformed' | 'silence' } | null =>
  word === 'error' || word === 'malformed' || word === 'silence' ? { failure: word } : null;
