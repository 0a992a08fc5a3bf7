import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The official API description may not be part of this project; where it lies beside it, clients and simulations are held against it. */
const file = resolve(import.meta.dirname, '../../../shared/facts/sigfox-api-v2.swagger.json');

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
  readonly responses: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface ApiDescription {
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export const isDescriptionMissing = !existsSync(file);

/** Says on the terminal that what needs the description is skipped. */
export const tellIfMissing = (what: string): void => {
  if (isDescriptionMissing)
    console.warn(`The official API description is not beside the project: ${what} is not checked.`);
};

export const readDescription = (): ApiDescription => {
  const parsed: ApiDescription = JSON.parse(readFileSync(file, 'utf8'));
  return parsed;
};

/** All properties and all requirements of a schema, whatever it is composed of. */
export const flatten = (
  schema: Schema,
  api: ApiDescription,
): Required<Pick<Schema, 'properties' | 'required'>> & Schema => {
  const named = schema.$ref === undefined ? schema : (api.definitions[schema.$ref.replace('#/definitions/', '')] ?? {});
  const parts = (named.allOf ?? []).map((part) => flatten(part, api));
  return {
    ...named,
    properties: Object.fromEntries(
      [...parts.map((part) => part.properties), named.properties ?? {}].flatMap((part) => Object.entries(part)),
    ),
    required: [...parts.flatMap((part) => part.required), ...(named.required ?? [])],
  };
};

/** Everything in which a value differs from its schema: types, required properties, properties that are not described. */
export const differences = (value: unknown, schema: Schema, api: ApiDescription, at = '$'): readonly string[] => {
  const { type, items, properties, required } = flatten(schema, api);
  if (Array.isArray(value)) {
    if (items === undefined) return [`${at}: is an array`];
    return value.flatMap((item, index) => differences(item, items, api, `${at}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) {
    const actual = Number.isInteger(value) && type !== 'number' ? 'integer' : typeof value;
    return actual === type ? [] : [`${at}: is ${actual}, not ${type}`];
  }
  return [
    ...(type === undefined || type === 'object' ? [] : [`${at}: is object, not ${type}`]),
    ...required.filter((key) => !(key in value)).map((key) => `${at}: lacks ${key}`),
    ...Object.entries(value).flatMap(([key, inner]) => {
      const described = properties[key];
      return described === undefined
        ? [`${at}: ${key} is not described`]
        : differences(inner, described, api, `${at}.${key}`);
    }),
  ];
};
