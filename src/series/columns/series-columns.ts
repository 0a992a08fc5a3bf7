import type { Parsed } from '../../domain/parsed.ts';
import { accepted, refused } from '../../domain/parsed.ts';
import {
  columnNamed,
  columnsOf,
  neededColumns,
  normalised,
  type IdentityColumn,
  type ListPurpose,
  type SeriesColumn,
} from './column-names.ts';
import { couldBeId, couldBePac } from './identity-cells.ts';

/** What the file calls a column: its name there, or `#2` for the second of each row. */
export type ColumnNames = Readonly<Partial<Record<SeriesColumn, string>>>;

/** Places in a row, from 0. */
export type ColumnPlaces = Readonly<Partial<Record<SeriesColumn, number>>>;

export type FirstRow =
  | {
      readonly kind: 'columns';
      /** false: the first row is a unit already. */
      readonly header: boolean;
      readonly places: ColumnPlaces;
      /** Columns that mean nothing here, by name or as `#3`. */
      readonly leftAlone: readonly string[];
      /** What looks wrong all the same, to be said to whoever gave the file; null: nothing does. */
      readonly doubt: string | null;
    }
  /** `column`: which one somebody has to name; null: naming one does not help. */
  | { readonly kind: 'bad header'; readonly reason: string; readonly column: IdentityColumn | null };

/** `pac=PORTING_CODE` or `id=#1`, as often as given. */
export const parseColumnNames = (texts: readonly string[], purpose: ListPurpose): Parsed<ColumnNames> => {
  const names: Partial<Record<SeriesColumn, string>> = {};
  for (const text of texts) {
    const [, field = '', name = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    const column = columnNamed(field);
    if (column === undefined || !isColumnOf(purpose, column))
      return refused(
        'bad usage',
        `a column is named as pac=PORTING_CODE or id=#1, and may be ${columnsOf[purpose].join(', ')}`,
      );
    if (normalised(name) === '' || (name.startsWith('#') && !/^#[1-9]\d{0,2}$/.test(name)))
      return refused(
        'bad usage',
        `what the file calls ${column} is missing; give its name there, or #1 for the first column`,
      );
    names[column] = name;
  }
  return accepted(names);
};

const isColumnOf = (purpose: ListPurpose, column: SeriesColumn): boolean =>
  columnsOf[purpose].some((one) => one === column);

/**
 * A header is a first row that names a column we know, any first row where columns are to be found by their names in the file,
 * and one that has words where the columns that somebody named by number should have digits.
 */
export const parseFirstRow = (cells: readonly string[], purpose: ListPurpose, names: ColumnNames): FirstRow => {
  const inFile = cells.map(normalised);
  const header =
    cells.some((cell) => columnNamed(cell) !== undefined) ||
    Object.values(names).some((name) => !name.startsWith('#')) ||
    hasWordsForDigits(cells, purpose, names);
  const places: Partial<Record<SeriesColumn, number>> = {};
  for (const column of columnsOf[purpose]) {
    const name = names[column];
    if (name === undefined) continue;
    const [place, second] = name.startsWith('#')
      ? [Number(name.slice(1)) - 1]
      : placesWhere(inFile, (cell) => cell === normalised(name));
    if (place === undefined)
      return {
        kind: 'bad header',
        column: null,
        reason: `the first row names no column ${JSON.stringify(name)}, which is to be ${column}`,
      };
    if (second !== undefined)
      return {
        kind: 'bad header',
        column: null,
        reason: `the header names two columns ${JSON.stringify(name)}; say which one is ${column} by its number, as in #${place + 1}`,
      };
    places[column] = place;
  }
  const taken = new Set(Object.values(places));
  const needed: readonly SeriesColumn[] = neededColumns[purpose];
  for (const column of columnsOf[purpose]) {
    if (names[column] !== undefined) continue;
    const free = header
      ? placesWhere(cells, (cell) => columnNamed(cell) === column)
      : [needed.indexOf(column)].filter((place) => place >= 0);
    const [place, second] = preferred(
      cells,
      column,
      names,
      free.filter((one) => !taken.has(one)),
    );
    if (second !== undefined && place !== undefined) {
      return {
        kind: 'bad header',
        column: neededColumns[purpose].find((one) => one === column) ?? null,
        reason: `the header names two columns for ${column}, ${numberedName(cells, place)} and ${numberedName(cells, second)}`,
      };
    }
    if (place !== undefined) places[column] = place;
  }
  const missing = neededColumns[purpose].find((column) => places[column] === undefined);
  if (missing !== undefined)
    return {
      kind: 'bad header',
      column: missing,
      reason: `${header ? 'the header names no column' : 'there is no column'} for ${missing}`,
    };
  const [first, ...others] = neededColumns[purpose];
  if (
    !header &&
    first !== undefined &&
    ![first, ...others].some((column) => couldBe(column, cells[places[column] ?? 0] ?? ''))
  ) {
    return {
      kind: 'bad header',
      column: first,
      reason: nothingInPlace[purpose],
    };
  }
  const read = new Set(Object.values(places));
  const leftAlone = cells.flatMap((cell, place) =>
    read.has(place) ? [] : [header ? shownName(cell, place) : `#${place + 1}`],
  );
  return { kind: 'columns', header, places, leftAlone, doubt: null };
};

/** Whoever has named one column has looked at the header: of several for another, the one that has the very name of the field is meant. */
const preferred = (
  cells: readonly string[],
  column: SeriesColumn,
  names: ColumnNames,
  free: readonly number[],
): readonly number[] => {
  const exact = free.filter((place) => normalised(cells[place] ?? '') === normalised(column));
  return Object.keys(names).length > 0 && exact.length === 1 ? exact : free;
};

const nothingInPlace: Readonly<Record<ListPurpose, string>> = {
  new: 'neither ID nor PAC stands in the first row where they should be',
  edit: 'no ID stands in the first row where it should be',
  replace: 'no ID stands in the first row where two should be',
  delivery: 'neither ID nor PAC stands in the first row where they should be',
};

export const couldBe = (column: IdentityColumn, cell: string): boolean =>
  column === 'pac' ? couldBePac(cell) : couldBeId(cell);

/** Only where somebody has said which columns they are: else words in the first row are a reason to ask. */
const hasWordsForDigits = (cells: readonly string[], purpose: ListPurpose, names: ColumnNames): boolean =>
  neededColumns[purpose].every((column) => {
    const name = names[column];
    const cell = name?.startsWith('#') === true ? (cells[Number(name.slice(1)) - 1] ?? '') : '';
    return /\p{L}/u.test(cell) && !/\d{3}/.test(cell) && !couldBe(column, cell);
  });

const placesWhere = (names: readonly string[], wanted: (name: string) => boolean): readonly number[] =>
  names.flatMap((name, place) => (wanted(name) ? [place] : []));

/** What looks like the digits of a PAC is no name to be shown. */
export const shownName = (cell: string, place: number): string =>
  cell === '' || /[0-9a-f]{12}/i.test(normalised(cell))
    ? `#${place + 1}`
    : JSON.stringify(cell.slice(0, 40)).slice(1, -1);

/** `#2 code`, or `#2` where the name is not to be shown. */
export const numberedName = (cells: readonly string[], place: number): string => {
  const name = shownName(cells[place] ?? '', place);
  return name === `#${place + 1}` ? name : `#${place + 1} ${name}`;
};
