import type { Clock } from '../domain/clock.ts';

/** Sleeps; an abort ends the sleep and is no error. */
export const sleepOrAbort = async (clock: Clock, ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await clock.sleep(ms, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
