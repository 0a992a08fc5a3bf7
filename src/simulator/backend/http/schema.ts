import * as z from 'zod';
import { fieldsOf } from './fields.ts';

export const deviceId = z.string().regex(/^[0-9A-Fa-f]{1,8}$/, 'not a device ID: 1 to 8 hex digits');
export const entityId = z.string().regex(/^[0-9A-Fa-f]{24}$/, 'not an identifier: 24 hex digits');
export const pac = z.string().regex(/^[0-9A-Fa-f]{16}$/, 'not a PAC: 16 hex digits');
export const flag = z.enum(['true', 'false']).transform((word) => word === 'true');
const entityIds = z
  .string()
  .transform((list) => list.split(','))
  .pipe(z.array(entityId));

export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'not a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max));

/** Milliseconds since the epoch, in a query. */
const instant = wholeNumber(0, Number.MAX_SAFE_INTEGER);

/** @source newest official API description: bounds of limit and offset */
const paged = { limit: wholeNumber(1, 100).default(100), offset: wholeNumber(0, 40_000).default(0) };

const group = ['name', 'type', 'level', 'bssId', 'customerBssId'];
const deviceFields = { deviceType: ['name'], group, contract: ['name'], productCertificate: ['key'] };

/** @source official API description */
export const deviceListQuery = z
  .strictObject({
    id: deviceId.optional(),
    groupIds: entityIds.optional(),
    deep: flag.optional(),
    deviceTypeId: entityId.optional(),
    sort: z.enum(['id', '-id', 'name', '-name', 'lastCom', '-lastCom']).default('name'),
    minId: deviceId.optional(),
    maxId: deviceId.optional(),
    fields: fieldsOf({ ...deviceFields, modemCertificate: ['key'] }).optional(),
    authorizations: flag.optional(),
    ...paged,
  })
  .superRefine((query, context) => {
    if (query.sort === 'id' || query.sort === '-id') return;
    for (const bound of ['minId', 'maxId'] as const) {
      if (query[bound] !== undefined)
        context.addIssue({ code: 'custom', path: [bound], message: 'only with sort=id or sort=-id' });
    }
  });

export const deviceQuery = z.strictObject({
  fields: fieldsOf({ ...deviceFields, modemCertificate: ['key'] }).optional(),
  authorizations: flag.optional(),
});

/** @source official API description; `pageId` is the ID of the first device of the page: invented, the description calls it a token */
export const contractDevicesQuery = z.strictObject({
  deviceTypeId: entityId.optional(),
  fields: fieldsOf({ ...deviceFields, modemCertificate: ['name'] }).optional(),
  limit: paged.limit,
  pageId: deviceId.optional(),
});

const deviceTypeFields = fieldsOf({
  group: ['name', 'type', 'level'],
  contract: ['name'],
  geolocPayloadConfig: ['name'],
}).optional();

export const deviceTypeQuery = z.strictObject({ fields: deviceTypeFields, authorizations: flag.optional() });

/** @source official API description */
export const deviceTypeListQuery = z.strictObject({
  name: z.string().optional(),
  groupIds: entityIds.optional(),
  deep: flag.optional(),
  contractId: entityId.optional(),
  payloadType: wholeNumber(2, 9).optional(),
  sort: z.enum(['id', '-id', 'name', '-name']).default('id'),
  fields: deviceTypeFields,
  authorizations: flag.optional(),
  ...paged,
});

const contractFields = fieldsOf({
  group: ['name', 'type', 'level'],
  order: ['name'],
  blacklistedTerritories: ['group(name,type,level)'],
}).optional();

export const contractQuery = z.strictObject({ fields: contractFields, authorizations: flag.optional() });

/** @source official API description */
export const contractListQuery = z.strictObject({
  name: z.string().optional(),
  groupId: entityId.optional(),
  groupType: wholeNumber(0, 11).optional(),
  deep: flag.optional(),
  up: flag.optional(),
  fromTime: instant.optional(),
  toTime: instant.optional(),
  tokenDuration: wholeNumber(0, 1_000).optional(),
  subscriptionPlan: wholeNumber(0, 6).optional(),
  fields: contractFields,
  authorizations: flag.optional(),
  ...paged,
});

export const groupQuery = z.strictObject({
  fields: fieldsOf({ paths: ['name'] }).optional(),
  authorizations: flag.default(false),
});

export const apiUserListQuery = z.strictObject({
  groupIds: entityIds.optional(),
  fields: fieldsOf({ group }).optional(),
  authorizations: flag.optional(),
  ...paged,
});

/** @source official API description */
export const messageListQuery = z.strictObject({
  fields: fieldsOf({
    oob: [],
    ackRequired: [],
    device: ['name'],
    rinfos: ['cbStatus', 'rep', 'repetitions', 'baseStation(name)'],
    downlinkAnswerStatus: ['baseStation(name)'],
  }).optional(),
  since: instant.optional(),
  before: instant.optional(),
  ...paged,
});

/** @source official API description */
export const undeliveredListQuery = z.strictObject({ since: instant.optional(), before: instant.optional(), ...paged });

export const certificateQuery = z.strictObject({ fields: fieldsOf({ manufacturer: ['name'] }).optional() });
export const pacQuery = z.strictObject({ pac });

export const devicePathFields = z.strictObject({ id: deviceId });
export const entityPath = z.strictObject({ id: entityId });
export const jobPathFields = z.strictObject({ jobId: entityId });
