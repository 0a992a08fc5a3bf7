import { open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * The file is there whole or as it was before, and stays so after a power cut. A part of that name from an earlier try is written over.
 * Rejects with the file system's own error.
 */
export const writeAtomically = async (path: string, text: string, { mode }: { readonly mode: number }): Promise<void> => {
  const part = `${path}.part`;
  const file = await open(part, 'w', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
  await syncFolder(dirname(path));
};

/** The new name, too, has to reach the disk. Windows opens no folders, and needs it not. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const opened = await open(join(folder, '.'), 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
};
