import { DeviceId } from '../../domain/device-id.ts';
import { ProductCertificate } from '../../domain/product-certificate.ts';
import type { ComState, DeviceState, TokenState } from '../backend-records.ts';
import type { RegisteredDevice } from '../backend.ts';
import type { DeviceReply } from './replies.ts';

/** By the number the backend gives. @source API v2, device and token */
const states: readonly DeviceState[] = ['ok', 'dead', 'off contract', 'disabled', 'warn', 'deleted', 'suspended', 'not activable'];
const comStates: readonly ComState[] = ['no', 'ok', 'warn', 'ko', 'not applicable', 'not seen'];
const tokenStates: readonly TokenState[] = ['ok', 'off contract', 'not consumed', 'invalid'];

export const tokenStateOf = (reply: DeviceReply): TokenState | undefined => tokenStates[reply.token?.state ?? -1];

/** null for an entry whose ID is none we could have asked for, such as a sample value from a manual. */
export const toRegisteredDevice = (reply: DeviceReply): RegisteredDevice | null => {
  const deviceId = DeviceId.parse(reply.id);
  if (!deviceId.ok) return null;
  const certificate = ProductCertificate.parse(reply.productCertificate?.key ?? '');
  return {
    deviceId: deviceId.value,
    name: reply.name ?? '',
    deviceTypeId: reply.deviceType?.id ?? '',
    certificate: certificate.ok ? certificate.value : null,
    prototype: reply.prototype ?? false,
    ...present('state', states[reply.state ?? -1]),
    ...present('comState', comStates[reply.comState ?? -1]),
    ...present('tokenState', tokenStateOf(reply)),
    ...present('lastSeenAt', reply.lastCom),
    ...present('activationAt', reply.activationTime),
    ...present('createdAt', reply.creationTime),
  };
};

const present = <Key extends string, Value>(key: Key, value: Value | null | undefined): { readonly [K in Key]?: Value } => {
  const some: { [K in Key]?: Value } = {};
  if (value !== null && value !== undefined) some[key] = value;
  return some;
};
