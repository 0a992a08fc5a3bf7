import type { Clock } from '../domain/clock.ts';

export interface WithinOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
}

/**
 * Waits for the work so many ms; null: the time came first. The work itself is not stopped: whoever can stop it does so then.
 * @throws what the work throws; the signal's reason
 */
export const within = async <T>(ms: number, work: Promise<T>, { clock, signal }: WithinOptions): Promise<T | null> => {
  const over = new AbortController();
  const late = clock.sleep(ms, { signal: AbortSignal.any([signal, over.signal]) }).then(() => null);
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    late.catch(() => undefined);
    work.catch(() => undefined);
  }
};
