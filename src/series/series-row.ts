import type { Cell } from './columns/identity-cells.ts';
import type { SeriesColumn } from './columns/column-names.ts';
import type { ColumnPlaces } from './columns/series-columns.ts';

/** One thing wrong with a series file. It never repeats a PAC. */
export interface SeriesFault {
  readonly kind: 'fault';
  /** From 1. */
  readonly line: number;
  /** null: the whole row, or the whole file. `number`: place in the row, from 1; null: the file has no such column. */
  readonly column: { readonly name: SeriesColumn; readonly number: number | null } | null;
  readonly reason: string;
}

/** The cells of one row by the names of their columns, and what is wrong with them. */
export class SeriesRow {
  readonly line: number;
  readonly faults: SeriesFault[] = [];
  readonly #cells: readonly string[];
  readonly #places: ColumnPlaces;

  constructor(options: { readonly line: number; readonly cells: readonly string[]; readonly places: ColumnPlaces }) {
    this.line = options.line;
    this.#cells = options.cells;
    this.#places = options.places;
  }

  /** undefined: noted as a fault. An empty cell is parsed as well. */
  needed<T>(column: SeriesColumn, parse: (cell: string) => Cell<T>): T | undefined {
    const place = this.#places[column];
    const cell = parse(place === undefined ? '' : (this.#cells[place]?.trim() ?? ''));
    if (cell.ok) return cell.value;
    this.refuse(column, cell.reason);
    return undefined;
  }

  /** undefined: there is no such cell, it is empty, or it is noted as a fault. */
  optional<T>(column: SeriesColumn, parse: (cell: string) => Cell<T>): T | undefined {
    const place = this.#places[column];
    return place === undefined || (this.#cells[place]?.trim() ?? '') === '' ? undefined : this.needed(column, parse);
  }

  refuse(column: SeriesColumn | null, reason: string): void {
    const place = column === null ? undefined : this.#places[column];
    this.faults.push({
      kind: 'fault',
      line: this.line,
      column: column === null ? null : { name: column, number: place === undefined ? null : place + 1 },
      reason,
    });
  }
}
