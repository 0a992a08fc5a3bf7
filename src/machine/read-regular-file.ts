import { readFile, stat } from 'node:fs/promises';

/** A file that is none, or larger than what is looked for there; `code` stands where a system's error has its own. */
class UnfitFile extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = 'UnfitFile';
    this.code = code;
  }
}

/**
 * A pipe or a device may keep its reader waiting for ever, or never end, and opening a serial port may reset what is on it.
 * @throws of the file system, as it comes; with the codes `not a file` and EISDIR
 */
export const requireRegularFile = async (path: string): Promise<{ readonly size: number }> => {
  const found = await stat(path);
  if (!found.isFile()) throw new UnfitFile(found.isDirectory() ? 'EISDIR' : 'not a file');
  return found;
};

/** @throws of the file system, as it comes; with the codes `not a file`, EISDIR and `too large` */
export const readRegularFile = async (path: string, { mostBytes }: { readonly mostBytes: number }): Promise<Buffer> => {
  const { size } = await requireRegularFile(path);
  if (size > mostBytes) throw new UnfitFile('too large');
  return readFile(path);
};
