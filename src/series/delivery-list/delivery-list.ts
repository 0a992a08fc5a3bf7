import type { PacList } from '../../station/pac-list.ts';
import { csvRows, lookAhead, type CsvRow } from '../file/csv-rows.ts';
import { DeliveryListError, type DeliveryFault } from './delivery-list-error.ts';
import { openListFile } from '../file/list-file.ts';
import { layoutOf, rowsLookedAt } from '../columns/list-layout.ts';
import { ListedUnits, type DeliveryPlaces } from './listed-units.ts';
import type { ColumnNames } from '../columns/series-columns.ts';
import type { TextEncoding } from '../file/text-encoding.ts';

export interface DeliveryReading {
  /** To be used only if there are no faults. */
  readonly list: PacList;
  readonly faults: readonly DeliveryFault[];
  readonly units: number;
  /** Rows that say again what an earlier row said. */
  readonly duplicates: number;
}

export interface DeliveryListOptions {
  /** What the file calls its columns, where it does not call them ID and PAC in some way. */
  readonly columns?: ColumnNames;
  /** Left out: found out, UTF-8 or UTF-16. */
  readonly encoding?: TextEncoding;
  readonly signal?: AbortSignal;
}

/**
 * Reads the maker's CSV of `id;pac`, any size up to about a million units: read as a stream, kept in memory as one map.
 * @throws PaclineError bad delivery list (a DeliveryListError where rows are at fault); and the signal's reason
 */
export const loadDeliveryList = async (
  path: string,
  { columns = {}, ...options }: DeliveryListOptions = {},
): Promise<PacList> => {
  const file = await openListFile(path, { ...options, code: 'bad delivery list' });
  const { list, faults } = await readDeliveryList(csvRows(file.text()), columns);
  const [first, ...others] = faults;
  if (first !== undefined) throw new DeliveryListError(path, [first, ...others]);
  return list;
};

/** Every bad row becomes a fault and the reading goes on; only a bad header and a broken row end it. */
export const readDeliveryList = async (
  rows: Iterable<CsvRow> | AsyncIterable<CsvRow>,
  names: ColumnNames = {},
): Promise<DeliveryReading> => {
  const units = new ListedUnits();
  const { first, all } = await lookAhead(rows, rowsLookedAt);
  let places: DeliveryPlaces | null = null;
  let lastLine = 1;
  for await (const row of all) {
    lastLine = row.line;
    if (row.kind === 'broken') {
      units.refuse(row.line, null, row.reason);
      break;
    }
    if (places === null) {
      const layout = layoutOf(first, { purpose: 'delivery', names });
      if (layout.kind === 'bad header') {
        units.refuse(row.line, null, layout.reason);
        break;
      }
      const { id = 0, pac = 1 } = layout.places;
      places = { id, pac };
      if (layout.header) continue;
    }
    units.take(row.line, row.cells, places);
  }
  if (units.size === 0 && units.faults.length === 0) units.refuse(lastLine, null, 'the list holds no unit');
  return { list: units.list(), faults: units.faults, units: units.size, duplicates: units.duplicates };
};
