import type { Clock } from '../../domain/clock.ts';
import { PaclineError } from '../../domain/pacline-error.ts';
import type { CallOptions, CreateResult, RegistrationRequest } from '../backend.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';
import { readJob, startBatch } from './batch.ts';

/** When the job is asked for, in ms after one another. Small jobs take a few seconds. */
const pollAfterMs = [500, 1000, 1000, 1500, 2000, 2000, 3000, 4000];

interface Tools {
  readonly writer: Writer;
  readonly reader: Reader;
  readonly clock: Clock;
}

/** One unit: a batch of one, whose job is waited for. A job that takes too long, or cannot be asked, leaves the unit unknown. */
export const createOne = async ({ writer, ...tools }: Tools, request: RegistrationRequest, options: CallOptions): Promise<CreateResult> => {
  const { deviceTypeId, certification, ...unit } = request;
  const start = await startBatch(writer, { deviceTypeId, certification, units: [unit] }, options);
  switch (start.kind) {
    case 'started':
    case 'settled': {
      const [rejected] = start.rejected;
      if (rejected !== undefined) return { kind: 'refused', code: 'backend refused', words: rejected.words };
      if (start.kind === 'settled') return { kind: 'unknown', reason: 'the backend made no job for the unit, and says nothing against it' };
      return follow(tools, { ...request, jobId: start.jobId }, options);
    }
    case 'refused':
    case 'postponed':
    case 'unknown':
      return start;
  }
};

const follow = async ({ reader, clock }: Omit<Tools, 'writer'>, { jobId, deviceTypeId, pac }: RegistrationRequest & { readonly jobId: string }, { signal }: CallOptions): Promise<CreateResult> => {
  for (const ms of pollAfterMs) {
    try {
      await clock.sleep(ms, { signal });
      const job = await readJob(reader, { jobId, deviceTypeId, pacs: [pac] }, { signal });
      if (job === null) return { kind: 'unknown', reason: `the backend does not know its own job ${jobId}` };
      if (!job.done) continue;
      const [failure] = job.failures;
      if (failure !== undefined) return { kind: 'refused', code: 'backend refused', words: failure.words };
      return job.success > 0 ? { kind: 'created' } : { kind: 'unknown', reason: `the job ${jobId} ended without a success and without a failure` };
    } catch (error) {
      if (signal.aborted) return { kind: 'unknown', reason: `stopped by us while the job ${jobId} was under way` };
      if (!PaclineError.is(error)) throw error;
      if (error.code !== 'backend throttled') return { kind: 'unknown', reason: `the job ${jobId} was begun and could not be followed: ${error.message}` };
    }
  }
  return { kind: 'unknown', reason: `the job ${jobId} is still under way` };
};
