import type { BenchSummary, TileSlot } from '../../bench-state.ts';

/** What is drawn at one place of the fixture. */
export type PlaceContent =
  | { readonly kind: 'slot'; readonly slot: TileSlot }
  /** A port that is there and is no slot's. */
  | { readonly kind: 'unknown port'; readonly port: string }
  | { readonly kind: 'no place' };

export interface DrawnPlace {
  readonly key: string;
  readonly row: number;
  readonly column: number;
  readonly content: PlaceContent;
}

/** Every cell of the fixture, row by row. Unknown ports stand in the cells that no slot has, the last ones first. */
export const placesOf = (
  { fixture, unknownPorts }: Pick<BenchSummary, 'fixture' | 'unknownPorts'>,
  slots: ReadonlyMap<string, TileSlot>,
): readonly DrawnPlace[] => {
  const cells = Array.from({ length: fixture.rows * fixture.columns }, (_, index) => {
    const row = Math.floor(index / fixture.columns) + 1;
    const column = (index % fixture.columns) + 1;
    const place = fixture.places.find((one) => one.row === row && one.column === column);
    const slot = place === undefined ? undefined : slots.get(place.slot);
    return { key: `${row}:${column}`, row, column, slot };
  });
  const free = cells.filter(({ slot }) => slot === undefined).map(({ key }) => key);
  const strange = new Map(
    free.slice(-unknownPorts.length || free.length).map((key, index) => [key, unknownPorts[index]]),
  );
  return cells.map(({ slot, ...cell }) => {
    const port = strange.get(cell.key);
    if (slot !== undefined) return { ...cell, content: { kind: 'slot', slot } };
    return { ...cell, content: port === undefined ? { kind: 'no place' } : { kind: 'unknown port', port } };
  });
};
