import { DatabaseSync } from 'node:sqlite';
import { JournalDatabase } from './journal-database.ts';
import { asJournalError } from './journal-error.ts';
import { requireFile } from './journal-file.ts';
import { currentSchemaVersion, schemaVersion } from './migrations.ts';

export interface SchemaAge {
  readonly found: number;
  /** What this program writes. */
  readonly current: number;
}

/** Which schema the file has, of whatever version it is. @throws PaclineError journal fault | journal read-only */
export const lookAtSchema = async (path: string): Promise<SchemaAge> => {
  try {
    requireFile(path);
    const database = new JournalDatabase({ database: new DatabaseSync(path, { readOnly: true, timeout: 1000 }), path });
    try {
      return { found: await database.use(schemaVersion), current: currentSchemaVersion };
    } finally {
      await database.close();
    }
  } catch (error) {
    throw asJournalError(error, path);
  }
};
