import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { loadSettings } from './load-settings.ts';
import { defaultSettings } from '../settings-schema.ts';
import type { Settings } from '../settings.ts';
import { withSlots, type TaughtPlace } from './slot-tables.ts';

/** The settings that slots are taught into: those of the file, or the default where there is no file yet. @throws PaclineError bad settings */
export const loadOrBegin = async (path: string): Promise<Settings> =>
  (await exists(path)) ? (await loadSettings(path)).settings : defaultSettings;

/**
 * Writes taught slots into the settings file, and creates it where there is none. The new text is loaded before it takes the old one's
 * place, in one step: whatever goes wrong, the file is whole.
 * @throws PaclineError bad settings: what is there, or what it would become; the file is then as it was
 */
export const saveSlots = async (path: string, taught: readonly TaughtPlace[]): Promise<void> => {
  const before = await loadOrBegin(path);
  const isThere = await exists(path);
  const target = isThere ? await realpath(path) : path;
  const mode = isThere ? (await stat(target)).mode : 0o644;
  const written = withSlots(
    isThere ? await readFile(target, 'utf8') : '',
    before.slots.map(({ name }) => name),
    taught,
  );
  const draft = `${target}.${process.pid}.new`;
  try {
    // Never through a link that somebody laid there
    await rm(draft, { force: true });
    await writeFile(draft, written, { mode, flush: true, flag: 'wx' });
    await loadSettings(draft);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    const reason =
      error instanceof Error ? error.message.replaceAll(draft, path).replace(/ \(bad settings\)$/, '') : String(error);
    throw new PaclineError('bad settings', `The slots were not written, and ${path} is as it was: ${reason}`, {
      context: { path },
      cause: error,
    });
  }
};

const exists = async (path: string): Promise<boolean> => {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    // Anything else is told by the loading
    return true;
  }
};
