import type { DeviceId } from '../../domain/device-id.ts';
import type { CallOptions, RegisteredDevice } from '../backend.ts';
import { readPages } from '../pages.ts';
import type { Reader } from '../reader.ts';
import { idWindows } from './id-windows.ts';
import { toRegisteredDevice } from './registered-device.ts';
import { deviceListReply } from './replies.ts';
import { deviceListPath, deviceRangePath } from './requests.ts';

/** The list has an end at offset 40,000. @source API v2, GET /devices/ */
const mostPages = 401;

/**
 * Looks devices up in the list. A range request may only say that a device is there: how its ends are meant is not
 * documented, so an ID it did not bring is asked for alone before it counts as absent.
 */
export const findDevices = async (reader: Reader, deviceIds: readonly DeviceId[], { signal }: CallOptions): Promise<ReadonlyMap<DeviceId, RegisteredDevice>> => {
  const missing = new Set(deviceIds);
  const found = new Map<DeviceId, RegisteredDevice>();

  const collect = async (path: string, wanted: readonly DeviceId[]): Promise<void> => {
    for await (const { entries } of readPages(reader, { kind: 'device list', path, reply: deviceListReply, mostPages, signal })) {
      for (const device of entries.map(toRegisteredDevice)) {
        if (device !== null && missing.delete(device.deviceId)) found.set(device.deviceId, device);
      }
      if (wanted.every((deviceId) => !missing.has(deviceId))) return;
    }
  };

  for (const { min, max } of idWindows(deviceIds)) {
    await collect(deviceRangePath({ minId: min, maxId: max }), deviceIds.filter((deviceId) => deviceId >= min && deviceId <= max));
  }
  for (const deviceId of missing) await collect(deviceListPath(deviceId), [deviceId]);
  return found;
};
