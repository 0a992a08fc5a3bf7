import * as z from 'zod';
import { deviceId, entityId, flag, pac, wholeNumber } from '../http/schema.ts';

/* Requests of v1. @source official v1 reference, and clients that were written to it */

/** One certificate, as plain text, for all its devices. */
export const creation = z.strictObject({
  prefix: z.string().max(40).default(''),
  ids: z.array(z.strictObject({ id: deviceId, pac })).min(1, 'at least one is needed'),
  productCertificate: z.string().optional(),
});

/** The root is the array itself; each object is judged on its own. */
export const editList = z.array(z.unknown()).min(1, 'at least one is needed');

export const edit = z.strictObject({
  id: deviceId,
  name: z.string().max(100).optional(),
  lat: z.number().optional(),
  lng: z.number().optional(),
  deviceTypeId: entityId.optional(),
  tokenRenewForbidden: z.boolean().optional(),
  productCertificate: z.string().optional(),
});

export const replacement = z.strictObject({ deviceId, targetDeviceId: deviceId });

export const deviceTypeList = z.strictObject({
  includeSubGroups: flag.optional(),
  contractInfoId: entityId.optional(),
});

export const deviceList = z.strictObject({
  limit: wholeNumber(1, 100).default(100),
  offset: wholeNumber(0, 999_999_999).default(0),
});
