import * as z from 'zod';
import type { DeviceEdition } from '../world/entities.ts';
import { deviceId, entityId, pac } from '../http/schema.ts';

/* Request bodies of v2. What is not in the description is refused. @source official API description */

const certificate = z.strictObject({ key: z.string().optional() });
const position = { lat: z.number().default(0), lng: z.number().default(0) };
const subscription = { automaticRenewal: z.boolean().default(true), activable: z.boolean().default(true) };
const atLeastOne = <T extends z.ZodType>(item: T) => z.array(item).min(1, 'at least one is needed');

export const deviceCreation = z.strictObject({
  id: deviceId,
  name: z.string().max(100),
  deviceTypeId: entityId,
  pac,
  productCertificate: certificate.optional(),
  prototype: z.boolean().default(false),
  ...subscription,
  ...position,
});

/** One certificate and one prototype flag for all its devices. */
export const bulkCreation = z.strictObject({
  deviceTypeId: entityId,
  productCertificate: certificate.optional(),
  prototype: z.boolean().default(false),
  prefix: z.string().max(40).default(''),
  data: atLeastOne(
    z.strictObject({ id: deviceId, pac: pac.optional(), name: z.string().optional(), ...subscription, ...position }),
  ),
});

/** Properties that are missing stay as they are, null takes an optional one back to what it is by default. */
const edition = {
  productCertificate: certificate.nullable().optional(),
  prototype: z.boolean().nullable().optional(),
  lat: z.number().nullable().optional(),
  lng: z.number().nullable().optional(),
  automaticRenewal: z.boolean().nullable().optional(),
  activable: z.boolean().nullable().optional(),
};

export const deviceUpdate = z.strictObject({ name: z.string().max(100).optional(), ...edition });

export const bulkEdition = z.strictObject({
  data: atLeastOne(z.strictObject({ id: deviceId, name: z.string().optional(), ...edition })),
});

export const editionOf = (update: z.output<typeof deviceUpdate>): DeviceEdition => ({
  name: update.name,
  productCertificate: update.productCertificate === undefined ? undefined : (update.productCertificate?.key ?? null),
  prototype: orDefault(update.prototype, false),
  lat: orDefault(update.lat, 0),
  lng: orDefault(update.lng, 0),
  automaticRenewal: orDefault(update.automaticRenewal, true),
  activable: orDefault(update.activable, true),
});

const orDefault = <T>(value: T | null | undefined, byDefault: T): T | undefined => (value === null ? byDefault : value);

/** @source official API description since 2021: activable by default */
export const bulkTransfer = z.strictObject({
  deviceTypeId: entityId,
  data: atLeastOne(
    z.strictObject({ id: deviceId, keepHistory: z.boolean().default(false), activable: z.boolean().default(true) }),
  ),
});

export const bulkReplacement = z.strictObject({
  data: atLeastOne(z.strictObject({ deviceId, targetDeviceId: deviceId })),
});

export const bulkAction = z.strictObject({ data: atLeastOne(deviceId) });

const unsubscriptionTime = z.int().min(0);
export const unsubscription = z.strictObject({ unsubscriptionTime });
export const bulkUnsubscription = z.strictObject({
  data: atLeastOne(z.strictObject({ id: deviceId, unsubscriptionTime })),
});
