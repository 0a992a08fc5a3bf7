import { badRequest, forbidden, notFound, serverFault, type Answer } from './answer.ts';
import type { JobKind, JobReading } from './job.ts';
import type { RouteRequest } from './route.ts';
import { jobPath } from './schema.ts';
import { validate } from './validate.ts';

type FoundJob = { readonly ok: true; readonly job: JobReading } | { readonly ok: false; readonly answer: Answer };

/** The job that the path names; one of another kind is read elsewhere. */
export const findJob = ({ world, user, params }: RouteRequest, kinds: readonly JobKind[]): FoundJob => {
  const path = validate(jobPath, { jobId: params['jobId'] }, 'path');
  if (!path.ok) return { ok: false, answer: badRequest(path.errors) };
  const job = world.jobs.find(path.value.jobId);
  if (job === undefined || !kinds.includes(job.kind)) return { ok: false, answer: notFound };
  if (job.polls === 'failing') return { ok: false, answer: serverFault };
  if (job.polls === 'forgotten') return { ok: false, answer: notFound };
  return job.groupId === user.groupId ? { ok: true, job } : { ok: false, answer: forbidden() };
};
