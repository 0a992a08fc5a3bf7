import type { EditResult } from '../../backend/backend.ts';
import type { ChangeTools } from './change-tools.ts';
import { resolveByLookup, skipAlreadyDone } from './resolve-by-lookup.ts';
import {
  notPassed,
  notRegistered,
  passed,
  throwIfOfNoUnit,
  type PlannedChange,
  type UnitResult,
} from './unit-result.ts';

/** A change for which the backend takes one unit in a request. */
export interface SingleChange<Unit> extends PlannedChange<Unit> {
  send(unit: Unit, options: { readonly signal: AbortSignal }): Promise<EditResult>;
}

/**
 * Makes the change on one unit after the other; nothing is sent twice. Every unit has one result, unless the signal aborts.
 * @throws PaclineError not in this api; the signal's reason
 */
export async function* changeOneByOne<Unit>(
  change: SingleChange<Unit>,
  tools: ChangeTools<never>,
  options: { readonly signal: AbortSignal },
): AsyncGenerator<UnitResult> {
  const open = yield* skipAlreadyDone(change, change.units, tools, options);
  for (const unit of open) yield* changeOne(change, unit, tools, options);
}

async function* changeOne<Unit>(
  change: SingleChange<Unit>,
  unit: Unit,
  tools: ChangeTools<never>,
  options: { readonly signal: AbortSignal },
): AsyncGenerator<UnitResult> {
  const named = { deviceId: change.deviceIdOf(unit) };
  tools.onActivity?.({ kind: 'sending', units: 1 });
  const result = await change.send(unit, options);
  switch (result.kind) {
    case 'done':
      return yield passed(named, change.done);
    case 'absent':
      return yield notRegistered(named.deviceId);
    case 'refused':
      throwIfOfNoUnit(result);
      return yield notPassed(named, result.code, `the backend refuses it: ${result.words}`);
    case 'postponed':
      return yield notPassed(named, result.code, `nothing was changed: ${result.reason}`);
    case 'unknown':
      return yield* resolveByLookup(
        change,
        [{ unit, reason: result.reason, ifNotDone: 'change unknown', jobId: null }],
        tools,
        options,
      );
  }
}
