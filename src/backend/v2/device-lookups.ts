import type { DeviceId } from '../../domain/device-id.ts';
import { Pac } from '../../domain/pac.ts';
import type { DeviceMessage, TokenStatus } from '../backend-records.ts';
import { shownWords } from '../backend-words.ts';
import type { CallOptions } from '../backend.ts';
import { deviceOf } from '../job-failures.ts';
import type { Reader } from '../reader.ts';
import { listDevices } from './device-list.ts';
import { tokenStateOf } from './registered-device.ts';
import { deviceListReply, isDevice, messagesReply } from './replies.ts';
import { deviceListPath, messagesPath, pageSize } from './requests.ts';

/** From the list, whose limit is wider than that of the single look-up was. */
export const readToken = async (reader: Reader, deviceId: DeviceId, { signal }: CallOptions): Promise<TokenStatus | null> => {
  const { data } = await reader.read({ kind: 'device list', path: deviceListPath(deviceId), reply: deviceListReply, signal });
  const device = data.find(({ id }) => isDevice(id, deviceId));
  if (device === undefined) return null;
  const state = tokenStateOf(device);
  return {
    ...(state === undefined ? {} : { state }),
    words: shownWords(device.token?.detailMessage ?? '', { hide: (text) => reader.paced.http.credentials.hide(text) }),
    ...(typeof device.token?.end === 'number' ? { endsAt: device.token.end } : {}),
    ...(typeof device.token?.freeMessages === 'number' ? { freeMessages: device.token.freeMessages } : {}),
  };
};

export const readPacs = async (reader: Reader, deviceTypeId: string, options: CallOptions): Promise<ReadonlyMap<DeviceId, Pac>> => {
  const pacs = new Map<DeviceId, Pac>();
  for await (const device of listDevices(reader, { deviceTypeId }, options)) {
    const deviceId = deviceOf(device.id);
    const pac = Pac.parse(device.pac ?? '');
    if (deviceId !== null && pac.ok) pacs.set(deviceId, pac.value);
  }
  return pacs;
};

export const readMessages = async (
  reader: Reader,
  deviceId: DeviceId,
  { since, limit, signal }: { readonly since: number; readonly limit: number } & CallOptions,
): Promise<readonly DeviceMessage[] | null> => {
  const path = messagesPath(deviceId, { since, limit: Math.min(limit, pageSize) });
  const reply = await reader.readIfThere({ kind: 'other', path, reply: messagesReply, signal });
  return (
    reply &&
    reply.data.map(({ time, data, seqNumber }) => ({ at: time, payload: (data ?? '').toUpperCase(), ...(typeof seqNumber === 'number' ? { sequenceNumber: seqNumber } : {}) }))
  );
};
