import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

/** A folder of the test's own, gone with it. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pacline-series-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

export const seriesFile = (content: string | Uint8Array): string => {
  const path = join(temporaryFolder(), 'series.csv');
  writeFileSync(path, content);
  return path;
};
