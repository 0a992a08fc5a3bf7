import type { DeviceId } from '../../domain/device-id.ts';
import type { PaclineError } from '../../domain/pacline-error.ts';
import type { CallOptions, RegisteredDevice } from '../backend.ts';
import type { Reader } from '../reader.ts';
import { toRegisteredDevice } from './registered-device.ts';
import { deviceListReply, deviceReply, deviceTypesReply } from './replies.ts';
import { devicePath, devicesPath, deviceTypesPath } from './requests.ts';

/** As many as there are connections. */
const atOnce = 8;

/**
 * One request for each device: this API has no list over device types. 403 is the answer to a device that is not ours as
 * well as to a user without rights, so it counts as absent only after the user's rights have been seen.
 */
export const findDevices = async (reader: Reader, deviceIds: readonly DeviceId[], { signal }: CallOptions): Promise<ReadonlyMap<DeviceId, RegisteredDevice>> => {
  const found = new Map<DeviceId, RegisteredDevice>();
  const forbidden: PaclineError[] = [];

  const look = async (deviceId: DeviceId): Promise<void> => {
    const result = await reader.tryRead({ kind: 'other', path: devicePath(deviceId), reply: deviceReply, signal });
    if (result.ok) {
      const device = toRegisteredDevice(result.value);
      if (device?.deviceId === deviceId) found.set(deviceId, device);
    } else if (result.status === 403) forbidden.push(result.error);
    else if (result.status !== 404) throw result.error;
  };

  const wanted = [...new Set(deviceIds)];
  for (let from = 0; from < wanted.length; from += atOnce) await Promise.all(wanted.slice(from, from + atOnce).map(look));
  const [refusal] = forbidden;
  if (refusal !== undefined && !(await maySeeDevices(reader, { signal }))) throw refusal;
  return found;
};

const maySeeDevices = async (reader: Reader, { signal }: CallOptions): Promise<boolean> => {
  const types = await reader.tryRead({ kind: 'other', path: deviceTypesPath, reply: deviceTypesReply, signal });
  const first = types.ok ? types.value.data[0] : undefined;
  if (first === undefined) return false;
  const devices = await reader.tryRead({ kind: 'other', path: devicesPath(first.id, { limit: 1 }), reply: deviceListReply, signal });
  return devices.ok;
};
