import type { Clock } from '../domain/clock.ts';

export interface PauseOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
}

/** Sleeps; an abort ends the sleep and is no error, so that a loop which looks at its signal needs no `catch`. */
export const pause = async (ms: number, { clock, signal }: PauseOptions): Promise<void> => {
  try {
    await clock.sleep(ms, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
