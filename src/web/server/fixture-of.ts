import type { FixturePlace } from '../bench-state.ts';
import type { Fixture } from './bench-picture.ts';

/** Columns and rows for so many slots where the settings name none: never more than eight beside each other. */
const usual: readonly { readonly upTo: number; readonly columns: number; readonly rows: number }[] = [
  { upTo: 1, columns: 1, rows: 1 },
  { upTo: 2, columns: 2, rows: 1 },
  { upTo: 3, columns: 3, rows: 1 },
  { upTo: 4, columns: 2, rows: 2 },
  { upTo: 6, columns: 3, rows: 2 },
  { upTo: 8, columns: 4, rows: 2 },
  { upTo: 12, columns: 4, rows: 3 },
  { upTo: 16, columns: 4, rows: 4 },
  { upTo: 24, columns: 6, rows: 4 },
  { upTo: Number.POSITIVE_INFINITY, columns: 8, rows: 4 },
];

/** A fixture as the settings describe it. */
export interface DescribedFixture {
  readonly rows: number;
  readonly columns: number;
  /** Slots whose places are named, from 1. */
  readonly named: readonly FixturePlace[];
}

/** Where each slot is: at its named place, the others in their order in the places that are free, row by row. null: nothing is described. */
export const fixtureOf = (slots: readonly string[], described: DescribedFixture | null): Fixture => {
  const { rows, columns } = described ?? usual.find(({ upTo }) => slots.length <= upTo) ?? { rows: 4, columns: 8 };
  const named = (described?.named ?? []).filter(({ slot }) => slots.includes(slot));
  const free = Array.from({ length: rows * columns }, (_, index) => ({
    row: Math.floor(index / columns) + 1,
    column: (index % columns) + 1,
  })).filter(({ row, column }) => !named.some((place) => place.row === row && place.column === column));
  const others = slots.filter((slot) => !named.some((place) => place.slot === slot));
  return {
    rows,
    columns,
    places: [
      ...named,
      ...others.flatMap((slot, index) => (free[index] === undefined ? [] : [{ slot, ...free[index] }])),
    ],
  };
};
