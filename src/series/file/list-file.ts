import { createReadStream, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { foreignFormat } from './foreign-format.ts';
import { isSingleByte, likelyEncoding, markedEncoding, unmarkedEncoding, type TextEncoding } from './text-encoding.ts';

/** A file that holds text throughout, as it was looked through when it was opened. */
export interface ListFile {
  readonly encoding: TextEncoding;
  /** The text from its beginning, without a byte order mark, in pieces that end anywhere. */
  text(): AsyncGenerator<string, void, undefined>;
}

export interface ListFileOptions {
  /** Left out: found out. Only UTF-8 and UTF-16 can be. */
  readonly encoding?: TextEncoding;
  /** Of the errors. */
  readonly code?: 'bad usage' | 'bad delivery list';
  readonly signal?: AbortSignal;
}

/** Enough to tell a workbook from text, and UTF-16 from UTF-8. */
const headBytes = 4096;

/**
 * Looks through the whole file before anything of it is used: only a regular file that is text from end to end is opened. No
 * character is ever replaced by another.
 * @throws PaclineError of `code`: no file, no text, or another encoding, with what to do; and the signal's reason
 */
export const openListFile = async (path: string, options: ListFileOptions = {}): Promise<ListFile> => {
  const { code = 'bad usage', signal } = options;
  const noun = code === 'bad usage' ? 'file' : 'delivery list';
  const refusal = (words: string, cause?: unknown): PaclineError =>
    new PaclineError(code, words, {
      context: { path },
      action: 'Name a file that can be read, or mend this one as the message says',
      ...(cause === undefined ? {} : { cause }),
    });
  try {
    // A pipe would keep the opening waiting, and opening a serial port may reset what is on it
    const unusable = noFile(path, await stat(path));
    if (unusable !== null) throw refusal(unusable);
    const head = await firstBytes(path);
    const foreign = foreignFormat(head);
    if (foreign !== null) throw refusal(`${path} ${foreign}.`);
    const marked = markedEncoding(head);
    const encoding = marked ?? options.encoding ?? unmarkedEncoding(head) ?? 'utf-8';
    if (
      options.encoding !== undefined &&
      encoding !== options.encoding &&
      !(encoding.startsWith('utf-16') && options.encoding.startsWith('utf-16'))
    ) {
      throw refusal(
        `${path} begins with the mark of ${encoding}, and is to be read as ${options.encoding}; leave --encoding out.`,
      );
    }
    const fault = await lookThrough(path, encoding, signal);
    if (fault !== null) throw refusal(`${path}${fault}.`);
    return { encoding, text: () => decoded(path, encoding, { refusal, ...(signal === undefined ? {} : { signal }) }) };
  } catch (error) {
    throw error instanceof Error && 'code' in error && !PaclineError.is(error)
      ? refusal(unreadable(path, error.code, noun), error)
      : error;
  }
};

const noFile = (path: string, found: Stats): string | null => {
  if (found.isFile()) return null;
  if (found.isDirectory()) return `${path} is a folder; name the file in it.`;
  const kind = found.isFIFO() ? 'a pipe, and a pipe can be read only once' : found.isSocket() ? 'a socket' : 'a device';
  return `${path} is ${kind}; write the list to a file and name that.`;
};

const unreadable = (path: string, code: unknown, noun = 'file'): string =>
  code === 'ENOENT'
    ? `There is no ${noun} ${path}; check the name.`
    : `${path} cannot be read (${String(code)}); check who may read it.`;

const firstBytes = async (path: string): Promise<Uint8Array> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

/** What keeps the file from being text in this encoding, as the end of a sentence; null: nothing. */
const lookThrough = async (
  path: string,
  encoding: TextEncoding,
  signal: AbortSignal | undefined,
): Promise<string | null> => {
  const decoder = new TextDecoder(encoding);
  const utf8 = isSingleByte(encoding) ? new Utf8Check() : null;
  const lines = new LineCount();
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    utf8?.take(chunk);
    const text = decoder.decode(chunk, { stream: true });
    const at = text.search(/[\uFFFD\0]/);
    if (at >= 0)
      return `, line ${lines.after(text.slice(0, at))}: ${text[at] === '\0' ? noText : undecodable(encoding, chunk)}`;
    lines.after(text);
  }
  if (decoder.decode() !== '') return ' ends in the middle of a character; was it copied as a whole?';
  if (utf8?.isUtf8 === true) return ` is UTF-8, and would be misread as ${encoding}; leave --encoding out`;
  return null;
};

const noText = 'a NUL stands here; this is no text file, or it was damaged when it was copied';

const undecodable = (encoding: TextEncoding, chunk: Buffer): string => {
  if (encoding !== 'utf-8')
    return `this is not ${encoding}; save the file as "CSV UTF-8", or name its encoding with --encoding`;
  if (chunk.includes(Buffer.from('\uFFFD')))
    return 'a replacement character stands here: an earlier program has lost a letter; correct it, or take the file from before that';
  return `the file is not UTF-8, and its encoding is ${likelyEncoding(chunk)}`;
};

async function* decoded(
  path: string,
  encoding: TextEncoding,
  {
    refusal,
    signal,
  }: { readonly refusal: (words: string, cause?: unknown) => PaclineError; readonly signal?: AbortSignal },
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      signal?.throwIfAborted();
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || PaclineError.is(error)) throw error;
    throw refusal(
      error instanceof TypeError
        ? `${path} was changed while it was read; try it again.`
        : unreadable(path, error.code),
      error,
    );
  }
}

/** Counts lines through pieces of text, whichever way they end. */
class LineCount {
  #feeds = 0;
  #returns = 0;

  /** The line, from 1, on which what comes after this text stands. */
  after(text: string): number {
    this.#feeds += text.split('\n').length - 1;
    this.#returns += text.split('\r').length - 1;
    return 1 + (this.#feeds > 0 ? this.#feeds : this.#returns);
  }
}

/** Tells whether bytes are UTF-8 with characters beyond ASCII: nobody writes those by chance in another encoding. */
class Utf8Check {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #isValid = true;
  #isBeyondAscii = false;

  get isUtf8(): boolean {
    return this.#isValid && this.#isBeyondAscii;
  }

  take(chunk: Buffer): void {
    if (!this.#isValid) return;
    this.#isBeyondAscii ||= chunk.some((byte) => byte >= 0x80);
    try {
      this.#decoder.decode(chunk, { stream: true });
    } catch {
      this.#isValid = false;
    }
  }
}
