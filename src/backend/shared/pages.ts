import type { z } from 'zod';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Reader } from './reader.ts';
import type { RequestKind } from '../limits/rate-budget.ts';

/** A page of a list, as both versions of the API write it. */
interface PageReply<T> {
  readonly data: readonly T[];
  readonly paging?: { readonly next?: string | null | undefined } | null | undefined;
}

interface PagesOptions<T> {
  readonly kind: RequestKind;
  readonly path: string;
  readonly reply: z.ZodType<PageReply<T>>;
  /** A longer way is a fault. */
  readonly mostPages: number;
  readonly signal: AbortSignal;
}

export interface ListPage<T> {
  readonly entries: readonly T[];
  readonly isLast: boolean;
}

/** Page after page. An end that cannot be trusted is an error: taking it for "not there" would register a unit twice. */
export async function* readPages<T>(
  reader: Reader,
  { path: firstPath, mostPages, ...options }: PagesOptions<T>,
): AsyncGenerator<ListPage<T>, void, undefined> {
  const { baseUrl } = reader.paced.http;
  const visited = new Set<string>();
  for (let path: string | null = firstPath; path !== null;) {
    if (visited.has(path) || visited.size === mostPages) {
      throw new PaclineError(
        'backend fault',
        `The backend ${baseUrl.host} leads in circles through the pages of its list`,
        { context: { host: baseUrl.host, pages: visited.size } },
      );
    }
    visited.add(path);
    const page: PageReply<T> = await reader.read({ ...options, path });
    const next = page.paging?.next ?? null;
    yield { entries: page.data, isLast: next === null };
    path = next === null ? null : follow(reader, next, path);
  }
}

const follow = (reader: Reader, link: string, from: string): string => {
  const { baseUrl } = reader.paced.http;
  const within = baseUrl.pathWithin(link, from);
  if (within !== null) return within;
  const linked = baseUrl.hostOf(link) ?? 'an address without a host';
  throw new PaclineError(
    'backend fault',
    `The backend ${baseUrl.host} puts the next page of its list at ${linked}, outside its own API; it was not fetched`,
    { context: { host: baseUrl.host, linked } },
  );
};
