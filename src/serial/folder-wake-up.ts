import { watch, type FSWatcher } from 'node:fs';

export interface FolderWatch {
  /** Aborts with the first entry that comes or goes. */
  readonly signal: AbortSignal;
  /** False where the first folder cannot be watched (no inotify watch left): look again by the clock. */
  readonly isArmed: boolean;
  close(): void;
}

/** Watches folders for one change in their listing; a folder that is not there is left out. Arm it before looking, so that nothing falls between. */
export const wakeOnChange = (folders: readonly string[]): FolderWatch => {
  const woken = new AbortController();
  const watchers = folders.map((folder) => watchListing(folder, () => woken.abort()));
  return {
    signal: woken.signal,
    isArmed: watchers[0] !== null,
    close: () => {
      for (const watcher of watchers) watcher?.close();
    },
  };
};

/** `change` is left out: in /dev it comes with every byte that anybody writes to a terminal. */
const watchListing = (folder: string, onChange: () => void): FSWatcher | null => {
  try {
    const watcher = watch(folder, (event) => {
      if (event === 'rename') onChange();
    });
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
};
