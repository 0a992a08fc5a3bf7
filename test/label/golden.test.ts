import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { draw, goldenLabels, goldenPath } from './golden-labels.ts';

test.each(Object.keys(goldenLabels))(
  'the built-in label %s is drawn as it was looked at (if meant to change: node test/label/golden-labels.ts)',
  async (name) => {
    expect((await draw(goldenLabels[name] ?? '')).equals(readFileSync(goldenPath(name)))).toBe(true);
  },
);
