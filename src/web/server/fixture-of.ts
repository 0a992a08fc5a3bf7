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

/** Slots in the order in which they are named, row by row. */
export const fixtureInOrder = (slots: readonly string[]): Fixture => {
  const { rows, columns } = usual.find(({ upTo }) => slots.length <= upTo) ?? { rows: 4, columns: 8 };
  const places = slots.map((slot, index) => ({
    slot,
    row: Math.floor(index / columns) + 1,
    column: (index % columns) + 1,
  }));
  return { rows, columns, places };
};
