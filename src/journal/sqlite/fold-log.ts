import { statSync } from 'node:fs';
import { sql, type Kysely } from 'kysely';
import type { JournalSchema } from './schema.ts';

/** How much stands in the write-ahead log of a journal, in bytes. */
export const logBytes = (journal: string): number => statSync(`${journal}-wal`, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Carries what stands in the write-ahead log over into the database and empties the log, as far as readers let it: nothing waits for
 * them. An emptied log holds no old pages that could come back when one of its bytes is damaged.
 */
export const foldLog = async (db: Kysely<JournalSchema>): Promise<void> => {
  const { rows } = await sql<{ timeout: number }>`pragma busy_timeout`.execute(db);
  await sql`pragma busy_timeout = 0`.execute(db);
  try {
    await sql`pragma wal_checkpoint(truncate)`.execute(db);
  } finally {
    await sql`pragma busy_timeout = ${sql.lit(rows[0]?.timeout ?? 0)}`.execute(db);
  }
};
