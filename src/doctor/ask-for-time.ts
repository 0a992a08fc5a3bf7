import { Client } from 'undici';

import type { BaseUrl } from '../backend/http/base-url.ts';
import { createConnector } from '../backend/http/connector.ts';
import { exchange } from '../backend/http/http-exchange.ts';
import { directAccess, type NetworkAccess } from '../backend/http/network-access.ts';
import type { Clock } from '../domain/clock.ts';
import { words } from './reach.ts';

export type TimeAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly offsetMs: number | null }
  | { readonly kind: 'silent'; readonly reason: string };

export interface AskOptions {
  readonly clock: Clock;
  /** Default: directly. */
  readonly network?: NetworkAccess;
  readonly signal: AbortSignal;
}

/**
 * A HEAD of the base address without credentials: any answer shows that somebody speaks HTTP there, and tells the time.
 * `offsetMs`: how far our clock is ahead, to a second; null where the answer has no date.
 */
export const askForTime = async (
  base: BaseUrl,
  { clock, network = directAccess, signal }: AskOptions,
): Promise<TimeAnswer> => {
  // As the backend's own client
  const client = new Client(base.origin, {
    allowH2: false,
    connect: createConnector({ base, network, timeoutMs: limitMs, signal }),
  });
  const startedAt = clock.uptime();
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
    const answer = await exchange(
      client,
      { method: 'HEAD', path: base.requestTarget('/'), headers: { 'user-agent': 'pacline' } },
      { signal: limited },
    );
    signal.throwIfAborted();
    if (answer.kind === 'failed')
      return { kind: 'silent', reason: limited.aborted ? `no answer within ${limitMs / 1000} s` : words(answer.error) };
    const { date } = answer.headers;
    const told = Date.parse(typeof date === 'string' ? date : '');
    const askedAt = clock.now() - (clock.uptime() - startedAt) / 2;
    return { kind: 'answered', status: answer.status, offsetMs: Number.isNaN(told) ? null : askedAt - told };
  } finally {
    await client.destroy();
  }
};

const limitMs = 5000;
