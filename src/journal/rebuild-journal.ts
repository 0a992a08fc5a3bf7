import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { syncFolder } from '../machine/write-file-atomic.ts';
import type { JournalHead } from './journal-events.ts';
import type { VerifyOptions } from './journal.ts';
import { projectionVersion } from './projections/transition.ts';
import { foldLog, logBytes } from './sqlite/fold-log.ts';
import { emptyHead } from './sqlite/hash-chain.ts';
import { JournalDatabase } from './sqlite/journal-database.ts';
import { asJournalError } from './sqlite/journal-error.ts';
import { copyAside, createPrivateFile } from './sqlite/journal-file.ts';
import { migrate, refuseNewer, schemaVersion } from './sqlite/migrations.ts';
import { openReadOnly } from './sqlite/open-read-only.ts';
import { verifyChain } from './sqlite/verify-chain.ts';
import { takeWriterLock } from './sqlite/writer-lock.ts';
import { TablesByEvents } from './verify/tables-by-events.ts';
import { isJournalKept, nothingYet, requireWhole } from './witness/against-witness.ts';
import { readWitness } from './witness/witness-file.ts';

export interface RebuiltJournal {
  readonly head: JournalHead;
  readonly events: number;
  /** The file as it was. */
  readonly kept: string;
}

/**
 * Makes a journal anew from its events, all of which have to hold: for one whose tables are damaged or were altered. The old file
 * stands in its place until the new one is whole on the disk, and is kept.
 * @throws PaclineError journal broken | journal damaged: nothing was changed; and as `openJournal`
 */
export const rebuildJournal = async ({
  path,
  ...options
}: { readonly path: string } & VerifyOptions): Promise<RebuiltJournal> => {
  if (!isJournalKept(path)) throw nothingYet(path);
  try {
    const lock = takeWriterLock(dirname(path));
    const part = `${path}.rebuilding`;
    try {
      if (!(await requireWhole(path, readWitness(path)))) throw nothingYet(path);
      await foldWhole(path);
      const made = await makeAnew(path, part, options);
      const kept = unusedName(path);
      copyAside(path, kept);
      for (const beside of ['-wal', '-shm']) rmSync(`${path}${beside}`, { force: true });
      renameSync(part, path);
      await syncFolder(dirname(path));
      return { ...made, kept };
    } finally {
      rmSync(part, { force: true });
      lock.release();
    }
  } catch (error) {
    if (PaclineError.is(error, 'journal damaged')) throw notFrom(path, 'its events cannot be read');
    throw asJournalError(error, path);
  }
};

/** Everything stands in the one file then, which another one can take the place of. */
const foldWhole = async (path: string): Promise<void> => {
  const database = new JournalDatabase({ database: new DatabaseSync(path, { timeout: 1000 }), path });
  await database.use(foldLog).finally(() => database.close());
  if (logBytes(path) > 0)
    throw new PaclineError('journal in use', `Another program reads ${path}; stop it and try again`, {
      context: { path },
    });
};

const makeAnew = async (path: string, part: string, options: VerifyOptions): Promise<Omit<RebuiltJournal, 'kept'>> => {
  rmSync(part, { force: true });
  createPrivateFile(part);
  const file = new DatabaseSync(part);
  // Nobody sees it before it is whole
  file.exec('pragma journal_mode = off; pragma synchronous = off; pragma foreign_keys = on');
  const made = new JournalDatabase({ database: file, path: part });
  const journal = openReadOnly(path);
  try {
    refuseNewer(await journal.use(schemaVersion), path);
    await made.use((db) => migrate(db, part));
    const tables = new TablesByEvents(made);
    let head: JournalHead = emptyHead;
    const { events, brokenAt } = await verifyChain(journal, options, {
      page: async (rows) => {
        const last = rows.at(-1);
        if (last === undefined) return;
        head = { sequence: last.sequence, hash: last.hash, at: last.at };
        await made.use((db) => db.insertInto('event').values(rows).execute());
        await tables.take(rows);
      },
      end: async () => undefined,
    });
    if (brokenAt !== null) throw notFrom(path, `the chain of the events breaks at event ${brokenAt}`);
    const [impossible] = tables.impossible;
    if (impossible !== undefined) throw notFrom(path, impossible);
    const { sequence, hash } = head;
    await made.use((db) =>
      db.updateTable('journal_head').set({ sequence, hash, projection_version: projectionVersion }).execute(),
    );
    return { head, events };
  } finally {
    await journal.close();
    await made.close();
    syncFile(part);
  }
};

const notFrom = (path: string, why: string): PaclineError =>
  new PaclineError('journal broken', `${path} cannot be made anew, and nothing was changed: ${why}`, {
    context: { path },
  });

const unusedName = (path: string): string => {
  for (let count = 1; ; count += 1) {
    const name = `${path}.before-rebuild-${count}`;
    if (!existsSync(name)) return name;
  }
};

const syncFile = (path: string): void => {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};
