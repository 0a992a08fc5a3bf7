import { DatabaseSync } from 'node:sqlite';
import { JournalDatabase } from './sqlite/journal-database.ts';
import { asJournalError } from './sqlite/journal-error.ts';
import { requireFile } from './sqlite/journal-file.ts';
import type { JournalReader } from './journal.ts';
import { KyselyJournalReader } from './sqlite/kysely-journal-reader.ts';
import { requireCurrentSchema } from './sqlite/migrations.ts';

/**
 * The journal to look at, whether a station writes in it or not. Never makes a journal.
 * @throws PaclineError journal fault (none there, not a journal, another version) | journal read-only (no right to read it)
 */
export const openJournalReader = async ({ path }: { readonly path: string }): Promise<JournalReader> => {
  try {
    requireFile(path);
    const database = new JournalDatabase({ database: new DatabaseSync(path, { readOnly: true, timeout: 1000 }), path });
    try {
      await database.use((db) => requireCurrentSchema(db, path));
    } catch (error) {
      await database.close();
      throw error;
    }
    return new KyselyJournalReader(database);
  } catch (error) {
    throw asJournalError(error, path);
  }
};
