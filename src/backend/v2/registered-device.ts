import { DeviceId } from '../../domain/device-id.ts';
import { Pac } from '../../domain/pac.ts';
import { ProductCertificate } from '../../domain/product-certificate.ts';
import type { ComState, DeviceState, TokenState } from '../backend-records.ts';
import type { RegisteredDevice } from '../backend.ts';
import { timeIn } from '../shared/times.ts';
import type { DeviceReply } from './replies.ts';

/** By the number the backend gives. @source API v2, device and token */
const states: readonly DeviceState[] = [
  'ok',
  'dead',
  'off contract',
  'disabled',
  'warn',
  'deleted',
  'suspended',
  'not activable',
];
const comStates: readonly ComState[] = ['no', 'ok', 'warn', 'ko', 'not applicable', 'not seen'];
const tokenStates: readonly TokenState[] = ['ok', 'off contract', 'not consumed', 'invalid'];

/** null for an entry whose ID is none we could have asked for, such as a sample value from a manual. */
export const toRegisteredDevice = (reply: DeviceReply): RegisteredDevice | null => {
  const deviceId = DeviceId.parse(reply.id);
  if (!deviceId.ok) return null;
  const pac = Pac.parse(reply.pac ?? '');
  return {
    deviceId: deviceId.value,
    name: reply.name ?? '',
    deviceTypeId: reply.deviceType?.id ?? null,
    certificate: certificateOf(reply),
    prototype: reply.prototype ?? null,
    ...present('pac', pac.ok ? pac.value : null),
    ...present('state', states[reply.state ?? -1]),
    ...present('comState', comStates[reply.comState ?? -1]),
    ...present('tokenState', tokenStates[reply.token?.state ?? -1]),
    ...present('lastSeenAt', timeIn('ms', reply.lastCom)),
    ...present('activationAt', timeIn('ms', reply.activationTime)),
    ...present('createdAt', timeIn('ms', reply.creationTime)),
  };
};

/** In 2018 the certificate stood under `name`, which today is the product's own. */
const certificateOf = ({ productCertificate }: DeviceReply): ProductCertificate | null => {
  for (const text of [productCertificate?.key, productCertificate?.name]) {
    const parsed = ProductCertificate.parse(text ?? '');
    if (parsed.ok) return parsed.value;
  }
  return null;
};

const present = <Key extends string, Value>(
  key: Key,
  value: Value | null | undefined,
): { readonly [K in Key]?: Value } => {
  const some: { [K in Key]?: Value } = {};
  if (value !== null && value !== undefined) some[key] = value;
  return some;
};
