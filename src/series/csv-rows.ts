import { CsvError, parse, type Parser } from 'csv-parse';

import { separatorOf, type CsvSeparator } from './csv-separator.ts';

/** One row of a CSV file. `line`, from 1, is the row's last, should a quoted cell go over several. */
export type CsvRow =
  | { readonly kind: 'row'; readonly line: number; readonly cells: readonly string[] }
  /** Not CSV from here on; nothing comes after it. `reason` repeats nothing of the file. */
  | { readonly kind: 'broken'; readonly line: number; readonly reason: string };

export interface CsvOptions {
  /** Told once, before the first row. */
  readonly onSeparator?: (separator: CsvSeparator) => void;
}

/** Bytes of the longest row; a longer one most often comes from a quote that is never closed. */
const longestRow = 16_384;

/** The first line is looked for in so many bytes at most. */
const longestHead = 65_536;

/**
 * The rows of a CSV file as they come: separator found by the first line, byte order mark, any line end, quotes, blanks around
 * cells and blank lines taken care of.
 */
export async function* csvRows(bytes: AsyncIterable<Uint8Array>, options: CsvOptions = {}): AsyncGenerator<CsvRow> {
  const chunks = bytes[Symbol.asyncIterator]();
  try {
    const head = await readHead(chunks);
    const separator = separatorOf(head.toString('latin1'));
    options.onSeparator?.(separator);
    yield* rowsOf(separator, joined(head, chunks));
  } finally {
    // A reader that had enough must not leave the file open.
    await chunks.return?.();
  }
}

async function* rowsOf(separator: CsvSeparator, pieces: AsyncIterable<Uint8Array | 'end'>): AsyncGenerator<CsvRow> {
  const blanks = separator === ' ';
  const ready: CsvRow[] = [];
  let line = 0;
  const parser = parse({
    bom: true,
    delimiter: blanks ? [' ', '\t'] : separator,
    max_record_size: longestRow,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    trim: !blanks,
    // Rows are taken here and not from the stream, which on an error would drop those it still holds.
    on_record: (cells, { lines }) => {
      line = lines;
      const filled = cells.filter((cell) => cell !== '');
      if (filled.length > 0) ready.push({ kind: 'row', line, cells: blanks ? filled : cells });
      return null;
    },
  });
  // Every error reaches the callback of `fed` as well.
  parser.on('error', () => undefined);
  for await (const piece of pieces) {
    const error = await fed(parser, piece);
    yield* ready.splice(0);
    if (error !== null) {
      yield { kind: 'broken', line: line + 1, reason: brokenBy(error) };
      return;
    }
  }
}

/** Gives the parser a piece of the file, or its end; resolves once the rows in it were taken, with what stopped the parser. */
const fed = (parser: Parser, piece: Uint8Array | 'end'): Promise<CsvError | null> =>
  new Promise((resolve, reject) => {
    const settle = (error?: Error | null): void => {
      if (error === undefined || error === null || error instanceof CsvError) resolve(error ?? null);
      else reject(error);
    };
    if (piece === 'end') parser.end(settle);
    else parser.write(piece, settle);
  });

/** The parser's own message and fields quote the file, so only its code is used. */
const brokenBy = ({ code }: CsvError): string => {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote opens here and is never closed';
  if (code === 'CSV_MAX_RECORD_SIZE') return `a quote opens here and is never closed, or the row is longer than ${longestRow} bytes`;
  return 'quotes do not match; put them around a whole cell, or leave them out';
};

/** Enough bytes to hold the first line that is not blank, or all there are. */
const readHead = async (chunks: AsyncIterator<Uint8Array>): Promise<Buffer> => {
  let head = Buffer.alloc(0);
  while (head.length < longestHead && !/[^\s\0][^\r\n]*[\r\n]/.test(head.toString('latin1'))) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  return head;
};

async function* joined(head: Buffer, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array | 'end'> {
  yield head;
  yield* { [Symbol.asyncIterator]: () => chunks };
  yield 'end';
}
