import { createReadStream } from 'node:fs';

import { PaclineError } from '../domain/pacline-error.ts';
import type { PacList } from '../station/pac-list.ts';
import { csvRows, type CsvRow } from './csv-rows.ts';
import { headerlessColumns, parseFirstRow, type DeliveryColumns } from './delivery-columns.ts';
import { DeliveryListError, type DeliveryFault } from './delivery-list-error.ts';
import { ListedUnits } from './listed-units.ts';

export interface DeliveryReading {
  /** To be used only if there are no faults. */
  readonly list: PacList;
  readonly faults: readonly DeliveryFault[];
  readonly units: number;
  /** Rows that say again what an earlier row said. */
  readonly duplicates: number;
}

/**
 * Reads the maker's CSV of `id;pac`, any size up to about a million units: read as a stream, kept in memory as one map.
 * @throws PaclineError bad delivery list (a DeliveryListError where rows are at fault)
 */
export const loadDeliveryList = async (path: string): Promise<PacList> => {
  const { list, faults } = await readDeliveryList(csvRows(createReadStream(path))).catch((error: unknown) => {
    throw error instanceof Error && 'code' in error ? new PaclineError('bad delivery list', unreadable(path, error.code), { context: { path }, cause: error }) : error;
  });
  const [first, ...others] = faults;
  if (first !== undefined) throw new DeliveryListError(path, [first, ...others]);
  return list;
};

const unreadable = (path: string, code: unknown): string => {
  if (code === 'ENOENT') return `There is no delivery list ${path}; check the name.`;
  if (code === 'EISDIR') return `The delivery list ${path} is a folder; name the CSV file in it.`;
  return `The delivery list ${path} cannot be read (${String(code)}); check who may read it.`;
};

/** Every bad row becomes a fault and the reading goes on; only a bad header and a broken row end it. */
export const readDeliveryList = async (rows: Iterable<CsvRow> | AsyncIterable<CsvRow>): Promise<DeliveryReading> => {
  const units = new ListedUnits();
  let columns: DeliveryColumns | null = null;
  let lastLine = 1;
  for await (const row of rows) {
    lastLine = row.line;
    if (row.kind === 'broken') {
      units.refuse(row.line, null, row.reason);
      break;
    }
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    if (columns === null) {
      const first = parseFirstRow(row.cells);
      if (first.kind === 'bad header') {
        units.refuse(row.line, null, first.reason);
        break;
      }
      columns = first.kind === 'header' ? first.columns : headerlessColumns;
      if (first.kind === 'header') continue;
    }
    units.take(row.line, row.cells, columns);
  }
  if (units.size === 0 && units.faults.length === 0) units.refuse(lastLine, null, 'the list holds no unit');
  return { list: units.list(), faults: units.faults, units: units.size, duplicates: units.duplicates };
};
