import type { Backend } from '../backend/backend.ts';
import type { Clock } from '../domain/clock.ts';
import type { DeviceId } from '../domain/device-id.ts';
import type { ErrorCode } from '../domain/errors/error-table.ts';
import type { Journal } from '../journal/journal.ts';
import type { HiddenField } from './lookup/compare-device.ts';

/** What the registrar asks of the backend. */
export type RegistrationBackend = Pick<
  Backend,
  'identity' | 'singles' | 'create' | 'createBatch' | 'job' | 'find' | 'maxBatchBytes' | 'encodedLength'
>;

/** How long the backend may be silent about a unit before anything is concluded from it, in ms. */
export interface RegistrarTiming {
  /** A unit whose answer got lost is believed not to be there after this. */
  readonly absentAfterMs: number;
  /** The same for a unit of a batch: the backend works on a batch for minutes … */
  readonly batchAbsentAfterMs: number;
  /** … and longer the larger it is: this for each unit (assumed; how fast jobs run is published nowhere). */
  readonly batchUnitMs: number;
  /** A unit that the backend took and does not list after this calls a person. */
  readonly callAfterMs: number;
}

export const defaultTiming: RegistrarTiming = {
  absentAfterMs: 60_000,
  batchAbsentAfterMs: 900_000,
  batchUnitMs: 20,
  callAfterMs: 1_800_000,
};

/** What is being done, for whoever watches. */
export type RegistrarActivity =
  | { readonly kind: 'sending'; readonly units: number }
  /** `sinceMs`: for how long this process has followed it. */
  | {
      readonly kind: 'job';
      readonly jobId: string;
      readonly total: number;
      readonly done: number;
      readonly sinceMs: number;
    }
  | { readonly kind: 'looking up'; readonly units: number }
  | { readonly kind: 'waiting'; readonly ms: number; readonly reason: string }
  /** The backend said something that does not fit what was asked; it is in the journal. */
  | { readonly kind: 'odd'; readonly words: string }
  /** So many units were taken by the backend long ago and are not listed: a person is called. Told when there are more than before. */
  | { readonly kind: 'overdue'; readonly units: number }
  /** The backend does not show these of its devices to this API user. Told once. */
  | { readonly kind: 'hidden'; readonly fields: readonly HiddenField[]; readonly deviceId: DeviceId };

export interface RegistrarOptions {
  readonly journal: Journal;
  readonly backend: RegistrationBackend;
  readonly clock: Clock;
  readonly timing?: Partial<RegistrarTiming>;
  /** What a unit is whose certificate or device type is not shown to this API user. Default green: as it was sent and accepted. */
  readonly ifHidden?: 'green' | 'amber';
  /** Registrations under way at once while debts are worked off in the background. Default 4. */
  readonly concurrency?: number;
  readonly onActivity?: (activity: RegistrarActivity) => void;
}

/** Why a unit cannot go on now. */
export interface Obstacle {
  readonly code: ErrorCode;
  readonly message: string;
}
