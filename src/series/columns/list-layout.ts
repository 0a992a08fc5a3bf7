import { columnNamed, neededColumns, normalised, type IdentityColumn, type ListPurpose } from './column-names.ts';
import { parseIdCell, parsePacCell } from './identity-cells.ts';
import { couldBe, parseFirstRow, numberedName, shownName, type ColumnNames, type FirstRow } from './series-columns.ts';
import { areRounded, bareDigits } from '../file/spreadsheet-damage.ts';

/** Rows that are looked at before the first of them is used. */
export const rowsLookedAt = 50;

/**
 * Where the columns of a list are, by its first row and by what stands below it: a column that is called ID and counts the rows
 * holds no IDs. `rows`: the first rows of the file, header or not. Where columns cannot be told, the reason says which there are.
 */
export const layoutOf = (
  rows: readonly (readonly string[])[],
  { purpose, names }: { readonly purpose: ListPurpose; readonly names: ColumnNames },
): FirstRow => {
  const [head = []] = rows;
  const first = parseFirstRow(head, purpose, names);
  const list = { head, below: rows.slice(1), purpose, names };
  if (first.kind === 'bad header')
    return first.column === null
      ? first
      : {
          ...first,
          reason: `${first.reason}; ${advice(first.column, { ...list, below: belowWords(rows), taken: [] })}`,
        };
  const below = first.header ? list.below : rows;
  const taken = Object.values(first.places);
  let doubt: string | null = null;
  for (const column of neededColumns[purpose]) {
    const place = first.places[column] ?? 0;
    const cells = below.map((row) => row[place]?.trim() ?? '');
    if (column === 'pac' && areRounded(cells.map((cell) => bareDigits(cell, 16)))) {
      return {
        kind: 'bad header',
        column: null,
        reason:
          'every PAC ends in 0: a spreadsheet has taken them for numbers and rounded them to 15 digits, which cannot be undone; ' +
          'take the PACs from the original list, into a column of the format "text"',
      };
    }
    // Whoever names a column has looked at it
    if (names[column] !== undefined) continue;
    const others = fitting(column, { ...list, below, taken });
    const named = first.header ? `the column ${shownName(head[place] ?? '', place)}` : `column #${place + 1}`;
    const wrong = column === 'pac' ? null : countsRows(cells, others);
    if (wrong !== null) {
      const reason = `${named} ${wrong}; ${advice(column, { ...list, below, taken })}`;
      if (Object.keys(names).length === 0) return { kind: 'bad header', column, reason };
      // Whoever has named another column has looked at this one, too
      doubt = reason;
      continue;
    }
    if (others.length > 0 && cells.some((cell) => cell !== '') && !cells.some((cell) => couldBe(column, cell))) {
      return {
        kind: 'bad header',
        column,
        reason: `${named} has no ${column === 'pac' ? 'PACs' : 'IDs'} in it; ${advice(column, { ...list, below, taken })}`,
      };
    }
  }
  return { ...first, doubt };
};

/** The rows without a first one of words. */
const belowWords = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] => {
  const [head = [], ...below] = rows;
  return head.some((cell) => cell.length >= 5 && (couldBe('id', cell) || couldBe('pac', cell))) ? rows : below;
};

interface ListSample {
  readonly head: readonly string[];
  readonly below: readonly (readonly string[])[];
  readonly purpose: ListPurpose;
  readonly names: ColumnNames;
  /** Places that hold something else. */
  readonly taken: readonly number[];
}

/** Row numbers are valid IDs, and nobody has units 1, 2 and 3. */
const countsRows = (cells: readonly string[], others: readonly FittingColumn[]): string | null => {
  const numbers = cells.map((cell) => (/^\d{1,8}$/.test(cell) ? Number(cell) : Number.NaN));
  const [start = Number.NaN] = numbers;
  const isCount = numbers.every((number, index) => number === start + index) && start <= 1;
  const rises = numbers.every(
    (number, index) => number < 100_000 && (index === 0 || number > (numbers[index - 1] ?? number)),
  );
  if (isCount && numbers.length > 1) return 'counts the rows and has no IDs in it';
  return numbers.length > 0 && rises && others.some(({ hasLetters }) => hasLetters)
    ? 'looks like row numbers and not like IDs'
    : null;
};

