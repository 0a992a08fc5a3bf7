import type { DeviceId } from '../../domain/device-id.ts';
import type { CallOptions, DeviceChanges, DeviceEdit, EditResult, JobStart, Refused } from '../backend.ts';
import { faultIn } from '../shared/device-changes.ts';
import type { HttpRequest } from '../http/http-client.ts';
import { refuseInApi } from '../shared/not-in-api.ts';
import type { RateBudget } from '../limits/rate-budget.ts';
import { oneDeviceResult, type Writer } from '../shared/writer.ts';
import { startJob } from './jobs.ts';
import { deleteDeviceRequest, editDevice, editDevicesRequest } from './requests.ts';

interface Tools {
  readonly writer: Writer;
  readonly budget: RateBudget;
}

export const editOne = async (tools: Tools, edit: DeviceEdit, options: CallOptions): Promise<EditResult> => {
  const { deviceId, changes } = edit;
  return (
    refusal(deviceId, changes) ??
    inTurn(tools, { method: 'PUT', deviceId, request: editDevice(deviceId, changes) }, options)
  );
};

export const removeOne = (tools: Tools, deviceId: DeviceId, options: CallOptions): Promise<EditResult> =>
  inTurn(tools, { method: 'DELETE', deviceId, request: deleteDeviceRequest(deviceId) }, options);

export const editMany = async (
  writer: Writer,
  edits: readonly DeviceEdit[],
  { signal }: CallOptions,
): Promise<JobStart> => {
  for (const { deviceId, changes } of edits) {
    const refused = refusal(deviceId, changes);
    if (refused !== null) return refused;
  }
  return startJob(writer, {
    kind: 'bulk',
    request: editDevicesRequest(edits),
    total: edits.length,
    conflict: 'refused',
    signal,
  });
};

const refusal = (deviceId: DeviceId, changes: DeviceChanges): Refused | null =>
  changes.deviceTypeId === undefined
    ? faultIn(deviceId, changes)
    : refuseInApi(`API v2 moves no unit to another device type by an edit, as asked for ${deviceId}; use a transfer`);

interface Turn {
  readonly method: 'PUT' | 'DELETE';
  readonly deviceId: DeviceId;
  readonly request: HttpRequest;
}

/** The backend takes one such request an hour of each device, and would answer the next with 429, which slows everybody down. */
const inTurn = async (
  { writer, budget }: Tools,
  { method, deviceId, request }: Turn,
  { signal }: CallOptions,
): Promise<EditResult> => {
  signal.throwIfAborted();
  const waitMs = budget.takeTurn(method, deviceId);
  if (waitMs > 0) {
    const minutes = Math.ceil(waitMs / 60_000);
    return {
      kind: 'postponed',
      code: 'backend throttled',
      reason: `the backend takes one ${method} an hour of each device, and ${deviceId} had its own; again in ${minutes} min`,
      retryAfterMs: waitMs,
    };
  }
  let counted = false;
  try {
    const result = oneDeviceResult(await writer.send({ kind: 'other', request, signal }));
    counted = result.kind !== 'postponed';
    return result;
  } finally {
    if (!counted) budget.giveBackTurn(method, deviceId);
  }
};
