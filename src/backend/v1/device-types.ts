import type { DeviceType } from '../backend-records.ts';
import type { CallOptions } from '../backend.ts';
import { readPages } from '../shared/pages.ts';
import type { Reader } from '../shared/reader.ts';
import { deviceTypesReply, type DeviceTypeReply } from './replies.ts';
import { deviceTypesPath } from './requests.ts';

/** As of the devices of a device type (assumed). */
const mostPages = 60;

/** This API shows no projects. */
export const toDeviceType = ({ id, name, group, contract }: DeviceTypeReply): DeviceType => ({
  id,
  name: name ?? id,
  groupId: group ?? null,
  contractIds: contract ? [contract] : [],
  projectId: null,
});

/** The API has no search by name: all are read, and the others left out here. */
export async function* listDeviceTypes(
  reader: Reader,
  { name = '' }: { readonly name?: string },
  { signal }: CallOptions,
): AsyncGenerator<DeviceType, void, undefined> {
  const wanted = name.toLowerCase();
  for await (const { entries } of readPages(reader, {
    kind: 'other',
    path: deviceTypesPath,
    reply: deviceTypesReply,
    mostPages,
    signal,
  })) {
    yield* entries.map(toDeviceType).filter((type) => type.name.toLowerCase().includes(wanted));
  }
}
