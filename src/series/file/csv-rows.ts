import { CsvError, parse, type Parser } from 'csv-parse';

import { parseSeparatorLine, separatorOf, type CsvSeparator } from './csv-separator.ts';

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

/** The first line is looked for in so many characters at most; so many are held until their line ends. */
const longestHead = 65_536;

/**
 * The rows of a CSV text as they come: separator as its first line says or as it is found there, any line end, quotes, blanks
 * around cells, blank lines and cells such as `="00A10001"` taken care of.
 */
export async function* csvRows(text: AsyncIterable<string>, options: CsvOptions = {}): AsyncGenerator<CsvRow> {
  const pieces = text[Symbol.asyncIterator]();
  try {
    const head = await readHead(pieces);
    const said = parseSeparatorLine(head);
    if (said.kind === 'unknown')
      return yield {
        kind: 'broken',
        line: 1,
        reason: 'the first line (sep=…) names a separator that is not understood; use a semicolon, a comma, a tab or |',
      };
    // Its line stays, empty, so that the lines keep their numbers
    const rest = said.kind === 'said' ? head.slice(said.length) : head;
    const separator = (said.kind === 'said' ? said.separator : null) ?? separatorOf(rest);
    options.onSeparator?.(separator);
    yield* rowsOf(separator, withoutFormulas(separator, wholeLines(joined(rest, pieces))));
  } finally {
    // A reader that had enough must not leave the file open.
    await pieces.return?.();
  }
}

async function* rowsOf(separator: CsvSeparator, pieces: AsyncIterable<string | null>): AsyncGenerator<CsvRow> {
  const blanks = separator === ' ';
  const ready: CsvRow[] = [];
  let line = 0;
  const parser = parse({
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

/** Gives the parser a piece of the text, or its end (null); resolves once the rows in it were taken, with what stopped the parser. */
const fed = (parser: Parser, piece: string | null): Promise<CsvError | null> =>
  new Promise((resolve, reject) => {
    const settle = (error?: Error | null): void => {
      if (error === undefined || error === null || error instanceof CsvError) resolve(error ?? null);
      else reject(error);
    };
    if (piece === null) parser.end(settle);
    else parser.write(piece, settle);
  });

/** The parser's own message and fields quote the file, so only its code is used. */
const brokenBy = ({ code }: CsvError): string => {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote opens here and is never closed';
  if (code === 'CSV_MAX_RECORD_SIZE')
    return `a quote opens here and is never closed, or the row is longer than ${longestRow} bytes`;
  return 'quotes do not match; put them around a whole cell, or leave them out';
};

/** Enough to hold the first line that is not blank, or all there is. */
const readHead = async (pieces: AsyncIterator<string>): Promise<string> => {
  let head = '';
  while (head.length < longestHead && !/\S[^\r\n]*[\r\n]/.test(head)) {
    const { done, value } = await pieces.next();
    if (done === true) break;
    head += value;
  }
  return head.replace(/^\uFEFF/, '');
};

/** null: the end. */
async function* joined(head: string, pieces: AsyncIterator<string>): AsyncGenerator<string | null> {
  yield head;
  yield* { [Symbol.asyncIterator]: () => pieces };
  yield null;
}

/** The same text in pieces that end with a line, unless a line is very long. */
async function* wholeLines(pieces: AsyncIterable<string | null>): AsyncGenerator<string | null> {
  let held = '';
  for await (const piece of pieces) {
    held += piece ?? '';
    const end =
      piece === null || held.length > longestHead
        ? held.length
        : Math.max(held.lastIndexOf('\n'), held.lastIndexOf('\r')) + 1;
    if (end > 0) yield held.slice(0, end);
    held = held.slice(end);
  }
  yield null;
}

/** A spreadsheet that is to keep leading zeros is given `="00A10001"`: a quoted cell to it, and to others a quote in the wrong place. */
async function* withoutFormulas(
  separator: CsvSeparator,
  pieces: AsyncIterable<string | null>,
): AsyncGenerator<string | null> {
  const edge = separator === ' ' ? ' \\t' : separator === '|' ? '\\|' : separator;
  const formula = new RegExp(`(?<=^|[${edge}\\r\\n]) *="([^"\\r\\n]*)"(?= *(?:[${edge}\\r\\n]|$))`, 'g');
  for await (const piece of pieces) yield piece?.includes('="') === true ? piece.replaceAll(formula, '"$1"') : piece;
}

/** The first rows, and all rows once more from the first. A reader that leaves early lets go of the file. */
export const lookAhead = async (
  rows: Iterable<CsvRow> | AsyncIterable<CsvRow>,
  count: number,
): Promise<{
  readonly first: readonly (readonly string[])[];
  readonly all: AsyncGenerator<CsvRow, void, undefined>;
}> => {
  const iterator = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  const ahead: CsvRow[] = [];
  while (ahead.length < count) {
    const { done, value } = await iterator.next();
    if (done === true) break;
    ahead.push(value);
  }
  const first = ahead.flatMap((row) => (row.kind === 'row' ? [row.cells] : []));
  return { first, all: rowsFrom(ahead, iterator) };
};

async function* rowsFrom(
  ahead: readonly CsvRow[],
  iterator: Iterator<CsvRow> | AsyncIterator<CsvRow>,
): AsyncGenerator<CsvRow, void, undefined> {
  try {
    yield* ahead;
    for (;;) {
      const { done, value } = await iterator.next();
      if (done === true) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
