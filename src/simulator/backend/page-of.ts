import type { RouteRequest } from './route.ts';

/** @source official API description: the items, and the full URL of the next page unless this is the last */
export interface Page<T> {
  readonly data: readonly T[];
  readonly paging: { readonly next?: string };
}

/** The part of a list that limit and offset ask for. */
export const pageOf = <T>(
  items: readonly T[],
  { limit, offset }: { readonly limit: number; readonly offset: number },
  { url, query }: Pick<RouteRequest, 'url' | 'query'>,
): Page<T> => {
  const end = offset + limit;
  const next = new URLSearchParams(query);
  next.set('limit', String(limit));
  next.set('offset', String(end));
  return { data: items.slice(offset, end), paging: end < items.length ? { next: `${url}?${next.toString()}` } : {} };
};
