import { lstat, open, realpath } from 'node:fs/promises';
import { basename, dirname, sep } from 'node:path';

import { Option } from 'commander';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { accepted, refused } from '../../domain/parsed.ts';
import { writeFileAtomic } from '../../machine/write-file-atomic.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import type { CommandContext } from './command-context.ts';
import { Dialogue } from './dialogue.ts';

export interface OutputFlags {
  readonly force?: true;
}

export const forceOption = (): Option => new Option('--force', 'replace a file that is there');

/**
 * Whether a command may write a file at this path; to be asked before the work for it begins. A file that is there is replaced only
 * when it was said so, by --force or at a terminal; a journal, and whatever stands in the state folder, never is.
 * @throws PaclineError bad usage
 */
export const requireOutput = async (path: string, { force }: OutputFlags, context: CommandContext): Promise<void> => {
  const fault = (words: string): PaclineError =>
    new PaclineError('bad usage', `${path} ${words}`, { context: { path } });
  const found = await lstat(path).catch(() => null);
  // A link is replaced, and what it leads to stays
  if (found !== null && !found.isFile() && !found.isSymbolicLink())
    throw fault('is not a file; name one that may be replaced, or a new one.');
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  const state = await realpath(stateFolder(context)).catch(() => null);
  if (basename(path).startsWith('journal.') && (folder === state || (await isThere(journalFile(folder)))))
    throw fault('belongs to a journal, and that is not replaced; name another file.');
  if (found === null) return;
  if (state !== null && `${folder}${sep}`.startsWith(`${state}${sep}`))
    throw fault('is part of the state folder, and nothing there is replaced; name a file elsewhere.');
  if (found.isFile() && (await isDatabase(path)))
    throw fault('is a journal or another database, and that is not replaced; name another file.');
  if (force !== true && !(await mayReplace(path, context)))
    throw fault('is there already and was left as it is; --force replaces it.');
};

/** Writes the whole file or none. @throws PaclineError bad usage */
export const writeOutput = async (
  path: string,
  content: Uint8Array | string,
  { mode = 0o666 }: { readonly mode?: number } = {},
): Promise<void> => {
  try {
    await writeFileAtomic(path, content, { mode });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new PaclineError(
      'bad usage',
      `${path} cannot be written (${code}); name a file in a folder where this user may write.`,
      { context: { path }, cause },
    );
  }
};

const isThere = async (path: string): Promise<boolean> => (await lstat(path).catch(() => null)) !== null;

/** @source sqlite.org/fileformat.html, 1.3: the first 16 bytes; 4.1: the first four of a write-ahead log */
const isDatabase = async (path: string): Promise<boolean> => {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return false;
  try {
    const { buffer } = await file.read(Buffer.alloc(16));
    return buffer.toString('latin1') === 'SQLite format 3\0' || (buffer.readUInt32BE() & ~1) === 0x377f0682;
  } finally {
    await file.close();
  }
};

/** Asked where somebody sits at a terminal. */
const mayReplace = async (path: string, { err, signal }: CommandContext): Promise<boolean> => {
  if (!process.stdin.isTTY || !err.isTTY) return false;
  const dialogue = new Dialogue({ input: process.stdin, out: err, signal });
  try {
    return await dialogue.ask({
      words: `${path} is there already. Replace it? (yes, no)`,
      usual: 'no',
      parse: (answer) =>
        /^(?:y|yes|n|no)$/i.test(answer) ? accepted(/^y/i.test(answer)) : refused('bad usage', 'yes or no is expected'),
    });
  } finally {
    dialogue.close();
  }
};
