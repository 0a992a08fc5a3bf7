import type { ReceivedRequest, Reply } from '../scripted-server.ts';

/** The list of one device type as documented: by hundreds, to offset 5,000 only, with whole addresses to go on; and its devices, each alone. */
export const typeOf =
  ({ count, alone = 'as number' }: { readonly count: number; readonly alone?: 'as number' | 'as text' | Reply }) =>
  ({ query, path, host }: ReceivedRequest): Reply => {
    const first = 0xa10000;
    if (!path.endsWith('/devices')) {
      if (typeof alone === 'object') return alone;
      const text = path.split('/').at(-1) ?? '';
      const number = Number.parseInt(text, 16);
      const isThere = number >= first && number < first + count && (alone === 'as number' || text === wire(number));
      return isThere ? { status: 200, json: { id: wire(number) } } : { status: 404, json: { message: 'none' } };
    }
    const offset = Number(query.get('offset') ?? '0');
    const data = Array.from({ length: Math.max(0, Math.min(100, count - offset)) }, (_, index) => ({
      id: wire(first + offset + index),
    }));
    return {
      status: 200,
      json: {
        data,
        paging:
          offset + 100 < count && offset < 5_000
            ? { next: `http://${host}${path}?limit=100&offset=${offset + 100}` }
            : {},
      },
    };
  };

const wire = (number: number): string => number.toString(16).toUpperCase();
