import { DeviceId } from '../../domain/device-id.ts';
import type { DeviceState } from '../backend-records.ts';
import type { RegisteredDevice } from '../backend.ts';
import type { DeviceReply } from './replies.ts';

/** By the number the backend gives. @source API v1, device information */
const states: readonly DeviceState[] = ['ok', 'dead', 'off contract', 'disabled', 'warn'];

/** As seconds this is the year 5138, as milliseconds 1973. */
const secondsEnd = 100_000_000_000;

/** The text of the documentation says milliseconds, its samples and real answers have seconds: both are understood. */
export const toMilliseconds = (time: number): number => (time < secondsEnd ? time * 1000 : time);

/** null for an entry whose ID is none we could have asked for. This API shows no certificate and no prototype flag. */
export const toRegisteredDevice = (reply: DeviceReply): RegisteredDevice | null => {
  const deviceId = DeviceId.parse(reply.id);
  if (!deviceId.ok) return null;
  const state = states[reply.state ?? -1];
  return {
    deviceId: deviceId.value,
    name: reply.name ?? '',
    deviceTypeId: reply.type ?? '',
    certificate: null,
    prototype: false,
    certification: 'not shown',
    ...(state === undefined ? {} : { state }),
    // 0: it never sent anything
    ...(typeof reply.last === 'number' && reply.last > 0 ? { lastSeenAt: toMilliseconds(reply.last) } : {}),
    ...(typeof reply.activationTime === 'number' ? { activationAt: reply.activationTime } : {}),
  };
};
