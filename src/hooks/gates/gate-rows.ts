import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';

import { requireRegularFile } from '../../machine/read-regular-file.ts';

/** One row of a list for a gate. `line`, from 1. */
export interface GateRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A row, or the whole file, that cannot be used. `reason`: for a person. */
export class GateRowFault extends Error {
  readonly line: number;
  readonly reason: string;

  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
    this.name = 'GateRowFault';
    this.line = line;
    this.reason = reason;
  }
}

const longestRow = 16_384;

const record = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

/**
 * The rows of a CSV file as they come, whatever its size: comma, semicolon or tab between cells, quotes where a cell holds one of them,
 * blanks around cells and blank lines taken care of. @throws GateRowFault where it is no CSV; and the file system's own errors
 */
export async function* gateRows(path: string): AsyncGenerator<GateRow> {
  await requireRegularFile(path);
  const file = createReadStream(path);
  const parser = parse({
    bom: true,
    delimiter: [',', ';', '\t'],
    info: true,
    max_record_size: longestRow,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
  });
  file.once('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    for await (const row of parser) {
      const { record: cells, info } = record.parse(row);
      yield { line: info.lines, cells };
    }
  } catch (error) {
    // Its text may quote the file
    if (error instanceof CsvError)
      throw new GateRowFault(parser.info.lines, 'quotes do not match, or a row is too long');
    throw error;
  } finally {
    file.destroy();
  }
}

/** A cell by its column's name; '' where the row or the file has none. */
export const cellOf = ({ cells }: GateRow, header: readonly string[], names: readonly string[]): string => {
  const at = header.findIndex((name) => names.includes(name));
  return at === -1 ? '' : (cells[at] ?? '');
};

/** Names of columns, compared without case, blanks, hyphens and underlines. */
export const headerOf = ({ cells }: GateRow): readonly string[] =>
  cells.map((cell) => cell.toLowerCase().replaceAll(/[\s_-]/g, ''));

export const idColumns: readonly string[] = ['id', 'deviceid'];
