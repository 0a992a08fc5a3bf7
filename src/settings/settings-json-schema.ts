import { z } from 'zod';

import { settingsSchema } from './settings-schema.ts';
import { product } from './tables/product.ts';

/** The shape of `station.toml` as a JSON schema, for editors. It knows less than the loading: which keys go together, and what texts mean. */
export const settingsJsonSchema = (): Readonly<Record<string, unknown>> => {
  const { $schema, properties, ...station } = z.toJSONSchema(settingsSchema, asWritten);
  const { $schema: _, ...one } = z.toJSONSchema(product, asWritten);
  return {
    $schema,
    title: 'station.toml of Pacline',
    ...station,
    properties: { ...properties, product: { anyOf: [{ type: 'array', items: one }, one] } },
  };
};

/** What a person writes, and not what becomes of it; a value that has no form in JSON may be anything. */
const asWritten = { io: 'input', unrepresentable: 'any' } as const;
