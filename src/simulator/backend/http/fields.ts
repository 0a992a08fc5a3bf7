import * as z from 'zod';

/** A reference to another entity: its id always, its other properties only where `fields` asks for them. */
export const reference = (
  entity: { readonly id: string; readonly [property: string]: unknown },
  asked: readonly string[] = [],
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entity).filter(([key]) => key === 'id' || asked.includes(key)));

/** The extra properties that a `fields` parameter asks for: entity → its properties; none for a property asked for by its bare name. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** `entity(property,property),property`; a part of the offered properties may be asked for, an empty list offers the bare name. */
export const fieldsOf = (offered: Readonly<Record<string, readonly string[]>>) =>
  z.string().transform((text, context): Fields => {
    const asked = new Map<string, readonly string[]>();
    for (const term of termsOf(text)) {
      const [, entity = '', inner] = /^(\w+)(?:\((.+)\))?$/.exec(term) ?? [];
      const properties = inner === undefined ? [] : termsOf(inner);
      const known = offered[entity];
      if (
        known === undefined ||
        (properties.length === 0) !== (known.length === 0) ||
        !properties.every((property) => known.includes(property))
      ) {
        context.addIssue({
          code: 'custom',
          message: `unknown field; known: ${Object.keys(offered).join(', ')} with their properties in brackets`,
        });
        return z.NEVER;
      }
      asked.set(entity, properties);
    }
    return asked;
  });

/** The parts between commas that stand in no brackets. */
const termsOf = (text: string): readonly string[] => {
  const terms: string[] = [''];
  let depth = 0;
  for (const character of text) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (character === ',' && depth === 0) terms.push('');
    else terms.push(`${terms.pop() ?? ''}${character}`);
  }
  return terms.map((term) => term.trim());
};
