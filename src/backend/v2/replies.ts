import { z } from 'zod';
import { DeviceId } from '../../domain/device-id.ts';
import { ProductCertificate } from '../../domain/product-certificate.ts';
import type { RegisteredDevice } from '../backend.ts';

/*
 * Answers as the documentation describes them, and no stricter: fields are added unannounced, properties without a value
 * are left out, and fields vanish with the API user's rights. Required is only what an answer is worthless without.
 */

const reference = z.looseObject({ id: z.string().nullish(), name: z.string().nullish() });

export const createdReply = z.looseObject({ id: z.string() });

const device = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  deviceType: reference.nullish(),
  productCertificate: z.looseObject({ key: z.string().nullish() }).nullish(),
  prototype: z.boolean().nullish(),
});

export const deviceListReply = z.looseObject({
  data: z.array(device),
  paging: z.looseObject({ next: z.string().nullish() }).nullish(),
});

export const deviceTypeReply = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  group: reference.nullish(),
  contract: reference.nullish(),
  contracts: z.array(reference).nullish(),
});

export const contractReply = z.looseObject({
  name: z.string().nullish(),
  /** 0 = unlimited. */
  maxTokens: z.number().nullish(),
  tokensInUse: z.number().nullish(),
  /** Expired or revoked. */
  tokensUsed: z.number().nullish(),
  /** Milliseconds since the epoch; 0 = no end. */
  activationEndTime: z.number().nullish(),
});

export const groupReply = z.looseObject({
  maxPrototypeAllowed: z.number().nullish(),
  currentPrototypeCount: z.number().nullish(),
});

/** The same device, whatever case and zero padding the backend writes its ID in. */
export const isDevice = (text: string, deviceId: DeviceId): boolean => {
  const parsed = DeviceId.parse(text);
  return parsed.ok && parsed.value === deviceId;
};

/** null for an entry whose ID is none we could have asked for, such as a sample value from a manual. */
export const toRegisteredDevice = (entry: z.infer<typeof device>): RegisteredDevice | null => {
  const deviceId = DeviceId.parse(entry.id);
  if (!deviceId.ok) return null;
  const certificate = ProductCertificate.parse(entry.productCertificate?.key ?? '');
  return {
    deviceId: deviceId.value,
    name: entry.name ?? '',
    deviceTypeId: entry.deviceType?.id ?? '',
    certificate: certificate.ok ? certificate.value : null,
    prototype: entry.prototype ?? false,
  };
};
