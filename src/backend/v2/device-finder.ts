import type { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/pacline-error.ts';
import type { RegisteredDevice } from '../backend.ts';
import { idWindows } from './id-windows.ts';
import type { Reader } from './reader.ts';
import { deviceListReply, toRegisteredDevice } from './replies.ts';
import { deviceListPath, deviceRangePath } from './requests.ts';

/** The list has an end at offset 40,000; a longer way is a fault. @source API v2, GET /devices/ */
const mostPages = 401;

/**
 * Looks devices up in the list. A range request may only say that a device is there: how its ends are meant is not
 * documented, so an ID it did not bring is asked for alone before it counts as absent.
 */
export const findDevices = async (
  reader: Reader,
  deviceIds: readonly DeviceId[],
  { signal }: { readonly signal: AbortSignal },
): Promise<ReadonlyMap<DeviceId, RegisteredDevice>> => {
  const missing = new Set(deviceIds);
  const found = new Map<DeviceId, RegisteredDevice>();

  const collect = async (path: string, wanted: readonly DeviceId[]): Promise<void> => {
    for await (const page of devicePages(reader, path, { signal })) {
      for (const device of page) {
        if (missing.delete(device.deviceId)) found.set(device.deviceId, device);
      }
      if (wanted.every((deviceId) => !missing.has(deviceId))) return;
    }
  };

  for (const window of idWindows(deviceIds)) {
    await collect(deviceRangePath(window), deviceIds.filter((deviceId) => deviceId >= window.min && deviceId <= window.max));
  }
  for (const deviceId of missing) await collect(deviceListPath(deviceId), [deviceId]);
  return found;
};

/** Page after page. An end that cannot be trusted is an error: taking it for "not there" would register a unit twice. */
async function* devicePages(
  reader: Reader,
  firstPath: string,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<readonly RegisteredDevice[]> {
  const { baseUrl } = reader.paced.http;
  const visited = new Set<string>();
  for (let path = firstPath; ; ) {
    if (visited.has(path) || visited.size === mostPages) {
      throw new PaclineError('backend fault', `The backend ${baseUrl.host} leads in circles through the pages of its device list`, { context: { host: baseUrl.host, pages: visited.size } });
    }
    visited.add(path);
    const page = await reader.read({ kind: 'device list', path, reply: deviceListReply, signal });
    yield page.data.flatMap((entry) => toRegisteredDevice(entry) ?? []);

    const next = page.paging?.next ?? null;
    if (next === null) return;
    const within = baseUrl.pathWithin(next, path);
    if (within === null) {
      const linked = baseUrl.hostOf(next) ?? 'an address that cannot be read';
      throw new PaclineError('backend fault', `The backend ${baseUrl.host} puts the next page of its device list at ${linked}, outside its own API; it was not fetched`, {
        context: { host: baseUrl.host, linked },
      });
    }
    path = within;
  }
}