interface FittingColumn {
  readonly place: number;
  /** IDs of full length with hex letters are no counts of anything. */
  readonly hasLetters: boolean;
}

/** Columns of which every cell can be one; the likely ones only, if there are any. */
const fitting = (
  column: IdentityColumn,
  { head, below, taken }: Omit<ListSample, 'purpose' | 'names'>,
): readonly FittingColumn[] => {
  const parse = column === 'pac' ? parsePacCell : parseIdCell;
  const fits = head.flatMap((_, place) => {
    const cells = below.map((row) => row[place]?.trim() ?? '').filter((cell) => cell !== '');
    if (
      taken.includes(place) ||
      cells.length === 0 ||
      new Set(cells).size < cells.length ||
      !cells.every((cell) => parse(cell).ok)
    )
      return [];
    return [
      {
        place,
        hasLetters:
          column === 'pac' || (cells.every((cell) => cell.length >= 5) && cells.some((cell) => /[a-f]/i.test(cell))),
      },
    ];
  });
  const likely = fits.filter(({ hasLetters }) => hasLetters);
  return likely.length > 0 ? likely : fits;
};

/** Which columns there are, and which one it seems to be. */
const advice = (column: IdentityColumn, { head, below, purpose, names, taken }: ListSample): string => {
  const fits = fitting(column, { head, below, taken });
  const [only, second] = fits;
  const likely = only === undefined || second !== undefined ? '' : `, most likely ${flagFor(column, only.place, head)}`;
  const others = neededColumns[purpose].filter(
    (one) => one !== column && names[one] === undefined && !head.some((cell) => columnNamed(cell) === one),
  );
  const example = `--column ${column}=#${column === 'pac' ? 2 : 1}`;
  const also = others.length === 0 ? '' : ` (and in the same way ${others.join(', ')})`;
  const choices = head.slice(0, 30).map((_, place) => numberedName(head, place));
  return `say which column it is${likely === '' ? `, as in ${example}` : likely}${also}; there are ${choices.join(', ')}`;
};

/** `--column id=sigfox_id`, by number where the name stands for nothing or is there twice. */
export const flagFor = (column: IdentityColumn, place: number, head: readonly string[]): string =>
  `--column ${quoted(columnText(column, place, head))}`;

/** `id=sigfox_id`, as `parseColumnNames` takes it. */
export const columnText = (column: IdentityColumn, place: number, head: readonly string[]): string => {
  const name = (head[place] ?? '').trim();
  const isName =
    /\p{L}/u.test(name) &&
    !couldBe(column, name) &&
    shownName(name, place) === name &&
    !name.startsWith('#') &&
    head.filter((cell) => normalised(cell) === normalised(name)).length === 1;
  return `${column}=${isName ? name : `#${place + 1}`}`;
};

const quoted = (text: string): string => (/^[\w=#.-]+$/.test(text) ? text : JSON.stringify(text));

/** A column as somebody is shown it who has to choose; a PAC in it is stars. */
export interface ColumnChoice {
  /** From 1. */
  readonly number: number;
  readonly name: string;
  /** From the first row that holds one. */
  readonly sample: string;
}

export const choicesOf = (rows: readonly (readonly string[])[]): readonly ColumnChoice[] => {
  const [head = []] = rows;
  const below = belowWords(rows);
  return head.map((cell, place) => {
    const sample = below.map((row) => row[place] ?? '').find((one) => one !== '') ?? '';
    return {
      number: place + 1,
      name: shownName(cell, place),
      sample: /[0-9a-f]{12}/i.test(normalised(sample)) ? '*'.repeat(16) : shownName(sample, place),
    };
  });
};

/** The place, from 0, that the column seems to have; null: none, or several. */
export const likelyPlace = (
  column: IdentityColumn,
  rows: readonly (readonly string[])[],
  taken: readonly number[],
): number | null => {
  const [head = []] = rows;
  const [only, second] = fitting(column, { head, below: belowWords(rows), taken });
  return only === undefined || second !== undefined ? null : only.place;
};
