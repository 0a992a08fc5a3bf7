import type { ErrorCode } from '../../domain/errors/error-table.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';

/** @source sqlite.org/rescode.html, primary result codes */
const sqliteCodes: Readonly<Record<number, ErrorCode>> = {
  3: 'journal read-only', // SQLITE_PERM
  5: 'journal in use', // SQLITE_BUSY
  6: 'journal in use', // SQLITE_LOCKED
  8: 'journal read-only', // SQLITE_READONLY
  11: 'journal damaged', // SQLITE_CORRUPT
  13: 'journal full', // SQLITE_FULL
  14: 'journal read-only', // SQLITE_CANTOPEN: whether the file is there was asked before
  19: 'internal fault', // SQLITE_CONSTRAINT
};

/**
 * SQLITE_IOERR_SHMSIZE: no room for the -shm file.
 * Seen on a tmpfs filled up to a few pages, where every other write says SQLITE_FULL.
 */
const noRoomForIndex = 4874;

const systemCodes: Readonly<Record<string, ErrorCode>> = {
  EACCES: 'journal read-only',
  EPERM: 'journal read-only',
  EROFS: 'journal read-only',
  ENOSPC: 'journal full',
  EDQUOT: 'journal full',
};

const sentences: Readonly<Partial<Record<ErrorCode, (path: string) => string>>> = {
  'journal full': (path) => `The disk has no room for ${path}; free some and go on, nothing journalled was lost`,
  'journal read-only': (path) =>
    `${path} cannot be written; give this user the right to it and to its folder, or set PACLINE_STATE_DIR`,
  'journal in use': (path) => `Another program holds ${path}; stop it, or set another PACLINE_STATE_DIR`,
  'journal damaged': (path) => `${path} is damaged; keep it as it is`,
  'internal fault': (path) => `An event contradicts what stands in ${path}`,
};

/** What SQLite and the file system say, in our words; any other error comes back as it is. */
export const asJournalError = (error: unknown, path: string): unknown => {
  if (!(error instanceof Error) || PaclineError.is(error)) return error;
  const code = codeOf(error);
  if (code === null) return error;
  const sentence = sentences[code]?.(path) ?? `${path} cannot be used: ${error.message}; check the disk and the file`;
  return new PaclineError(code, sentence, { context: { path }, cause: error });
};

const codeOf = (error: Error): ErrorCode | null => {
  // node:sqlite gives the extended result code, whose low byte is the primary one
  if ('errcode' in error && typeof error.errcode === 'number') {
    return error.errcode === noRoomForIndex ? 'journal full' : (sqliteCodes[error.errcode & 0xff] ?? 'journal fault');
  }
  if ('errno' in error && 'code' in error && typeof error.code === 'string')
    return systemCodes[error.code] ?? 'journal fault';
  return null;
};
