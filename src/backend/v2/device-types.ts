import type { Callback, DeviceType, UndeliveredCallbacks } from '../backend-records.ts';
import { shownWords } from '../shared/backend-words.ts';
import type { CallOptions } from '../backend.ts';
import { deviceOf } from '../shared/job-failures.ts';
import { readPages } from '../shared/pages.ts';
import type { Reader } from '../shared/reader.ts';
import { timeIn } from '../shared/times.ts';
import {
  callbacksReply,
  deviceTypeListReply,
  undeliveredReply,
  type CallbackReply,
  type DeviceTypeReply,
} from './replies.ts';
import { callbacksPath, deviceTypesPath, undeliveredPath } from './requests.ts';

/** The list has an end at offset 40,000, as that of devices (assumed). */
const mostPages = 401;

export const toDeviceType = (reply: DeviceTypeReply): DeviceType => ({
  id: reply.id,
  name: reply.name ?? reply.id,
  groupId: reply.group?.id ?? null,
  contractIds: [...new Set([reply.contract, ...(reply.contracts ?? [])].flatMap((contract) => contract?.id ?? []))],
  projectId: reply.projectId ?? null,
});

export async function* listDeviceTypes(
  reader: Reader,
  { name }: { readonly name?: string },
  { signal }: CallOptions,
): AsyncGenerator<DeviceType, void, undefined> {
  for await (const { entries } of readPages(reader, {
    kind: 'other',
    path: deviceTypesPath({ name }),
    reply: deviceTypeListReply,
    mostPages,
    signal,
  }))
    yield* entries.map(toDeviceType);
}

export const readCallbacks = async (
  reader: Reader,
  deviceTypeId: string,
  { signal }: CallOptions,
): Promise<readonly Callback[] | null> => {
  const reply = await reader.readIfThere({
    kind: 'other',
    path: callbacksPath(deviceTypeId),
    reply: callbacksReply,
    signal,
  });
  return reply && reply.data.map(toCallback);
};

/** By the number the backend gives. @source API v2, callback */
const kinds = ['data', 'service', 'error'] as const;
const subtypes = [
  'status',
  'geolocation',
  'uplink',
  'bidirectional',
  'acknowledge',
  'repeater',
  'data advanced',
] as const;
const channels = new Map([
  ['URL', 'url'],
  ['BATCH_URL', 'batch url'],
  ['EMAIL', 'email'],
] as const);

const toCallback = ({ id, channel, callbackType, callbackSubtype, enabled, dead, url }: CallbackReply): Callback => ({
  id: id ?? '',
  channel: new Map<string, Callback['channel']>(channels).get(channel ?? '') ?? null,
  kind: kinds[callbackType ?? -1] ?? null,
  subtype: subtypes[callbackSubtype ?? -1] ?? null,
  isEnabled: enabled ?? null,
  hasFailed: dead ?? null,
  host: URL.parse(url ?? '')?.host ?? null,
});

/** One page: who wants to know whether a series is lost does not need every message of it. */
export const readUndelivered = async (
  reader: Reader,
  deviceTypeId: string,
  { since, signal }: { readonly since: number } & CallOptions,
): Promise<UndeliveredCallbacks | null> => {
  const reply = await reader.readIfThere({
    kind: 'undelivered callbacks',
    path: undeliveredPath(deviceTypeId, { since }),
    reply: undeliveredReply,
    signal,
  });
  const hide = (text: string): string => reader.paced.http.credentials.hide(text);
  return (
    reply && {
      entries: reply.data.map(({ deviceId, time, status, message }) => ({
        deviceId: deviceOf(deviceId),
        at: timeIn('seconds or ms', time) ?? null,
        words: shownWords([status, message].filter((part) => typeof part === 'string' && part !== '').join(': '), {
          hide,
        }),
      })),
      isCut: typeof reply.paging?.next === 'string',
    }
  );
};
