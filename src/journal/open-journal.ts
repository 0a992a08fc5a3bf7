import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Kysely } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { configureForWriting } from './sqlite/configure.ts';
import { JournalDatabase, type JournalDatabaseOptions } from './sqlite/journal-database.ts';
import { asJournalError } from './sqlite/journal-error.ts';
import { createPrivateFile, createStateFolder } from './sqlite/journal-file.ts';
import type { Journal } from './journal.ts';
import { KyselyJournal } from './kysely-journal.ts';
import { selectEnd, selectHead } from './sqlite/event-rows.ts';
import { foldLog } from './sqlite/fold-log.ts';
import { emptyHead } from './sqlite/hash-chain.ts';
import { migrate } from './sqlite/migrations.ts';
import { rebuildProjections } from './projections/project-event.ts';
import { projectionVersion } from './projections/transition.ts';
import type { JournalSchema } from './sqlite/schema.ts';
import { takeWriterLock, type WriterLock } from './sqlite/writer-lock.ts';
import { requireWhole } from './witness/against-witness.ts';
import { readWitness, type WitnessRecordState } from './witness/witness-file.ts';
import { Witness } from './witness/witness.ts';

export interface JournalIdentity {
  /** The station's name, written beside every event. */
  readonly station: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Ends the opening, which may take long where projections are made anew; without effect once open. */
  readonly signal?: AbortSignal;
  /** Told what a person should know of the opening, as a sentence. */
  readonly say?: (sentence: string) => void;
}

/**
 * The journal for its one writer. Folder (0700) and file (0600) are made where they are missing.
 * @throws PaclineError journal in use | journal read-only | journal full | journal incomplete | journal broken | journal fault; or the signal's reason
 */
export const openJournal = async (options: { readonly path: string } & JournalIdentity): Promise<Journal> => {
  const { path, signal } = options;
  signal?.throwIfAborted();
  try {
    createStateFolder(dirname(path));
    const lock = takeWriterLock(dirname(path));
    try {
      return await openWitnessed(options, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw asJournalError(error, path);
  }
};

/** Nothing is opened for writing before it is known that nothing is missing: SQLite would write over what is left of a log. */
const openWitnessed = async (
  options: { readonly path: string } & JournalIdentity,
  lock: WriterLock,
): Promise<Journal> => {
  const { path } = options;
  const witnessed = readWitness(path);
  const isBegun = await requireWhole(path, witnessed);
  // Before the journal: one that has no witness has lost it
  if (!isBegun) await (await Witness.create(path, emptyHead)).close();
  createPrivateFile(path);
  return startJournal({
    ...options,
    database: new DatabaseSync(path, { timeout: 1000 }),
    release: () => lock.release(),
    witnessed: isBegun ? witnessed : readWitness(path),
  });
};

/** The same on a database that is already open for writing, whose caller sees to it that nobody else writes; owns it from here on. */
export const startJournal = async ({
  witnessed = null,
  release,
  ...options
}: JournalDatabaseOptions &
  JournalIdentity & {
    /** What stands beside it; null or left out: nothing is to stand there. */
    readonly witnessed?: WitnessRecordState | null;
  }): Promise<Journal> => {
  let witness: Witness | null = null;
  const database = new JournalDatabase({
    ...options,
    release: async () => {
      await witness?.close();
      await release?.();
    },
  });
  try {
    configureForWriting(options.database, options.path);
    const head = await database.use(async (db) => {
      await migrate(db, options.path);
      await requireWholeTail(db, options.path);
      const { projection_version: version } = await selectHead(db);
      if (version !== projectionVersion) await rebuildProjections(db, options);
      await foldLog(db);
      return selectEnd(db);
    });
    if (witnessed === null) return new KyselyJournal({ ...options, database });
    if (witnessed.state === 'whole') {
      witness = Witness.open(options.path, witnessed);
      witness.note(head);
      return new KyselyJournal({ ...options, database, witness });
    }
    witness = await Witness.create(options.path, head);
    const journal = new KyselyJournal({ ...options, database, witness });
    await journal.append([{ kind: 'witness renewed', why: witnessed.state }]);
    options.say?.(renewed(options.path, witnessed.state));
    return journal;
  } catch (error) {
    await database.close();
    throw asJournalError(error, options.path);
  }
};

const renewed = (path: string, why: 'missing' | 'damaged'): string =>
  `The witness of ${path}, which says where the journal ends, was ${why} and is made anew from its events: at the first start of this version, and after a power cut, nothing is wrong.`;

/** Cheap enough for every start: what was cut off at the end must not be written over. `verify` looks at the rest. */
const requireWholeTail = async (db: Kysely<JournalSchema>, path: string): Promise<void> => {
  const head = await selectHead(db);
  const last = await selectEnd(db);
  const whole = last.sequence === head.sequence && last.hash === head.hash;
  if (!whole) {
    throw new PaclineError(
      'journal broken',
      `${path} does not end where its last event was written; keep the file as it is and call the production engineer`,
      {
        context: { path, expected: head.sequence, found: last.sequence },
      },
    );
  }
};
