import { asJournalError } from './journal-error.ts';
import { currentSchemaVersion, schemaVersion } from './migrations.ts';
import { openReadOnly } from './open-read-only.ts';

export interface SchemaAge {
  readonly found: number;
  /** What this program writes. */
  readonly current: number;
}

/** Which schema the file has, of whatever version it is. @throws PaclineError journal fault | journal read-only */
export const lookAtSchema = async (path: string): Promise<SchemaAge> => {
  try {
    const database = openReadOnly(path);
    try {
      return { found: await database.use(schemaVersion), current: currentSchemaVersion };
    } finally {
      await database.close();
    }
  } catch (error) {
    throw asJournalError(error, path);
  }
};
