import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { JournalHead, JournalLossAccepted } from './journal-events.ts';
import { openJournal, type JournalIdentity } from './open-journal.ts';
import { configureForWriting } from './sqlite/configure.ts';
import { encodeEventRow } from './sqlite/event-rows.ts';
import { JournalDatabase } from './sqlite/journal-database.ts';
import { asJournalError } from './sqlite/journal-error.ts';
import { copyAside, createPrivateFile } from './sqlite/journal-file.ts';
import { migrate } from './sqlite/migrations.ts';
import { takeWriterLock } from './sqlite/writer-lock.ts';
import type { DecidedByPerson } from './unit-events.ts';
import { contradictionOf, isJournalKept, openBegun, type Contradiction } from './witness/against-witness.ts';
import { readWitness } from './witness/witness-file.ts';
import { Witness } from './witness/witness.ts';

export interface AcceptedLoss {
  /** Where the journal ends from now on: the acceptance itself. */
  readonly head: JournalHead;
  readonly accepted: Contradiction;
  /** The files as they were found. */
  readonly kept: readonly string[];
}

/**
 * So many numbers are left out beside those that are known to be lost: what was written in the last seconds before a power cut may
 * have been given out, and its witness not have reached the disk.
 */
const unwitnessed = 1000;

/**
 * Goes on with what is left of a journal, or with a new one where nothing is: for a person who knows what is missing and cannot
 * restore it. What was found is kept; what is owed is looked up before it is sent, for it may have been.
 * @throws PaclineError bad usage: nothing is missing; and as `openJournal`
 */
export const acceptLoss = async (
  options: { readonly path: string } & JournalIdentity & DecidedByPerson,
): Promise<AcceptedLoss> => {
  const { path } = options;
  if (!isJournalKept(path)) throw nothingMissing(path);
  try {
    const lock = takeWriterLock(dirname(path));
    try {
      const accepted = await findContradiction(path);
      const sequence = Math.max(accepted.witnessed?.sequence ?? 0, accepted.found.sequence) + unwitnessed + 1;
      const kept = copyAside(path, `${path}.before-${sequence}`);
      // A log without its file is no part of the new journal
      if (!accepted.isBegun) for (const part of ['', '-wal', '-shm']) rmSync(`${path}${part}`, { force: true });
      const head = await writeLoss(sequence, accepted, options);
      await (await Witness.create(path, head)).close();
      lock.release();
      // Makes what follows from the events anew
      await (await openJournal(options)).close();
      return { head, accepted, kept };
    } finally {
      lock.release();
    }
  } catch (error) {
    throw asJournalError(error, path);
  }
};

const findContradiction = async (path: string): Promise<Contradiction & { readonly isBegun: boolean }> => {
  const witness = readWitness(path);
  const database = await openBegun(path);
  try {
    const contradiction = await contradictionOf(witness, database, path);
    if (contradiction === null) throw nothingMissing(path);
    return { ...contradiction, isBegun: database !== null };
  } finally {
    await database?.close();
  }
};

const nothingMissing = (path: string): PaclineError =>
  new PaclineError('bad usage', `Nothing that was written is missing in ${path}: there is no loss to accept.`);

const writeLoss = async (
  sequence: number,
  { witnessed, found }: Contradiction,
  { path, station, clock, operator, reason }: { readonly path: string } & JournalIdentity & DecidedByPerson,
): Promise<JournalHead> => {
  createPrivateFile(path);
  const file = new DatabaseSync(path, { timeout: 1000 });
  const database = new JournalDatabase({ database: file, path });
  try {
    configureForWriting(file, path);
    const at = clock.now();
    const event: JournalLossAccepted = { kind: 'journal loss accepted', witnessed, found, operator, reason };
    const row = encodeEventRow({ sequence, at, station, event }, found.hash);
    await database.use(async (db) => {
      await migrate(db, path);
      await db.transaction().execute(async (transaction) => {
        await transaction.insertInto('event').values(row).execute();
        // The tables may hold what followed from events that are gone
        await transaction
          .updateTable('journal_head')
          .set({ sequence, hash: row.hash, projection_version: 0 })
          .execute();
      });
    });
    return { sequence, hash: row.hash, at };
  } finally {
    await database.close();
  }
};
