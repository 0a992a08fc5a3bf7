import type { DeviceId } from '../../domain/device-id.ts';
import { Pac } from '../../domain/pac.ts';
import type { DeviceMessage, TokenState, TokenStatus } from '../backend-records.ts';
import { shownWords } from '../backend-words.ts';
import type { CallOptions } from '../backend.ts';
import { deviceOf } from '../job-failures.ts';
import type { Reader } from '../reader.ts';
import { toMilliseconds } from './registered-device.ts';
import { messagesReply, pacsReply, tokenReply } from './replies.ts';
import { messagesPath, pacsPath, pageSize, tokenPath } from './requests.ts';

/** By the number the backend gives: what 1 stands for is told in words only, which are not read. */
const tokenStates: readonly TokenState[] = ['ok', 'not ok', 'not consumed'];

export const readToken = async (reader: Reader, deviceId: DeviceId, { signal }: CallOptions): Promise<TokenStatus | null> => {
  const reply = await reader.readIfThere({ kind: 'other', path: tokenPath(deviceId), reply: tokenReply, signal });
  if (reply === null) return null;
  const state = tokenStates[reply.code ?? -1];
  return {
    ...(state === undefined ? {} : { state }),
    words: shownWords(reply.detailMessage ?? '', { hide: (text) => reader.paced.http.credentials.hide(text) }),
    ...(typeof reply.tokenEnd === 'number' ? { endsAt: reply.tokenEnd } : {}),
    ...(typeof reply.freeMessages === 'number' ? { freeMessages: reply.freeMessages } : {}),
  };
};

/** All of a device type in one answer. */
export const readPacs = async (reader: Reader, deviceTypeId: string, { signal }: CallOptions): Promise<ReadonlyMap<DeviceId, Pac>> => {
  const { data } = await reader.read({ kind: 'other', path: pacsPath(deviceTypeId), reply: pacsReply, signal });
  return new Map(
    data.flatMap((entry): readonly [DeviceId, Pac][] => {
      const deviceId = deviceOf(entry.id);
      const pac = Pac.parse(entry.pac ?? '');
      return deviceId !== null && pac.ok ? [[deviceId, pac.value]] : [];
    }),
  );
};

export const readMessages = async (
  reader: Reader,
  deviceId: DeviceId,
  { since, limit, signal }: { readonly since: number; readonly limit: number } & CallOptions,
): Promise<readonly DeviceMessage[] | null> => {
  const path = messagesPath(deviceId, { since, limit: Math.min(limit, pageSize) });
  const reply = await reader.readIfThere({ kind: 'other', path, reply: messagesReply, signal });
  return reply && reply.data.flatMap(({ time, data }) => (typeof time === 'number' ? [{ at: toMilliseconds(time), payload: (data ?? '').toUpperCase() }] : []));
};
