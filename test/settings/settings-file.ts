import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A settings file in a folder of its own, gone after the test. */
export const settingsFile = async (content: string | Uint8Array): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pacline-settings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'station.toml');
  await writeFile(path, content);
  return path;
};
