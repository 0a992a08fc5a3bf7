import type { CallOptions, RegisteredDevice } from '../../backend/backend.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { ErrorCode } from '../../domain/errors/error-table.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { ChangeTools } from './change-tools.ts';
import { notPassed, notRegistered, passed, type PlannedChange, type UnitResult } from './unit-result.ts';

/** IDs in one look-up. */
const pageLength = 100;

/** Looks units up a page at a time, in their order. */
async function* lookUp<Unit>(
  units: readonly Unit[],
  deviceIdOf: (unit: Unit) => DeviceId,
  { backend, onActivity }: ChangeTools<never>,
  { signal }: CallOptions,
): AsyncGenerator<{ readonly unit: Unit; readonly device: RegisteredDevice | undefined }> {
  for (let from = 0; from < units.length; from += pageLength) {
    const page = units.slice(from, from + pageLength);
    onActivity?.({ kind: 'looking up', units: units.length - from });
    const found = await backend.find(page.map(deviceIdOf), { signal, effort: 'thorough' });
    for (const unit of page) yield { unit, device: found.get(deviceIdOf(unit)) };
  }
}

/**
 * Looks at units before anything is sent: yields the results of those that need no request, or cannot be looked at, and
 * returns the others. @throws the signal's reason
 */
export async function* skipAlreadyDone<Unit>(
  change: PlannedChange<Unit>,
  units: readonly Unit[],
  tools: ChangeTools<never>,
  options: CallOptions,
): AsyncGenerator<UnitResult, readonly Unit[]> {
  if (change.first === 'send') return units;
  const open: Unit[] = [];
  let seen = 0;
  try {
    for await (const { unit, device } of lookUp(units, change.deviceIdOf, tools, options)) {
      seen += 1;
      const deviceId = change.deviceIdOf(unit);
      if (device === undefined) yield notRegistered(deviceId);
      else if (change.observedState(unit, device) === 'done') yield passed({ deviceId }, 'already done');
      else open.push(unit);
    }
  } catch (error) {
    options.signal.throwIfAborted();
    if (!PaclineError.is(error)) throw error;
    for (const unit of units.slice(seen))
      yield notPassed(
        { deviceId: change.deviceIdOf(unit) },
        error.code,
        `nothing was sent, because it could not be looked up first: ${error.sentence}`,
      );
  }
  return open;
}

/** A unit of which the backend did not say what became of it. */
export interface Unresolved<Unit> {
  readonly unit: Unit;
  /** Why it is in doubt. */
  readonly reason: string;
  /** What it is called if the look-up shows that it was not done. */
  readonly ifNotDone: Extract<ErrorCode, 'backend refused' | 'backend fault' | 'change unknown'>;
  readonly jobId: string | null;
}

/** Settles doubts by looking, as far as the backend shows what was to be changed. Never sends anything. */
export async function* resolveByLookup<Unit>(
  change: PlannedChange<Unit>,
  doubts: readonly Unresolved<Unit>[],
  tools: ChangeTools<never>,
  options: CallOptions,
): AsyncGenerator<UnitResult> {
  let resolved = 0;
  try {
    for await (const { unit: doubt, device } of lookUp(doubts, ({ unit }) => change.deviceIdOf(unit), tools, options)) {
      yield conclusion(change, doubt, device);
      resolved += 1;
    }
  } catch (error) {
    options.signal.throwIfAborted();
    if (!PaclineError.is(error)) throw error;
    for (const { unit, reason, jobId } of doubts.slice(resolved)) {
      yield notPassed(
        { deviceId: change.deviceIdOf(unit), jobId },
        'change unknown',
        `${reason}, and it could not be looked up: ${error.sentence}`,
      );
    }
  }
}

const conclusion = <Unit>(
  change: PlannedChange<Unit>,
  { unit, reason, ifNotDone, jobId }: Unresolved<Unit>,
  device: RegisteredDevice | undefined,
): UnitResult => {
  const named = { deviceId: change.deviceIdOf(unit), jobId };
  const sight = change.observedState(unit, device);
  if (sight === 'done') return passed(named, change.done);
  if (device === undefined) return notRegistered(named.deviceId);
  if (sight === 'not done') return notPassed(named, ifNotDone, `${reason}; the backend shows it unchanged`);
  return notPassed(named, 'change unknown', `unknown: ${reason}, and the backend does not show what was to be changed`);
};
