import type { JobStatus } from '../backend/backend.ts';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { pollPauses } from './poll-pauses.ts';

interface FollowOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onStatus: (status: JobStatus) => void;
}

/**
 * Asks for a job until it is done, ever more slowly; null: the backend does not know it, or no longer.
 * @throws PaclineError bad credentials | no rights; the signal's reason
 */
export const followJob = async (ask: () => Promise<JobStatus | null>, { clock, signal, onStatus }: FollowOptions): Promise<JobStatus | null> => {
  const pauses = pollPauses();
  for (;;) {
    const status = await askOrWait(ask);
    if (status === null) return null;
    if (status !== 'later') {
      onStatus(status);
      if (status.done) return status;
    }
    await clock.sleep(pauses.next().value, { signal });
  }
};

const askOrWait = async (ask: () => Promise<JobStatus | null>): Promise<JobStatus | null | 'later'> => {
  try {
    return await ask();
  } catch (error) {
    // Not to be told how a job stands is no failure of the job.
    if (PaclineError.is(error, 'backend throttled', 'backend unreachable', 'backend fault')) return 'later';
    throw error;
  }
};
