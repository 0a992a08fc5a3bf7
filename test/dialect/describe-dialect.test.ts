import { describe, expect, it } from 'vitest';

import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { dialects } from '../../firmware-protocols/index.ts';
import { describeDialect } from '../../src/dialect/describe-dialect.ts';

const described = (definition: DialectDefinition) => {
  const before = describeDialect(definition);
  return { before, after: JSON.parse(JSON.stringify(before)) as typeof before };
};

describe.each(dialects.map(({ definition }) => [definition.id, definition] as const))(
  'the description of %s',
  (id, definition) => {
    it('is plain JSON: nothing of it is lost on the way', () => {
      const { before, after } = described(definition);
      expect(after).toEqual(before);
      expect(after['id']).toBe(id);
    });

    it('has every field of the definition, and every command of it', () => {
      const { after } = described(definition);
      expect(Object.keys(after)).toEqual(expect.arrayContaining(Object.keys(definition)));
      expect(Object.keys(after['commands'] as object)).toEqual(Object.keys(definition.commands));
    });

    it('gives patterns as text with their flags', () => {
      const { success } = definition.results;
      expect(described(definition).after).toMatchObject({
        results: { success: { pattern: success.source, flags: success.flags } },
      });
    });
  },
);
