import type { CallOptions, Action, RegisteredDevice, Replacement, Unsubscription } from '../../backend/backend.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import { changeInBatches } from './change-in-batches.ts';
import { changeOneByOne } from './change-one-by-one.ts';
import type { ChangeTools } from './change-tools.ts';
import type { ObservedState, UnitResult } from './unit-result.ts';

/*
 * Changes that concern what a unit may send and who pays for it. Where the backend shows whether a unit is there already, it
 * is looked at before anything is sent: what costs a token is not done twice.
 */

/** The longest unit of such a request has some 70 bytes, so that their number is the limit and not their size. */
const small = { maxBytes: Number.POSITIVE_INFINITY, bytesOf: () => 0 };
const itself = (deviceId: DeviceId): DeviceId => deviceId;
const notShown = (): ObservedState => 'not shown';

export interface Transfer {
  readonly deviceTypeId: string;
  readonly deviceIds: readonly DeviceId[];
  readonly keepHistory: boolean;
  readonly activable: boolean;
}

export const transferDevices = (
  { deviceTypeId, deviceIds, keepHistory, activable }: Transfer,
  tools: ChangeTools<'transfer' | 'job'>,
  options: CallOptions,
): AsyncGenerator<UnitResult> =>
  changeInBatches(
    {
      ...small,
      done: 'transferred',
      units: deviceIds,
      first: 'look',
      deviceIdOf: itself,
      observedState: (_, device) => (device?.deviceTypeId === deviceTypeId ? 'done' : 'not done'),
      send: (batch, waiting) =>
        tools.backend.transfer(
          deviceTypeId,
          batch.map((deviceId) => ({ deviceId, keepHistory, activable })),
          waiting,
        ),
      job: (jobId, waiting) => tools.backend.job({ jobId, deviceTypeId }, waiting),
    },
    tools,
    options,
  );

export const replaceDevices = (
  pairs: readonly Replacement[],
  tools: ChangeTools<'replace'>,
  options: CallOptions,
): AsyncGenerator<UnitResult> =>
  changeInBatches(
    {
      ...small,
      done: 'replaced',
      units: pairs,
      first: 'send',
      deviceIdOf: ({ deviceId }) => deviceId,
      observedState: notShown,
      send: (batch, waiting) => tools.backend.replace(batch, waiting),
      // Answered while we wait: there is no job
      job: () => Promise.resolve(null),
    },
    tools,
    options,
  );

const done = { suspend: 'suspended', resume: 'resumed', restart: 'restarted' } as const;

export const actOnDevices = (
  action: Action,
  deviceIds: readonly DeviceId[],
  tools: ChangeTools<'act' | 'actionJob'>,
  options: CallOptions,
): AsyncGenerator<UnitResult> =>
  changeInBatches(
    {
      ...small,
      done: done[action],
      units: deviceIds,
      first: 'look',
      deviceIdOf: itself,
      observedState: (_, device) => sightOfAction(action, device),
      send: (batch, waiting) => tools.backend.act(action, batch, waiting),
      job: (jobId, waiting) => tools.backend.actionJob(action, jobId, waiting),
    },
    tools,
    options,
  );

const sightOfAction = (action: Action, device: RegisteredDevice | undefined): ObservedState => {
  const state = device?.state;
  if (state === undefined) return 'not shown';
  // A unit that is not off contract may never have been, or may have been restarted
  if (action === 'restart') return state === 'off contract' ? 'not done' : 'not shown';
  return (state === 'suspended') === (action === 'suspend') ? 'done' : 'not done';
};

/** `at`: the same for all. */
export const unsubscribeDevices = (
  { deviceIds, at }: { readonly deviceIds: readonly DeviceId[]; readonly at: Unsubscription['at'] },
  tools: ChangeTools<'unsubscribe' | 'actionJob'>,
  options: CallOptions,
): AsyncGenerator<UnitResult> =>
  changeInBatches(
    {
      ...small,
      done: 'unsubscribed',
      units: deviceIds,
      first: 'look',
      deviceIdOf: itself,
      observedState: notShown,
      send: (batch, waiting) =>
        tools.backend.unsubscribe(
          batch.map((deviceId) => ({ deviceId, at })),
          waiting,
        ),
      job: (jobId, waiting) => tools.backend.actionJob('unsubscribe', jobId, waiting),
    },
    tools,
    options,
  );

export const disengageDevices = (
  deviceIds: readonly DeviceId[],
  tools: ChangeTools<'disengage'>,
  options: CallOptions,
): AsyncGenerator<UnitResult> =>
  changeOneByOne(
    {
      done: 'disengaged',
      units: deviceIds,
      first: 'send',
      deviceIdOf: itself,
      observedState: notShown,
      send: (deviceId, waiting) => tools.backend.disengage(deviceId, waiting),
    },
    tools,
    options,
  );

/** One device, and never more: nothing registers it again with the PAC that its module reports. */
export const deleteDevice = (
  deviceId: DeviceId,
  tools: ChangeTools<'remove'>,
  options: CallOptions,
): AsyncGenerator<UnitResult> =>
  changeOneByOne(
    {
      done: 'deleted',
      units: [deviceId],
      first: 'look',
      deviceIdOf: itself,
      observedState: (_, device) => (device === undefined ? 'done' : 'not done'),
      send: (unit, waiting) => tools.backend.remove(unit, waiting),
    },
    tools,
    options,
  );
