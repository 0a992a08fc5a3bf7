import type { DeviceChanges, DeviceEdit, RegisteredDevice } from '../../backend/backend.ts';
import { changeInBatches } from './change-in-batches.ts';
import { changeOneByOne } from './change-one-by-one.ts';
import type { ChangeTools } from './change-tools.ts';
import type { ObservedState, UnitResult } from './unit-result.ts';

export type EditTools = ChangeTools<'edit' | 'editBatch' | 'job' | 'maxBatchBytes' | 'encodedLength'>;

/**
 * Edits registered units: one by a request of its own, which API v2 takes once an hour of each device, so it is looked at
 * first; more of them in batches, looked at only where the backend does not say what became of them.
 * @throws PaclineError and the signal's reason, as `changeOneByOne` and `changeInBatches`
 */
export const editDevices = (
  edits: readonly DeviceEdit[],
  tools: EditTools,
  options: { readonly signal: AbortSignal },
): AsyncGenerator<UnitResult> => {
  const { backend } = tools;
  const change = {
    done: 'edited',
    units: edits,
    deviceIdOf: ({ deviceId }: DeviceEdit) => deviceId,
    observedState: ({ changes }: DeviceEdit, device: RegisteredDevice | undefined) => sightOfChanges(changes, device),
  } as const;
  if (edits.length === 1)
    return changeOneByOne(
      { ...change, first: 'look', send: ({ deviceId, changes }, waiting) => backend.edit(deviceId, changes, waiting) },
      tools,
      options,
    );
  return changeInBatches(
    {
      ...change,
      first: 'send',
      maxBytes: backend.maxBatchBytes,
      bytesOf: (edit) => backend.encodedLength(edit),
      send: (batch, waiting) => backend.editBatch(batch, waiting),
      // The one API whose edits are jobs does not ask for the device type
      job: (jobId, waiting) => backend.job({ jobId, deviceTypeId: '' }, waiting),
    },
    tools,
    options,
  );
};

/** Position, renewal and activability are in no list. */
const sightOfChanges = (
  { name, certification, deviceTypeId, ...hidden }: DeviceChanges,
  device: RegisteredDevice | undefined,
): ObservedState => {
  if (device === undefined) return 'not done';
  const sights = [
    name === undefined ? null : told(device.name === name),
    deviceTypeId === undefined ? null : told(device.deviceTypeId === deviceTypeId),
    certification === undefined ? null : sightOfCertification(certification, device),
    Object.values(hidden).every((value) => value === undefined) ? null : 'not shown',
  ] as const;
  if (sights.includes('not done')) return 'not done';
  return sights.includes('not shown') ? 'not shown' : 'done';
};

const sightOfCertification = (
  wanted: NonNullable<DeviceChanges['certification']>,
  { certificate, prototype }: RegisteredDevice,
): ObservedState => {
  if (wanted.kind === 'prototype') return prototype === null ? 'not shown' : told(prototype && certificate === null);
  // None is shown as well to an API user who may not see it
  if (certificate === null && prototype !== true) return 'not shown';
  return told(certificate === wanted.certificate && prototype !== true);
};

const told = (isSo: boolean): ObservedState => (isSo ? 'done' : 'not done');
