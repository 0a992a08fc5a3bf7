import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

import { Bell } from '../../async/bell.ts';
import type { Clock } from '../../domain/clock.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { loadSettings, type LoadedSettings } from './load-settings.ts';

/** What happened to the file. After `faulty` the settings before it go on holding. */
export type SettingsChange =
  | { readonly kind: 'changed'; readonly loaded: LoadedSettings }
  | { readonly kind: 'faulty'; readonly error: PaclineError };

/** Editors write in several steps, the first of which often empties the file: it has to be left alone so long to be believed, in ms. */
const quietMs = 200;

/** Folders of other machines, and links that lead elsewhere, tell nothing: so often it is looked without being told, in ms. */
const lookEveryMs = 5000;

/**
 * Every change of the file since it was loaded, as the file stands when it is asked for: edits that were undone in between are
 * not told. A fault is told once; a file that is put back after it is a change, with the digest it had before.
 * Ends by throwing the signal's reason.
 */
export async function* watchSettings(
  { path, digest }: Pick<LoadedSettings, 'path' | 'digest'>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): AsyncGenerator<SettingsChange, never, undefined> {
  const touched = new Bell();
  const watcher = watchFolder(dirname(path), (name) => {
    // Some systems do not tell the name.
    if (name === null || name === basename(path)) touched.ring();
  });
  let told = digest;
  try {
    for (;;) {
      signal.throwIfAborted();
      const seen = await stateOf(path);
      if (seen.mark === told) {
        await touched.isRungWithin(lookEveryMs, { clock, signal });
        continue;
      }
      while (await touched.isRungWithin(quietMs, { clock, signal }));
      signal.throwIfAborted();
      const left = await stateOf(path);
      if (left.mark !== seen.mark) continue;
      told = left.mark;
      yield left.change;
    }
  } finally {
    watcher?.close();
  }
}

const stateOf = async (path: string): Promise<{ readonly mark: string; readonly change: SettingsChange }> => {
  try {
    const loaded = await loadSettings(path);
    return { mark: loaded.digest, change: { kind: 'changed', loaded } };
  } catch (error) {
    if (!PaclineError.is(error)) throw error;
    return { mark: error.message, change: { kind: 'faulty', error } };
  }
};

/** The folder, because editors put a new file in the old one's place; null where the system has no watch left: then there is only the clock. */
const watchFolder = (folder: string, onTouched: (name: string | null) => void): FSWatcher | null => {
  try {
    const watcher = watch(folder, (_, name) => onTouched(name));
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
};
