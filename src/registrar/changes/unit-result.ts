import type { Refused, RegisteredDevice } from '../../backend/backend.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import { errorTable, type ErrorCode } from '../../domain/errors/error-table.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';

/** What was done to a registered unit. */
export type DoneCode =
  | 'edited'
  | 'transferred'
  | 'replaced'
  | 'suspended'
  | 'resumed'
  | 'restarted'
  | 'unsubscribed'
  | 'disengaged'
  | 'deleted';

/** How a change of one unit ended. `fail`: the backend will not do it; `error`: it is not done, or nobody knows. */
export interface UnitResult {
  readonly deviceId: DeviceId;
  readonly outcome: Extract<Outcome, 'pass' | 'fail' | 'error'>;
  readonly code: DoneCode | 'already done' | ErrorCode;
  /** One sentence for a person; never contains a secret. */
  readonly message: string;
  /** The backend's job that the unit was part of. */
  readonly jobId: string | null;
}

/** What the look-up of a unit tells about a change: `not shown` where the backend does not show what was to be changed. */
export type ObservedState = 'done' | 'not done' | 'not shown';

/** One kind of change, and the units that it is for. */
export interface PlannedChange<Unit> {
  readonly done: DoneCode;
  readonly units: readonly Unit[];
  /** `look`: units are looked up first, so that what is done already is not done again and what is not there is said. */
  readonly first: 'look' | 'send';
  readonly deviceIdOf: (unit: Unit) => DeviceId;
  /** undefined: the backend shows no such device. */
  readonly observedState: (unit: Unit, device: RegisteredDevice | undefined) => ObservedState;
}

interface ResultOf {
  readonly deviceId: DeviceId;
  readonly jobId?: string | null;
}

export const passed = ({ deviceId, jobId = null }: ResultOf, code: DoneCode | 'already done'): UnitResult => ({
  deviceId,
  outcome: 'pass',
  code,
  message: code === 'already done' ? 'The backend shows it as it is to be.' : `The backend has ${code} it.`,
  jobId,
});

export const notPassed = ({ deviceId, jobId = null }: ResultOf, code: ErrorCode, words: string): UnitResult => ({
  deviceId,
  outcome: errorTable[code].area === 'unit' ? 'fail' : 'error',
  code,
  message: `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.?!…]$/.test(words) ? '' : '.'}`,
  jobId,
});

export const notRegistered = (deviceId: DeviceId): UnitResult =>
  notPassed({ deviceId }, 'not registered', `${deviceId} is not registered, or not visible to this API user`);

/** What the API cannot do for anybody is no refusal of a unit, and was not even asked. @throws PaclineError not in this api */
export const throwIfOfNoUnit = ({ code, words }: Refused): void => {
  if (code === 'not in this api') throw new PaclineError(code, `${words}.`);
};
