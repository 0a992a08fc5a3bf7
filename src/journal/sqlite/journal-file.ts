import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';

import { PaclineError } from '../../domain/errors/pacline-error.ts';

/**
 * Makes the folder where there is none, for its owner only; one that is there keeps its rights. Not by `recursive`: where the
 * parent is there but takes no folder, as in /proc, that tries for ever (seen on Node 24.21).
 */
export const createStateFolder = (path: string): void => {
  if (existsSync(path)) return;
  createStateFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another one that starts just now was faster.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
};

/**
 * Makes sure of a file that its owner alone can read, and that this process may write: SQLite falls back to reading
 * without a word, and a lock on such a file locks nothing. SQLite gives the -wal and -shm beside it the same rights.
 *
 * An existing file is never opened here: closing it would drop every lock that SQLite holds on it in this process.
 * @source sqlite.org/howtocorrupt.html, section 2.2
 */
export const createPrivateFile = (path: string): void => {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  requireFile(path);
  accessSync(path, constants.R_OK | constants.W_OK);
  chmodSync(path, 0o600);
};

/** @throws PaclineError journal fault */
export const requireFile = (path: string): void => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new PaclineError(
      'journal fault',
      `There is no journal at ${path}; one is made with the first unit, or set PACLINE_STATE_DIR`,
      { context: { path } },
    );
  }
  if (!found.isFile())
    throw new PaclineError('journal fault', `${path} is not a file; set another PACLINE_STATE_DIR`, {
      context: { path },
    });
};

/** Copies a journal as it is, with its log, under another name beside it; on the disk when this returns. Gives the names of what held something. */
export const copyAside = (path: string, aside: string): readonly string[] =>
  ['', '-wal'].flatMap((part) => {
    if ((statSync(`${path}${part}`, { throwIfNoEntry: false })?.size ?? 0) === 0) return [];
    copyFileSync(`${path}${part}`, `${aside}${part}`);
    const copy = openSync(`${aside}${part}`, 'r+');
    try {
      fsyncSync(copy);
    } finally {
      closeSync(copy);
    }
    return [`${aside}${part}`];
  });
