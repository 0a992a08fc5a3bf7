import type { Clock } from '../domain/clock.ts';
import { later } from './later.ts';

export interface LimitedOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  /** Default: nothing but the limit ends it, as befits what has to be done at an end. */
  readonly signal?: AbortSignal;
}

/**
 * Does the work under a signal that aborts in so many ms, or with the other one; null: the limit came first, and the work ended by it.
 * @throws what the work throws otherwise
 */
export const limited = async <T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  { clock, signal }: LimitedOptions,
): Promise<T | null> => {
  const limit = new AbortController();
  const over = new AbortController();
  if (ms !== Number.POSITIVE_INFINITY) void later(ms, () => limit.abort(), { clock, signal: over.signal });
  try {
    return await work(signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]));
  } catch (error) {
    if (limit.signal.aborted && signal?.aborted !== true) return null;
    throw error;
  } finally {
    over.abort();
  }
};
