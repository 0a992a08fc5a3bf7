import { ReadlineParser } from '@serialport/parser-readline';
import type { BytePort } from '../modem/byte-port.ts';
import { TextLineLimit } from './text-line-limit.ts';

export interface ReadTextLinesOptions {
  /** In bytes, without the line end; what is longer comes as several lines. */
  readonly maxLength: number;
  readonly signal: AbortSignal;
}

/**
 * The lines that arrive, for a listening person or a barcode scanner. Lines end with CR, LF or CRLF; empty ones are left out; what is
 * no UTF-8 shows as replacement characters. Ends when the port closes, with the unfinished line as the last, or when the signal aborts.
 */
export async function* readTextLines(
  port: BytePort,
  { maxLength, signal }: ReadTextLinesOptions,
): AsyncGenerator<string, void, undefined> {
  if (signal.aborted) return;
  const limit = new TextLineLimit(maxLength);
  // latin1 keeps the bytes of each line as they are: the parser's own utf8 decoder would carry a broken character into the next line.
  // As objects, because a byte stream that is read behind its source runs lines together.
  const parser = new ReadlineParser({ encoding: 'latin1', readableObjectMode: true });
  const unsubscribe = port.onData((chunk) => parser.write(limit.pass(chunk)));
  const end = (): void => {
    unsubscribe();
    parser.end();
  };
  signal.addEventListener('abort', end, { once: true });
  void port.closed.then(end);
  try {
    for await (const line of parser as AsyncIterable<string>) {
      if (signal.aborted) return;
      if (line !== '') yield Buffer.from(line, 'latin1').toString('utf8');
    }
  } finally {
    signal.removeEventListener('abort', end);
    unsubscribe();
  }
}
