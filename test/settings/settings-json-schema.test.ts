import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { z } from 'zod';

import { settingsJsonSchema } from '../../src/settings/settings-json-schema.ts';
import { tableKeys } from '../../src/settings/settings-schema.ts';

/** The schema read back as a check, as an editor does. */
const asEditor = z.fromJSONSchema(settingsJsonSchema());

const shown = readFileSync(join(import.meta.dirname, '../../src/settings/README.md'), 'utf8');
const [, example = ''] = /^```toml\n([^]*?)^```/m.exec(shown) ?? [];

test('an editor accepts the settings that the page shows', () => {
  expect(asEditor.safeParse(parse(example)).error?.issues).toBeUndefined();
});

test.each([
  ['a misspelt key', '[lockout]\nredz = 2\n'],
  ['a value that is none of those there are', '[backend]\nversion = "v3"\n'],
  ['a key that is missing', '[[slot]]\nname = "left"\n'],
  ['a misspelt key of a product that stands alone', '[product]\nnmae = "A"\n'],
])('it marks %s', (_, text) => {
  expect(asEditor.safeParse(parse(text)).success).toBe(false);
});

test('it explains every key', () => {
  const text = JSON.stringify(settingsJsonSchema());
  for (const keys of Object.values(tableKeys))
    for (const { description } of Object.values(keys)) expect(text).toContain(JSON.stringify(description));
});
