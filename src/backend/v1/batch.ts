import type { BatchStart, BatchUnit, CallOptions, JobStatus, Refused, RegistrationBatch } from '../backend.ts';
import { encodeBatch } from '../shared/batch-size.ts';
import { deviceOf, jobFailureOf } from '../shared/job-failures.ts';
import { refuseInApi } from '../shared/not-in-api.ts';
import type { Reader } from '../shared/reader.ts';
import { asRefusal, decodeRequestTaken, type Writer } from '../shared/writer.ts';
import { createReply, jobStatusReply } from './replies.ts';
import { createDevices, jobPath } from './requests.ts';

/** What the backend documents of the units in `transferFailed`; it says no more of them. */
const rejection = 'its PAC is not valid, or its present owner does not give it away';

/** The published limits name requests of API v2 only, so the budget of bulk requests is not drawn upon. */
export const startBatch = async (
  writer: Writer,
  batch: RegistrationBatch,
  { signal }: CallOptions,
): Promise<BatchStart> => {
  const prefix = prefixOf(batch.units);
  if (typeof prefix !== 'string') return prefix;
  const request = createDevices({ ...batch, prefix });
  const written = await writer.send({
    kind: 'other',
    request: encodeBatch(request),
    pacs: batch.units.map(({ pac }) => pac),
    signal,
  });
  if (written.kind === 'conflict') return { kind: 'unknown', reason: `the backend answered 409: ${written.words}` };
  if (written.kind === 'gone') return asRefusal(written);
  if (written.kind !== 'taken') return written;
  const reply = decodeRequestTaken(written, createReply, 'names no job');
  if (reply.kind === 'unknown') return reply;
  const { jobId, total, transferFailed } = reply.value;
  const sent = batch.units.length;
  const rejected = (transferFailed ?? []).flatMap((id) => {
    const deviceId = deviceOf(id);
    return deviceId === null ? [] : [{ deviceId, words: rejection }];
  });
  if (jobId) return { kind: 'started', jobId, total: total ?? sent, rejected };
  if (typeof total === 'number' || rejected.length > 0) return { kind: 'answered', total: total ?? sent, rejected };
  return { kind: 'unknown', reason: `the backend answered ${written.status}, but with JSON that names no job` };
};

/** The one text before the ID in all names: this API makes names of a prefix and the ID, and no others. */
const prefixOf = (units: readonly BatchUnit[]): string | Refused => {
  const first = units[0];
  const prefix = first?.name.endsWith(first.deviceId) ? first.name.slice(0, -first.deviceId.length) : '';
  const other = units.find(({ deviceId, name }) => name !== prefix + deviceId);
  if (other === undefined) return prefix;
  return refuseInApi(
    `API v1 names its units by one prefix followed by the ID, and ${other.deviceId} is to have another name; change the name afterwards by an edit, or use API v2`,
  );
};

interface Job {
  readonly jobId: string;
  readonly deviceTypeId: string;
}

/**
 * Failures are plain sentences: whose they are, and whether a unit or the backend is at fault, is not read out of them.
 */
export const readJob = async (reader: Reader, job: Job, { signal }: CallOptions): Promise<JobStatus | null> => {
  const reply = await reader.readIfThere({ kind: 'other', path: jobPath(job), reply: jobStatusReply, signal });
  if (reply === null) return null;
  const hide = (text: string): string => reader.paced.http.credentials.hide(text);
  const failures = (reply.status?.errors ?? []).map((message) =>
    jobFailureOf({ deviceId: null, message, system: false, hide }),
  );
  const success = reply.status?.success ?? 0;
  return { done: reply.jobDone, total: reply.total ?? success + failures.length, success, failures };
};
