import type { JobStatus } from '../backend/backend.ts';
import type { Clock } from '../domain/clock.ts';
import type { ErrorCode } from '../domain/errors/error-table.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';

interface FollowOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Until it is asked for the second time, in ms; ever longer after that, up to half a minute. Default 2000. */
  readonly firstMs?: number;
  readonly onStatus: (status: JobStatus) => void;
  /** It could not be asked, and will be again in so many ms. */
  readonly onLater: (wait: { readonly ms: number; readonly reason: string }) => void;
}

const longestMs = 30_000;

/**
 * Asks for a job until it is done, ever more slowly; null: the backend does not know it, or no longer.
 * @throws PaclineError bad credentials | no rights; the signal's reason
 */
export const followJob = async (
  ask: () => Promise<JobStatus | null>,
  { clock, signal, firstMs = 2000, onStatus, onLater }: FollowOptions,
): Promise<JobStatus | null> => {
  for (let ms = firstMs; ; ms = Math.min(ms * 1.5, longestMs)) {
    const status = await askOrWait(ask);
    if (status === null) return null;
    if ('later' in status) onLater({ ms, reason: `the backend does not tell how its job stands (${status.later})` });
    else {
      onStatus(status);
      if (status.done) return status;
    }
    await clock.sleep(ms, { signal });
  }
};

const askOrWait = async (
  ask: () => Promise<JobStatus | null>,
): Promise<JobStatus | null | { readonly later: ErrorCode }> => {
  try {
    return await ask();
  } catch (error) {
    // Not to be told how a job stands is no failure of the job.
    if (
      !PaclineError.is(error) ||
      error.entry.area !== 'backend' ||
      error.code === 'bad credentials' ||
      error.code === 'no rights'
    )
      throw error;
    return { later: error.code };
  }
};
