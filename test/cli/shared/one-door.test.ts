import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../../src');

test('what a person types is read in few places: questions and secrets, keys, and the lines of the scanner', () => {
  const readers = globSync('**/*.ts', { cwd: root }).filter((file) =>
    /createInterface\(|setRawMode\(|process\.stdin\.(?!isTTY)/.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(readers.toSorted()).toEqual([
    'cli/run/typed-lines.ts',
    'cli/shared/dialogue.ts',
    'cli/shared/read-keys.ts',
    'cli/shared/read-secret.ts',
  ]);
});
