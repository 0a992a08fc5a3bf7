import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Kysely } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { JournalDatabase, type JournalDatabaseOptions } from './sqlite/journal-database.ts';
import { asJournalError } from './sqlite/journal-error.ts';
import { createPrivateFile, createStateFolder } from './sqlite/journal-file.ts';
import type { Journal } from './journal.ts';
import { KyselyJournal } from './kysely-journal.ts';
import { selectHead } from './sqlite/event-rows.ts';
import { migrate } from './sqlite/migrations.ts';
import { rebuildProjections } from './projections/project-event.ts';
import { projectionVersion } from './projections/transition.ts';
import type { JournalSchema } from './sqlite/schema.ts';
import { takeWriterLock } from './sqlite/writer-lock.ts';

export interface JournalIdentity {
  /** The station's name, written beside every event. */
  readonly station: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Ends the opening, which may take long where projections are made anew; without effect once open. */
  readonly signal?: AbortSignal;
}

/**
 * The journal for its one writer. Folder (0700) and file (0600) are made where they are missing.
 * @throws PaclineError journal in use | journal read-only | journal full | journal broken | journal fault; or the signal's reason
 */
export const openJournal = async (options: { readonly path: string } & JournalIdentity): Promise<Journal> => {
  const { path, signal } = options;
  signal?.throwIfAborted();
  try {
    createStateFolder(dirname(path));
    const lock = takeWriterLock(dirname(path));
    try {
      createPrivateFile(path);
      return await startJournal({
        ...options,
        database: new DatabaseSync(path, { timeout: 1000 }),
        release: () => lock.release(),
      });
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw asJournalError(error, path);
  }
};

/** The same on a database that is already open for writing, whose caller sees to it that nobody else writes; owns it from here on. */
export const startJournal = async (options: JournalDatabaseOptions & JournalIdentity): Promise<Journal> => {
  const database = new JournalDatabase(options);
  try {
    configure(options.database, options.path);
    await database.use(async (db) => {
      await migrate(db, options.path);
      const head = await requireWholeTail(db, options.path);
      if (head.projection_version !== projectionVersion) await rebuildProjections(db, options);
    });
    return new KyselyJournal({ ...options, database });
  } catch (error) {
    await database.close();
    throw asJournalError(error, options.path);
  }
};

/** A commit is on the disk, not in its cache, before it is acknowledged; on macOS only `fullfsync` says so to the drive. */
const configure = (database: DatabaseSync, path: string): void => {
  const mode = database.prepare('pragma journal_mode = wal').get();
  if (mode?.['journal_mode'] !== 'wal') {
    throw new PaclineError(
      'journal fault',
      `The file system of ${path} cannot hold a write-ahead log; choose a local disk`,
      { context: { path } },
    );
  }
  database.exec('pragma synchronous = full; pragma fullfsync = on; pragma foreign_keys = on');
};

/** Cheap enough for every start: what was cut off at the end must not be written over. `verify` looks at the rest. */
const requireWholeTail = async (
  db: Kysely<JournalSchema>,
  path: string,
): Promise<{ readonly projection_version: number }> => {
  const head = await selectHead(db);
  const last = await db
    .selectFrom('event')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  const whole = last === undefined ? head.sequence === 0 : last.sequence === head.sequence && last.hash === head.hash;
  if (!whole) {
    throw new PaclineError(
      'journal broken',
      `${path} does not end where its last event was written; keep the file as it is and call the production engineer`,
      {
        context: { path, expected: head.sequence, found: last?.sequence ?? 0 },
      },
    );
  }
  return head;
};
