import type { JobStatus } from '../backend/backend.ts';
import type { Clock } from '../domain/clock.ts';
import type { ErrorCode } from '../domain/error-table.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { pollPauses } from './poll-pauses.ts';

interface FollowOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onStatus: (status: JobStatus) => void;
  /** It could not be asked, and will be again in so many ms. */
  readonly onLater: (wait: { readonly ms: number; readonly reason: string }) => void;
}

/**
 * Asks for a job until it is done, ever more slowly; null: the backend does not know it, or no longer.
 * @throws PaclineError bad credentials | no rights; the signal's reason
 */
export const followJob = async (ask: () => Promise<JobStatus | null>, { clock, signal, onStatus, onLater }: FollowOptions): Promise<JobStatus | null> => {
  const pauses = pollPauses();
  for (;;) {
    const status = await askOrWait(ask);
    if (status === null) return null;
    const ms = pauses.next().value;
    if ('later' in status) onLater({ ms, reason: `the backend does not tell how its job stands (${status.later})` });
    else {
      onStatus(status);
      if (status.done) return status;
    }
    await clock.sleep(ms, { signal });
  }
};

const askOrWait = async (ask: () => Promise<JobStatus | null>): Promise<JobStatus | null | { readonly later: ErrorCode }> => {
  try {
    return await ask();
  } catch (error) {
    // Not to be told how a job stands is no failure of the job.
    if (PaclineError.is(error, 'backend throttled', 'backend unreachable', 'backend fault')) return { later: error.code };
    throw error;
  }
};
