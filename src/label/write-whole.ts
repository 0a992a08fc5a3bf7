import { open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Writes a whole file or none: beside its place, to the disk, then into its place; a file of that name is replaced.
 * @throws of the file system, as it comes
 */
export const writeWhole = async (path: string, bytes: Uint8Array, { mode }: { readonly mode: number }): Promise<void> => {
  const part = `${path}.part`;
  // One that a kill left behind may be open to others
  await rm(part, { force: true });
  const file = await open(part, 'wx', mode);
  try {
    await closing(file, () => file.writeFile(bytes).then(() => file.sync()));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
};

const closing = async (file: FileHandle, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } finally {
    await file.close();
  }
};

/** So that the new name outlives a power cut. Systems that cannot open a folder do it by themselves. */
const syncFolder = async (folder: string): Promise<void> => {
  const opened = await open(folder, 'r').catch(() => null);
  if (opened === null) return;
  await closing(opened, () => opened.sync().catch(() => undefined));
};

/** `stem.png`; where that is there, `stem-2.png` and so on: the number of the copy. */
export const nextCopy = async (folder: string, { stem, extension }: { readonly stem: string; readonly extension: string }): Promise<string> => {
  const numbers = (await readdir(folder)).flatMap((name) => {
    if (!name.startsWith(stem) || !name.endsWith(`.${extension}`)) return [];
    const between = name.slice(stem.length, -extension.length - 1);
    if (between === '') return [1];
    return /^-[1-9]\d*$/.test(between) ? [Number(between.slice(1))] : [];
  });
  const next = Math.max(0, ...numbers) + 1;
  return join(folder, `${stem}${next === 1 ? '' : `-${next}`}.${extension}`);
};
