import { deviceTypeId } from '../api-bench.ts';
import type { ReceivedRequest, Reply } from '../scripted-server.ts';

export interface FleetOptions {
  /** Whether the ends of a range belong to it. Default: they do. */
  readonly ends?: 'belong' | 'do not belong';
  /** How the list is ordered when it is asked for by ID. Default: by number. */
  readonly order?: 'by number' | 'by text' | 'downwards';
  /** How `id=` is compared. Default: as a number. */
  readonly compare?: 'as number' | 'as text';
  /** The device type of each unit. Default: all in the one of the bench. */
  readonly typeOf?: (number: number) => string;
}

const wire = (number: number): string => number.toString(16).toUpperCase();

/** The device list as documented: IDs without leading zeros, pages of `limit`, to offset 40,000. */
export const fleetOf = (
  numbers: readonly number[],
  { ends = 'belong', order = 'by number', compare = 'as number', typeOf = () => deviceTypeId }: FleetOptions = {},
) => {
  const ascending = numbers.toSorted((left, right) => left - right);
  const inOrder = {
    'by number': ascending,
    'by text': ascending.toSorted((left, right) => (wire(left) < wire(right) ? -1 : 1)),
    downwards: ascending.toReversed(),
  }[order];
  const inset = ends === 'belong' ? 0 : 1;
  return ({ query }: ReceivedRequest): Reply => {
    const one = query.get('id');
    const type = query.get('deviceTypeId');
    const [min, max] = [query.get('minId') ?? '0', query.get('maxId') ?? 'FFFFFFFF'].map((text) =>
      Number.parseInt(text, 16),
    );
    const limit = Number(query.get('limit') ?? '100');
    const offset = Number(query.get('offset') ?? '0');
    const isShown = (number: number): boolean => {
      if (type !== null && typeOf(number) !== type) return false;
      if (one !== null) return compare === 'as text' ? wire(number) === one : number === Number.parseInt(one, 16);
      return number >= (min ?? 0) + inset && number <= (max ?? 0) - inset;
    };
    const shown = inOrder.filter(isShown);
    const data = shown
      .slice(offset, offset + limit)
      .map((number) => ({ id: wire(number), deviceType: { id: typeOf(number) } }));
    const next =
      shown.length > offset + limit
        ? {
            next: `?${new URLSearchParams({ ...Object.fromEntries(query), offset: String(offset + limit) }).toString()}`,
          }
        : {};
    return { status: 200, json: { data, paging: next } };
  };
};
