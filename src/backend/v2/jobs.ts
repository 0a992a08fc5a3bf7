import type { Pac } from '../../domain/pac.ts';
import type { CallOptions, JobFailure, JobStart, JobStatus } from '../backend.ts';
import { encodeBatch } from '../shared/batch-size.ts';
import type { HttpRequest } from '../http/http-client.ts';
import { deviceOf, jobFailureOf, type Hide } from '../shared/job-failures.ts';
import type { RequestKind } from '../limits/rate-budget.ts';
import type { Reader } from '../shared/reader.ts';
import { asRefusal, decodeRequestTaken, type Writer } from '../shared/writer.ts';
import { actionStatusReply, jobReply, jobStatusReply, type JobErrors } from './replies.ts';
import { actionJobPath, jobPath } from './requests.ts';

interface StartOptions extends CallOptions {
  readonly kind: RequestKind;
  readonly request: HttpRequest & { readonly body: object };
  /** What the request holds, in case that the answer does not count. */
  readonly total: number;
  readonly pacs?: Iterable<Pac>;
  /** What a 409 means: nothing was begun, or nobody knows. */
  readonly conflict: 'refused' | 'unknown';
}

/**
 * Sends what starts a job. Of the status only "2xx" is relied on: the same request was documented with 201 and later with 200.
 */
export const startJob = async (
  writer: Writer,
  { kind, request, total, pacs = [], conflict, signal }: StartOptions,
): Promise<JobStart> => {
  const written = await writer.send({ kind, request: encodeBatch(request), pacs, signal });
  if (written.kind === 'conflict' && conflict === 'unknown')
    return { kind: 'unknown', reason: `the backend answered 409: ${written.words}` };
  if (written.kind === 'conflict' || written.kind === 'gone') return asRefusal(written);
  if (written.kind !== 'taken') return written;
  const reply = decodeRequestTaken(written, jobReply, 'names no job');
  if (reply.kind === 'unknown') return reply;
  return { kind: 'started', jobId: reply.value.jobId, total: reply.value.total ?? total, rejected: [] };
};

/** A throttled poll says "ask later" and nothing of the job: it is thrown as any other. */
export const readJob = async (reader: Reader, jobId: string, { signal }: CallOptions): Promise<JobStatus | null> => {
  const reply = await reader.readIfThere({ kind: 'other', path: jobPath(jobId), reply: jobStatusReply, signal });
  return (
    reply &&
    toStatus({
      done: reply.jobDone,
      total: reply.total,
      success: reply.status?.success,
      failures: toFailures(reply.status?.errors, hideOf(reader)),
    })
  );
};

export const readActionJob = async (
  reader: Reader,
  action: Parameters<typeof actionJobPath>[0],
  jobId: string,
  { signal }: CallOptions,
): Promise<JobStatus | null> => {
  const reply = await reader.readIfThere({
    kind: 'other',
    path: actionJobPath(action, jobId),
    reply: actionStatusReply,
    signal,
  });
  return (
    reply &&
    toStatus({
      done: reply.jobDone,
      total: reply.status?.total,
      success: reply.status?.nbSuccess,
      failures: toFailures(reply.status?.errors, hideOf(reader)),
    })
  );
};

/** A unit is told by its number, whatever its padding and case; a failure may speak of none. */
export const toFailures = (errors: JobErrors, hide: Hide): readonly JobFailure[] =>
  (errors ?? []).map(({ entity, message, type }) =>
    jobFailureOf({ deviceId: deviceOf(entity), message, system: type === 1, hide }),
  );

const hideOf =
  (reader: Reader): Hide =>
  (text) =>
    reader.paced.http.credentials.hide(text);

interface Counts {
  readonly done: boolean;
  readonly total: number | null | undefined;
  readonly success: number | null | undefined;
  readonly failures: readonly JobFailure[];
}

const toStatus = ({ done, total, success, failures }: Counts): JobStatus => ({
  done,
  total: total ?? (success ?? 0) + failures.length,
  success: success ?? 0,
  failures,
});
