/** Where ID and PAC stand in a row, from 0. */
export interface DeliveryColumns {
  readonly id: number;
  readonly pac: number;
}

/** Without a header the order is `id;pac`, and what follows is left alone. */
export const headerlessColumns: DeliveryColumns = { id: 0, pac: 1 };

export type FirstRow =
  | { readonly kind: 'header'; readonly columns: DeliveryColumns }
  | { readonly kind: 'bad header'; readonly reason: string }
  | { readonly kind: 'no header' };

const idNames = new Set(['id', 'deviceid']);
const pacNames = new Set(['pac']);

/** A header is a first row that names a column we know: id, deviceId, "device id", pac; tdid and others are left alone. */
export const parseFirstRow = (cells: readonly string[]): FirstRow => {
  const names = cells.map((cell) => cell.toLowerCase().replaceAll(/[\s_-]/g, ''));
  const [id, secondId] = placesOf(names, idNames);
  const [pac, secondPac] = placesOf(names, pacNames);
  if (id === undefined && pac === undefined) return { kind: 'no header' };
  if (id === undefined) return { kind: 'bad header', reason: 'the header names no column for the ID; name it id or deviceId' };
  if (pac === undefined) return { kind: 'bad header', reason: 'the header names no column for the PAC; name it pac' };
  if (secondId !== undefined || secondPac !== undefined) return { kind: 'bad header', reason: `the header names two columns for the ${secondId === undefined ? 'PAC' : 'ID'}; rename the one that is not meant` };
  return { kind: 'header', columns: { id, pac } };
};

const placesOf = (names: readonly string[], wanted: ReadonlySet<string>): readonly number[] =>
  names.flatMap((name, place) => (wanted.has(name) ? [place] : []));
