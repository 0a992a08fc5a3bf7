import type { ApiRequest } from './route.ts';

/** @source official API description: the items, and the full URL of the next page unless this is the last */
export interface PageAnswer<T> {
  readonly data: readonly T[];
  readonly paging: { readonly next?: string };
}

/** The part of a list that limit and offset ask for; looks no further than one item beyond it. `itemsFrom`: the list without its first items. */
export const pageOf = <T>(
  itemsFrom: (offset: number) => Iterable<T>,
  { limit, offset }: { readonly limit: number; readonly offset: number },
  { url, query }: Pick<ApiRequest, 'url' | 'query'>,
): PageAnswer<T> => {
  const end = offset + limit;
  const data: T[] = [];
  for (const item of itemsFrom(offset)) {
    if (data.length === limit) return { data, paging: { next: urlWith({ url, query }, { limit, offset: end }) } };
    data.push(item);
  }
  return { data, paging: {} };
};

/** The URL of the same request with some parameters of another value. */
export const urlWith = (
  { url, query }: Pick<ApiRequest, 'url' | 'query'>,
  changes: Readonly<Record<string, string | number>>,
): string => {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) next.set(name, String(value));
  return `${url}?${next.toString()}`;
};
