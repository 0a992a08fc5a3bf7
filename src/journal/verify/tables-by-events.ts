import { DatabaseSync } from 'node:sqlite';
import type { Kysely } from 'kysely';
import type { VerifyOptions } from '../journal.ts';
import { JournalDatabase } from '../sqlite/journal-database.ts';
import { migrate } from '../sqlite/migrations.ts';
import { decodeEventRow } from '../sqlite/event-rows.ts';
import { projectEvent } from '../projections/project-event.ts';
import type { EventRow, JournalSchema } from '../sqlite/schema.ts';
import { compareTables } from './compare-tables.ts';

/** So many differences are named: the first ones tell what has happened. */
const mostNamed = 10;

/** The tables that the events of a journal make, in a database of their own. */
export class TablesByEvents {
  readonly #database: JournalDatabase;
  /** The first event that cannot have happened; null: all can. */
  #impossible: string | null = null;

  /** In a database with this program's schema that holds nothing yet; owns it from here on. */
  constructor(database: JournalDatabase) {
    this.#database = database;
  }

  /** In memory, and where that is not enough in a file that nobody else sees and that is gone with this process. */
  static async inMemory(): Promise<TablesByEvents> {
    const file = new DatabaseSync('');
    file.exec('pragma journal_mode = memory; pragma cache_size = -65536; pragma foreign_keys = on');
    const database = new JournalDatabase({ database: file, path: 'the tables made anew' });
    await database.use((db) => migrate(db, database.path));
    return new TablesByEvents(database);
  }

  /** The next events, in order. */
  async take(rows: readonly EventRow[]): Promise<void> {
    if (this.#impossible !== null) return;
    await this.#database.use((db) =>
      db.transaction().execute(async (transaction) => {
        for (const row of rows) {
          try {
            await projectEvent(transaction, decodeEventRow(row));
          } catch (error) {
            this.#impossible = `event ${row.sequence} ("${row.kind}") cannot have happened after those before it: ${error instanceof Error ? error.message : String(error)}`;
            return;
          }
        }
      }),
    );
  }

  /** How the tables of the journal differ, the first of it. */
  async differencesTo(
    found: Kysely<JournalSchema>,
    { signal }: Pick<VerifyOptions, 'signal'>,
  ): Promise<readonly string[]> {
    if (this.#impossible !== null) return this.impossible;
    return this.#database.use((made) => compareTables({ found, made, limit: mostNamed, signal }));
  }

  /** Of the events themselves: what cannot have happened, the first of it. */
  get impossible(): readonly string[] {
    return this.#impossible === null ? [] : [this.#impossible];
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}
