import { accessSync, constants, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { logBytes } from './fold-log.ts';
import { JournalDatabase } from './journal-database.ts';
import { requireFile } from './journal-file.ts';

/**
 * A journal's file to look at, of whatever version, whether a station writes in it or not, and on a disk that is full or can only be
 * read. Nothing of it is changed.
 * @throws PaclineError journal fault | journal read-only: no right to read it; of SQLite and the file system, as they come
 */
export const openReadOnly = (path: string): JournalDatabase => {
  requireFile(path);
  requireReadable(path);
  return new JournalDatabase({ database: readable(path), path });
};

const requireReadable = (path: string): void => {
  try {
    accessSync(path, constants.R_OK);
  } catch (cause) {
    throw new PaclineError('journal read-only', `${path} cannot be read; give this user the right to it`, {
      context: { path },
      cause,
    });
  }
};

const readable = (path: string): DatabaseSync => {
  try {
    return opened(path);
  } catch (error) {
    if (!isAboutIndex(error)) throw error;
    return logBytes(path) === 0 ? opened(unchanging(path)) : openCopy(path);
  }
};

const opened = (path: string | URL): DatabaseSync => {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
  try {
    // SQLite opens the files beside it when it is first asked something
    database.prepare('pragma schema_version').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/** SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN: the index of the log, in a file beside it, cannot be made. */
const isAboutIndex = (error: unknown): boolean =>
  error instanceof Error &&
  'errcode' in error &&
  typeof error.errcode === 'number' &&
  [8, 10, 13, 14].includes(error.errcode & 0xff);

/** Without a log nobody can be writing: SQLite needs no files beside it then. @source sqlite.org/uri.html, immutable */
const unchanging = (path: string): URL => {
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return url;
};

/** What stands in the log counts as well: both are read from a copy that nobody else can see, and that is gone with this process. */
const openCopy = (path: string): DatabaseSync => {
  const folder = mkdtempSync(join(tmpdir(), 'pacline-'));
  try {
    const copy = join(folder, basename(path));
    copyFileSync(path, copy);
    copyFileSync(`${path}-wal`, `${copy}-wal`);
    return opened(copy);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
