import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { DeviceFilter } from '../backend-records.ts';
import type { CallOptions, RegisteredDevice } from '../backend.ts';
import { notInApi } from '../shared/not-in-api.ts';
import { readPages } from '../shared/pages.ts';
import type { Reader } from '../shared/reader.ts';
import { toRegisteredDevice } from './registered-device.ts';
import { deviceListReply, deviceTypesReply } from './replies.ts';
import { devicesPath, deviceTypesPath, pageSize } from './requests.ts';

/** The list of a device type ends at offset 5,000. @source API v1, devices of a device type */
export const listEnd = 5_000;
const mostPages = listEnd / pageSize + 10;

/** Device type after device type. One that has more devices than its list shows ends in an error, after those that are shown. */
export async function* listDevices(
  reader: Reader,
  { deviceTypeId, groupId, minId, maxId }: DeviceFilter,
  options: CallOptions,
): AsyncGenerator<RegisteredDevice, void, undefined> {
  if (groupId !== undefined)
    throw notInApi(
      `API v1 cannot list the devices of a group, as asked for ${groupId}; name a device type, or use API v2`,
    );
  for (const type of deviceTypeId === undefined ? await readTypes(reader, options) : [deviceTypeId]) {
    for await (const device of listOfType(reader, type, options)) {
      if (device.deviceId >= (minId ?? '') && device.deviceId <= (maxId ?? 'FFFFFFFF')) yield device;
    }
  }
}

const readTypes = async (reader: Reader, { signal }: CallOptions): Promise<readonly string[]> => {
  const types: string[] = [];
  for await (const { entries } of readPages(reader, {
    kind: 'other',
    path: deviceTypesPath,
    reply: deviceTypesReply,
    mostPages,
    signal,
  }))
    types.push(...entries.map(({ id }) => id));
  return types;
};

async function* listOfType(
  reader: Reader,
  deviceTypeId: string,
  { signal }: CallOptions,
): AsyncGenerator<RegisteredDevice, void, undefined> {
  let shown = 0;
  for await (const { entries } of readPages(reader, {
    kind: 'other',
    path: devicesPath(deviceTypeId, { limit: pageSize }),
    reply: deviceListReply,
    mostPages,
    signal,
  })) {
    shown += entries.length;
    yield* entries.flatMap((entry) => toRegisteredDevice(entry) ?? []);
  }
  if (shown >= listEnd)
    throw new PaclineError(
      'not in this api',
      `API v1 lists 5,000 devices of a device type and ${deviceTypeId} may have more; use API v2 for a whole list`,
      { context: { deviceTypeId, shown } },
    );
}
