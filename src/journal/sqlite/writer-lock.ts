import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { asJournalError } from './journal-error.ts';
import { createPrivateFile } from './journal-file.ts';

export interface WriterLock {
  /** May be called more than once. */
  release(): void;
}

/**
 * Makes this process the only writer in a state folder until it releases the lock or dies, however it dies. The lock is a
 * transaction held open on an empty database of its own, so that readers of the journal are not kept out.
 * @throws PaclineError journal in use | journal read-only | journal full | journal fault
 */
export const takeWriterLock = (folder: string): WriterLock => {
  const path = join(folder, 'writer.lock');
  let database: DatabaseSync | null = null;
  try {
    createPrivateFile(path);
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('begin exclusive');
  } catch (cause) {
    database?.close();
    const error = asJournalError(cause, path);
    if (!PaclineError.is(error, 'journal in use')) throw error;
    throw new PaclineError(
      'journal in use',
      `Another pacline works in ${folder}; stop it, or set another PACLINE_STATE_DIR`,
      { context: { folder }, cause },
    );
  }
  const held = database;
  return {
    release: () => {
      if (held.isOpen) held.close();
    },
  };
};
