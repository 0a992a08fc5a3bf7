import type { ResultCode } from '../domain/outcome.ts';

/* What happens to a request for many units. */

export type BatchEvent = BatchIntended | BatchSubmitted | BatchPostponed | BatchUnknown | BatchDone | BatchRemarked;

export interface BatchIntended {
  readonly kind: 'batch intended';
  readonly batch: string;
  readonly deviceTypeId: string;
  readonly certificate: string | null;
  readonly deviceIds: readonly string[];
  /** Where the request goes; absent in journals of before it was kept. */
  readonly backend?: string;
}

/** The job's ID is on disk before anybody asks for the job. */
export interface BatchSubmitted {
  readonly kind: 'batch submitted';
  readonly batch: string;
  readonly jobId: string;
}

export interface BatchPostponed {
  readonly kind: 'batch postponed';
  readonly batch: string;
  readonly code: ResultCode;
  readonly reason: string;
}

export interface BatchUnknown {
  readonly kind: 'batch unknown';
  readonly batch: string;
  readonly reason: string;
}

/** The backend said something of a batch that does not fit what was sent: an ID that is not of it, counts that do not add up. */
export interface BatchRemarked {
  readonly kind: 'batch remarked';
  readonly batch: string;
  readonly remark: string;
}

export interface BatchDone {
  readonly kind: 'batch done';
  readonly batch: string;
  /** What the job's counts say of the units that it does not name. `confirmed`: earlier versions took an `accepted` for it. */
  readonly rest: 'accepted' | 'unknown' | 'confirmed';
}

/** `done`: in journals of earlier versions, every unit of it was taken as confirmed. */
export type BatchState = 'intended' | 'submitted' | 'postponed' | 'unknown' | 'accepted' | 'done';
