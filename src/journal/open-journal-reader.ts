import type { PaclineError } from '../domain/errors/pacline-error.ts';
import { asJournalError } from './sqlite/journal-error.ts';
import type { JournalReader } from './journal.ts';
import { KyselyJournalReader } from './sqlite/kysely-journal-reader.ts';
import { requireCurrentSchema } from './sqlite/migrations.ts';
import { contradictionOf, nothingYet, openBegun, refusal } from './witness/against-witness.ts';
import { readWitness } from './witness/witness-file.ts';

export interface ReaderOptions {
  readonly path: string;
  /** Told that the journal that is there is not the one that was written, and then it is read all the same; left out: it is refused. */
  readonly ifContradicted?: (why: PaclineError) => void;
}

/**
 * The journal to look at, whether a station writes in it or not. Never makes a journal.
 * @throws PaclineError journal fault (none there, not a journal, another version) | journal incomplete | journal broken | journal read-only (no right to read it)
 */
export const openJournalReader = async ({ path, ifContradicted }: ReaderOptions): Promise<JournalReader> => {
  try {
    // Before the journal is looked at: a whole one is never behind it
    const witness = readWitness(path);
    const database = await openBegun(path);
    try {
      const contradiction = await contradictionOf(witness, database, path);
      if (database === null) throw contradiction === null ? nothingYet(path) : refusal(contradiction, path);
      await database.use((db) => requireCurrentSchema(db, path));
      if (contradiction !== null) {
        if (ifContradicted === undefined) throw refusal(contradiction, path);
        ifContradicted(refusal(contradiction, path));
      }
      return new KyselyJournalReader(database);
    } catch (error) {
      await database?.close();
      throw error;
    }
  } catch (error) {
    throw asJournalError(error, path);
  }
};
