import * as z from 'zod';
import type { FieldError } from './answer.ts';

/** A request part that was understood, or all that is wrong with it. */
export type Valid<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: readonly FieldError[] };

const deviceId = z.string().regex(/^[0-9A-Fa-f]{1,8}$/, 'not a device ID: 1 to 8 hex digits');
const entityId = z.string().regex(/^[0-9A-Fa-f]{24}$/, 'not an identifier: 24 hex digits');
const flag = z.enum(['true', 'false']).transform((word) => word === 'true');
const entityIds = z.string().transform((list) => list.split(',')).pipe(z.array(entityId));

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'not a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max));

/** @source official API description: create request of one device */
export const deviceCreation = z.strictObject({
  id: deviceId,
  name: z.string().max(100),
  deviceTypeId: entityId,
  pac: z.string().regex(/^[0-9A-Fa-f]{16}$/, 'not a PAC: 16 hex digits'),
  productCertificate: z.strictObject({ key: z.string().optional() }).optional(),
  prototype: z.boolean().default(false),
  automaticRenewal: z.boolean().default(true),
  activable: z.boolean().default(true),
  lat: z.number().default(0),
  lng: z.number().default(0),
});

const paged = { limit: wholeNumber(1, 100).default(100), offset: wholeNumber(0, 40_000).default(0) };

/** The extra properties that a `fields` parameter asks for: entity → its properties. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** `entity(property,property),entity(property)`; a part of the offered properties may be asked for. */
const fieldsOf = (offered: Readonly<Record<string, readonly string[]>>) =>
  z.string().transform((text, context): Fields => {
    const asked = new Map<string, readonly string[]>();
    for (const term of text.split(/,(?![^(]*\))/)) {
      const [, entity = '', inner = ''] = /^(\w+)\(([\w,]+)\)$/.exec(term.trim()) ?? [];
      const properties = inner.split(',');
      if (!properties.every((property) => offered[entity]?.includes(property))) {
        context.addIssue({ code: 'custom', message: `unknown field; known: ${Object.keys(offered).join(', ')} with their properties in brackets` });
        return z.NEVER;
      }
      asked.set(entity, properties);
    }
    return asked;
  });

const group = ['name', 'type', 'level', 'bssId', 'customerBssId'];
const deviceFields = fieldsOf({
  deviceType: ['name'],
  group,
  contract: ['name'],
  productCertificate: ['key'],
  modemCertificate: ['key'],
}).optional();

/** @source official API description and its newest revision (bounds of limit and offset) */
export const deviceListQuery = z
  .strictObject({
    id: deviceId.optional(),
    groupIds: entityIds.optional(),
    deep: flag.optional(),
    deviceTypeId: entityId.optional(),
    sort: z.enum(['id', '-id', 'name', '-name', 'lastCom', '-lastCom']).default('name'),
    minId: deviceId.optional(),
    maxId: deviceId.optional(),
    fields: deviceFields,
    authorizations: flag.optional(),
    ...paged,
  })
  .superRefine((query, context) => {
    if (query.sort === 'id' || query.sort === '-id') return;
    for (const bound of ['minId', 'maxId'] as const) {
      if (query[bound] !== undefined) context.addIssue({ code: 'custom', path: [bound], message: 'only with sort=id or sort=-id' });
    }
  });

export const deviceQuery = z.strictObject({ fields: deviceFields, authorizations: flag.optional() });

const deviceTypeFields = fieldsOf({ group: ['name', 'type', 'level'], contract: ['name'], geolocPayloadConfig: ['name'] }).optional();

export const deviceTypeQuery = z.strictObject({ fields: deviceTypeFields, authorizations: flag.optional() });

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

export const contractQuery = z.strictObject({
  fields: fieldsOf({ group: ['name', 'type', 'level'], order: ['name'] }).optional(),
  authorizations: flag.optional(),
});

export const groupQuery = z.strictObject({ fields: fieldsOf({ paths: ['name'] }).optional(), authorizations: flag.default(false) });

export const apiUserListQuery = z.strictObject({
  groupIds: entityIds.optional(),
  fields: fieldsOf({ group }).optional(),
  authorizations: flag.optional(),
  ...paged,
});

export const devicePath = z.strictObject({ id: deviceId });
export const entityPath = z.strictObject({ id: entityId });

/** Never throws; errors name the field and never repeat its value. */
export const validate = <S extends z.ZodType>(schema: S, input: unknown, type: FieldError['type']): Valid<z.output<S>> => {
  const result = schema.safeParse(input);
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, errors: result.error.issues.flatMap((issue) => fieldErrors(issue, type)) };
};

/** As `validate`, for a body that is still text. */
export const validateBody = <S extends z.ZodType>(schema: S, text: string): Valid<z.output<S>> => {
  const input = readJson(text);
  return input === undefined
    ? { ok: false, errors: [{ type: 'body', field: '', message: 'not JSON' }] }
    : validate(schema, input, 'body');
};

/** undefined: not JSON. */
export const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const fieldErrors = (issue: z.core.$ZodIssue, type: FieldError['type']): FieldError[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ type, field: [...issue.path, key].join('.'), message: 'unknown property' }))
    : [{ type, field: issue.path.join('.'), message: issue.message }];
