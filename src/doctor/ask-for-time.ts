import { Client } from 'undici';

import type { BaseUrl } from '../backend/base-url.ts';
import { exchange } from '../backend/http-exchange.ts';
import type { Clock } from '../domain/clock.ts';
import { words } from './reach.ts';

export type Told =
  | { readonly kind: 'answered'; readonly status: number; readonly offsetMs: number | null }
  | { readonly kind: 'silent'; readonly reason: string };

/**
 * A HEAD of the base address without credentials: any answer shows that somebody speaks HTTP there, and tells the time.
 * `offsetMs`: how far our clock is ahead, to a second; null where the answer has no date.
 */
export const askForTime = async (base: BaseUrl, { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal }): Promise<Told> => {
  // As the backend's own client: HTTP/1.1 and no proxy
  const client = new Client(base.origin, { allowH2: false, connectTimeout: limitMs });
  const startedAt = clock.uptime();
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
    const answer = await exchange(client, { method: 'HEAD', path: base.requestTarget('/'), headers: { 'user-agent': 'pacline' } }, { signal: limited });
    signal.throwIfAborted();
    if (answer.kind === 'failed') return { kind: 'silent', reason: limited.aborted ? `no answer within ${limitMs / 1000} s` : words(answer.error) };
    const { date } = answer.headers;
    const told = Date.parse(typeof date === 'string' ? date : '');
    const askedAt = clock.now() - (clock.uptime() - startedAt) / 2;
    return { kind: 'answered', status: answer.status, offsetMs: Number.isNaN(told) ? null : askedAt - told };
  } finally {
    await client.destroy();
  }
};

const limitMs = 5000;
