import { DeviceId } from '../../domain/device-id.ts';
import { Pac } from '../../domain/pac.ts';
import type { DeviceState } from '../backend-records.ts';
import type { RegisteredDevice } from '../backend.ts';
import { timeIn } from '../shared/times.ts';
import type { DeviceReply } from './replies.ts';

/** By the number the backend gives. @source API v1, device information */
const states: readonly DeviceState[] = ['ok', 'dead', 'off contract', 'disabled', 'warn'];

/** null for an entry whose ID is none we could have asked for. This API shows no certificate and no prototype flag. */
export const toRegisteredDevice = (reply: DeviceReply): RegisteredDevice | null => {
  const deviceId = DeviceId.parse(reply.id);
  if (!deviceId.ok) return null;
  const state = states[reply.state ?? -1];
  const pac = Pac.parse(reply.pac ?? '');
  // Text and samples of the documentation disagree on the unit
  const lastSeenAt = timeIn('seconds or ms', reply.last);
  const activationAt = timeIn('ms', reply.activationTime);
  return {
    deviceId: deviceId.value,
    name: reply.name ?? '',
    deviceTypeId: reply.type ?? null,
    certificate: null,
    prototype: null,
    ...(pac.ok ? { pac: pac.value } : {}),
    ...(state === undefined ? {} : { state }),
    ...(lastSeenAt === undefined ? {} : { lastSeenAt }),
    ...(activationAt === undefined ? {} : { activationAt }),
  };
};
