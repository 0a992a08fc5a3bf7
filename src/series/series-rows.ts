import type { SeriesColumn, SeriesPurpose } from './columns/column-names.ts';
import { csvRows, lookAhead } from './file/csv-rows.ts';
import type { CsvSeparator } from './file/csv-separator.ts';
import { openListFile } from './file/list-file.ts';
import { layoutOf, rowsLookedAt } from './columns/list-layout.ts';
import type { ColumnNames, ColumnPlaces, FirstRow } from './columns/series-columns.ts';
import { SeriesRow, type SeriesFault } from './series-row.ts';
import { unitOf, type SeriesDefaults, type SeriesUnits } from './series-units.ts';
import type { TextEncoding } from './file/text-encoding.ts';
import { UnitRepeats } from './unit-repeats.ts';

export interface SeriesOptions<Purpose extends SeriesPurpose> {
  readonly purpose: Purpose;
  /** What the file calls its columns, where it does not call them as the API does. */
  readonly columns?: ColumnNames;
  readonly defaults?: SeriesDefaults;
  /** Left out: found out, UTF-8 or UTF-16. */
  readonly encoding?: TextEncoding;
  readonly signal: AbortSignal;
}

/** How the file is written; comes first, unless the file is at fault before it can be told. */
export interface SeriesForm {
  readonly kind: 'form';
  readonly encoding: TextEncoding;
  readonly separator: CsvSeparator;
  readonly header: boolean;
  /** `number`: place in the row, from 1. */
  readonly columns: readonly { readonly name: SeriesColumn; readonly number: number }[];
  /** Columns that mean nothing here, by name or as `#3`. */
  readonly leftAlone: readonly string[];
  /** What looks wrong all the same; null: nothing does. */
  readonly doubt: string | null;
}

/** A row that says again what an earlier line said. */
export interface SeriesRepeat {
  readonly kind: 'repeat';
  readonly line: number;
  readonly firstLine: number;
}

export type SeriesEntry<Purpose extends SeriesPurpose> = SeriesForm | SeriesUnits[Purpose] | SeriesRepeat | SeriesFault;

/**
 * The rows of a text or CSV file as they come, of any size, once it was looked through for text: what is kept of them is a `PairIndex` of IDs and PACs.
 * Every bad row gives its faults, one after another, and the reading goes on; only a header that cannot be understood and a
 * broken row end it. Of two rows that contradict each other the first one is a unit, the second a fault that names both lines.
 * @throws PaclineError bad usage: no file, no text, or another encoding; and the signal's reason
 */
export async function* readSeries<Purpose extends SeriesPurpose>(
  path: string,
  { purpose, columns = {}, defaults = {}, encoding, signal }: SeriesOptions<Purpose>,
): AsyncGenerator<SeriesEntry<Purpose>, void, undefined> {
  const repeats = new UnitRepeats(purpose);
  let separator: CsvSeparator = ';';
  let form: Extract<FirstRow, { readonly kind: 'columns' }> | null = null;
  let width = Number.POSITIVE_INFINITY;
  let empty = true;
  const file = await openListFile(path, { signal, ...(encoding === undefined ? {} : { encoding }) });
  const { first: ahead, all } = await lookAhead(
    csvRows(file.text(), { onSeparator: (found) => (separator = found) }),
    rowsLookedAt,
  );
  for await (const row of all) {
    signal.throwIfAborted();
    if (row.kind === 'broken') return yield fileFault(row.line, row.reason);
    const { line, cells } = row;
    if (form === null) {
      const first = layoutOf(ahead, { purpose, names: columns });
      if (first.kind === 'bad header') return yield fileFault(line, first.reason);
      const lack = nothingSaid(purpose, first.places, defaults);
      if (lack !== null) return yield fileFault(line, lack);
      form = first;
      yield {
        kind: 'form',
        encoding: file.encoding,
        separator,
        header: form.header,
        columns: numbered(form),
        leftAlone: form.leftAlone,
        doubt: form.doubt,
      };
      if (form.header) {
        width = cells.length;
        continue;
      }
    }
    empty = false;
    const read = new SeriesRow({ line, cells, places: form.places });
    if (cells.findLastIndex((cell) => cell !== '') >= width) read.refuse(null, tooWide(separator));
    const unit = read.faults.length > 0 ? null : unitOf[purpose](read, defaults);
    if (unit === null) {
      yield* read.faults;
      continue;
    }
    const repeat = repeats.take(unit);
    if (repeat.kind === 'first') yield unit;
    else if (repeat.kind === 'again') yield { kind: 'repeat', line, firstLine: repeat.line };
    else {
      read.refuse(repeat.column, repeat.reason);
      yield* read.faults;
    }
  }
  if (empty) yield fileFault(1, 'the file holds no unit');
}

const fileFault = (line: number, reason: string): SeriesFault => ({ kind: 'fault', line, column: null, reason });

const tooWide = (separator: CsvSeparator): string =>
  `the row has more cells than the header; ${separator === ',' ? 'put quotes around numbers with a decimal comma' : separator === ' ' ? 'put quotes around names with blanks' : `put quotes around what has a ${separator === '\t' ? 'tab' : separator} in it`}`;

const numbered = ({ places }: Extract<FirstRow, { readonly kind: 'columns' }>): SeriesForm['columns'] =>
  Object.entries(places)
    .map(([name, place]) => ({ name: name as SeriesColumn, number: place + 1 }))
    .toSorted((a, b) => a.number - b.number);

/** What every row would lack, said once for the file. */
const nothingSaid = (
  purpose: SeriesPurpose,
  places: ColumnPlaces,
  { deviceTypeId, certification }: SeriesDefaults,
): string | null => {
  if (
    purpose === 'edit' &&
    deviceTypeId === undefined &&
    certification === undefined &&
    Object.keys(places).length === 1
  )
    return 'nothing says what is to be changed: name a column for it, such as productCertificate or name';
  if (purpose !== 'new') return null;
  if (deviceTypeId === undefined && places.deviceTypeId === undefined)
    return 'nothing says in which device type the units belong: give it for all of them, or in a column deviceTypeId';
  if (certification === undefined && places.productCertificate === undefined && places.prototype === undefined)
    return 'nothing says with what the units are registered: give a certificate or prototype for all of them, or in a column productCertificate or prototype';
  return null;
};
