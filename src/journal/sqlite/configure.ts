import type { DatabaseSync } from 'node:sqlite';
import { PaclineError } from '../../domain/errors/pacline-error.ts';

/** A commit is on the disk, not in its cache, before it is acknowledged; on macOS only `fullfsync` says so to the drive. */
export const configureForWriting = (database: DatabaseSync, path: string): void => {
  const mode = database.prepare('pragma journal_mode = wal').get();
  if (mode?.['journal_mode'] !== 'wal') {
    throw new PaclineError(
      'journal fault',
      `The file system of ${path} cannot hold a write-ahead log; choose a local disk`,
      { context: { path } },
    );
  }
  // The log is folded by KyselyJournal: SQLite would leave it as long as it is
  database.exec(
    'pragma synchronous = full; pragma fullfsync = on; pragma foreign_keys = on; pragma wal_autocheckpoint = 0',
  );
};
