import { lstat, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a whole file or none, which stays so after a power cut: beside its place, to the disk, then into its place; a file of that name
 * is replaced.
 * @throws of the file system, as it comes
 */
export const writeFileAtomic = async (
  path: string,
  content: Uint8Array | string,
  { mode }: { readonly mode: number },
): Promise<void> => {
  const part = `${path}.part`;
  // One that a kill left behind may be open to others, and a link may lead to what is not to be written
  await removePart(part);
  const file = await open(part, 'wx', mode);
  try {
    await closing(file, () => file.writeFile(content).then(() => file.sync()));
    await rename(part, path);
  } catch (error) {
    await removePart(part);
    throw error;
  }
  await syncFolder(dirname(path));
};

/** What is neither a file nor a link under that name is not ours. */
const removePart = async (path: string): Promise<void> => {
  const found = await lstat(path).catch(() => null);
  if (found?.isFile() === true || found?.isSymbolicLink() === true) await rm(path, { force: true });
};

const closing = async (file: FileHandle, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } finally {
    await file.close();
  }
};

/** So that the new name outlives a power cut. Systems that cannot open a folder do it by themselves. */
export const syncFolder = async (folder: string): Promise<void> => {
  const opened = await open(folder, 'r').catch(() => null);
  if (opened === null) return;
  await closing(opened, () => opened.sync().catch(() => undefined));
};
