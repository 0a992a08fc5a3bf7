import type { Parsed } from '../domain/parsed.ts';
import { accepted, refused } from '../domain/parsed.ts';

/** What a series file is for: registering units, editing them, or moving their tokens to other units. */
export type SeriesPurpose = 'new' | 'edit' | 'replace';

const details = ['name', 'productCertificate', 'prototype', 'deviceTypeId', 'lat', 'lng', 'activable', 'automaticRenewal'] as const;

const columnsOf = {
  new: ['id', 'pac', ...details],
  edit: ['id', ...details],
  replace: ['id', 'targetId'],
} as const satisfies Record<SeriesPurpose, readonly string[]>;

/** A column by the name of the API's field. */
export type SeriesColumn = (typeof columnsOf)[SeriesPurpose][number];

/** Without these there is no unit; a file without a header has them first, in this order. */
const needed: Readonly<Record<SeriesPurpose, readonly SeriesColumn[]>> = { new: ['id', 'pac'], edit: ['id'], replace: ['id', 'targetId'] };

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
    }
  | { readonly kind: 'bad header'; readonly reason: string };

/** Upper and lower case, blanks, dashes and underscores are one. */
const normalised = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

const everyName = new Map<string, SeriesColumn>([...columnsOf.new, ...columnsOf.replace].map((column) => [normalised(column), column]));
everyName.set('deviceid', 'id');

/** `pac=PORTING_CODE` or `id=#1`, as often as given. */
export const parseColumnNames = (texts: readonly string[], purpose: SeriesPurpose): Parsed<ColumnNames> => {
  const names: Partial<Record<SeriesColumn, string>> = {};
  for (const text of texts) {
    const [, field = '', name = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    const column = everyName.get(normalised(field));
    if (column === undefined || !isColumnOf(purpose, column)) return refused('bad usage', `a column is named as pac=PORTING_CODE or id=#1, and may be ${columnsOf[purpose].join(', ')}`);
    if (normalised(name) === '' || (name.startsWith('#') && !/^#[1-9]\d{0,2}$/.test(name))) return refused('bad usage', `what the file calls ${column} is missing; give its name there, or #1 for the first column`);
    names[column] = name;
  }
  return accepted(names);
};

const isColumnOf = (purpose: SeriesPurpose, column: SeriesColumn): boolean => columnsOf[purpose].some((one) => one === column);

/** A header is a first row that names a column we know, or any first row where columns are to be found by their names in the file. */
export const parseFirstRow = (cells: readonly string[], purpose: SeriesPurpose, names: ColumnNames): FirstRow => {
  const inFile = cells.map(normalised);
  const header = inFile.some((name) => everyName.has(name)) || Object.values(names).some((name) => !name.startsWith('#'));
  const places: Partial<Record<SeriesColumn, number>> = {};
  for (const column of columnsOf[purpose]) {
    const name = names[column];
    if (name === undefined) continue;
    const [place, second] = name.startsWith('#') ? [Number(name.slice(1)) - 1] : placesWhere(inFile, (cell) => cell === normalised(name));
    if (place === undefined) return { kind: 'bad header', reason: `the first row names no column ${JSON.stringify(name)}, which is to be ${column}` };
    if (second !== undefined) return { kind: 'bad header', reason: `the header names two columns ${JSON.stringify(name)}; say which one is ${column} by its number, as in #${place + 1}` };
    places[column] = place;
  }
  const taken = new Set(Object.values(places));
  for (const column of columnsOf[purpose]) {
    if (names[column] !== undefined) continue;
    const free = header ? placesWhere(inFile, (cell) => everyName.get(cell) === column) : [needed[purpose].indexOf(column)].filter((place) => place >= 0);
    const [place, second] = free.filter((one) => !taken.has(one));
    if (second !== undefined) return { kind: 'bad header', reason: `the header names two columns for ${column}; rename the one that is not meant` };
    if (place !== undefined) places[column] = place;
  }
  const missing = needed[purpose].find((column) => places[column] === undefined);
  if (missing !== undefined) return { kind: 'bad header', reason: `${header ? 'the header names no column' : 'there is no column'} for ${missing}; name it ${missing}, or say which one it is` };
  const read = new Set(Object.values(places));
  const leftAlone = cells.flatMap((cell, place) => (read.has(place) ? [] : [header ? shownName(cell, place) : `#${place + 1}`]));
  return { kind: 'columns', header, places, leftAlone };
};

const placesWhere = (names: readonly string[], wanted: (name: string) => boolean): readonly number[] => names.flatMap((name, place) => (wanted(name) ? [place] : []));

/** What looks like the digits of a PAC is no name to be shown. */
const shownName = (cell: string, place: number): string => (cell === '' || /[0-9a-f]{12}/i.test(normalised(cell)) ? `#${place + 1}` : JSON.stringify(cell.slice(0, 40)).slice(1, -1));
