import { existsSync, statSync } from 'node:fs';
import type { Kysely } from 'kysely';
import { counted } from '../../domain/counted.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { JournalHead } from '../journal-events.ts';
import { decodeEventRow, selectEnd } from '../sqlite/event-rows.ts';
import { logBytes } from '../sqlite/fold-log.ts';
import { emptyHead } from '../sqlite/hash-chain.ts';
import type { JournalDatabase } from '../sqlite/journal-database.ts';
import { requireFile } from '../sqlite/journal-file.ts';
import { schemaVersion } from '../sqlite/migrations.ts';
import { openReadOnly } from '../sqlite/open-read-only.ts';
import type { JournalSchema } from '../sqlite/schema.ts';
import { readWitness, type WitnessRecordState } from './witness-file.ts';

/** Why a journal is not the one that its witness speaks of. */
export interface Contradiction {
  readonly code: 'journal incomplete' | 'journal broken';
  /** Without a full stop. */
  readonly sentence: string;
  /** null: the witness cannot be read. */
  readonly witnessed: JournalHead | null;
  readonly found: JournalHead;
}

/** There is a journal, or there was one. */
export const isJournalKept = (path: string): boolean =>
  existsSync(path) || logBytes(path) > 0 || readWitness(path).state !== 'missing';

/** The journal to look at; null where there is none, or none was begun. SQLite would throw away the log of an empty file. */
export const openBegun = async (path: string): Promise<JournalDatabase | null> => {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return null;
  const database = openReadOnly(path);
  if ((await database.use(schemaVersion)) > 0) return database;
  await database.close();
  return null;
};

/** For whoever wants to look at a journal that was never begun. @throws PaclineError journal fault: no file, or not one */
export const nothingYet = (path: string): PaclineError => {
  requireFile(path);
  return new PaclineError('journal fault', `${path} holds no journal yet; let the station open it once`, {
    context: { path },
  });
};

/**
 * Holds a journal against its witness, which was read before the journal: a whole journal is never behind it.
 * `journal`: as `openBegun` gives it. null: nothing speaks against it.
 */
export const contradictionOf = async (
  witness: WitnessRecordState,
  journal: JournalDatabase | null,
  path: string,
): Promise<Contradiction | null> => {
  if (journal === null) return missingJournal(witness, path);
  if (witness.state !== 'whole') return null;
  return journal.use((db) => contradicted(witness.head, db, path));
};

const contradicted = async (
  witnessed: JournalHead,
  db: Kysely<JournalSchema>,
  path: string,
): Promise<Contradiction | null> => {
  const found = await selectEnd(db);
  switch (await headStanding(witnessed, db)) {
    case 'held':
    case 'given up':
      return null;
    case 'cut off':
      return {
        code: 'journal incomplete',
        witnessed,
        found,
        sentence: `${path} ${found.sequence === 0 ? 'is empty' : `ends at ${eventAt(found)}`}, but ${eventAt(witnessed)} was on the disk. Missing: ${missing(found, witnessed)}`,
      };
    case 'replaced':
      return {
        code: 'journal broken',
        witnessed,
        found,
        sentence: `${path} does not hold ${eventAt(witnessed)} as it was written: its chain was made anew, or it is another journal`,
      };
  }
};

/** `given up`: a person accepted that it is lost. */
export type HeadStanding = 'held' | 'given up' | 'cut off' | 'replaced';

/** What has become of an event that a journal once ended with. */
export const headStanding = async (
  { sequence, hash }: JournalHead,
  db: Kysely<JournalSchema>,
): Promise<HeadStanding> => {
  if (sequence === 0) return 'held';
  const row = await db.selectFrom('event').select('hash').where('sequence', '=', sequence).executeTakeFirst();
  if (row?.hash === hash) return 'held';
  const losses = await db
    .selectFrom('event')
    .selectAll()
    .where('kind', '=', 'journal loss accepted')
    .where('sequence', '>', sequence)
    .execute();
  const isGivenUp = losses.some((loss) => {
    const { event } = decodeEventRow(loss);
    if (event.kind !== 'journal loss accepted' || event.witnessed === null) return false;
    const { witnessed, found } = event;
    return witnessed.hash === hash || (found.sequence < sequence && sequence <= witnessed.sequence);
  });
  if (isGivenUp) return 'given up';
  return (await selectEnd(db)).sequence < sequence ? 'cut off' : 'replaced';
};

const missingJournal = (witness: WitnessRecordState, path: string): Contradiction | null => {
  const code = 'journal incomplete';
  switch (witness.state) {
    case 'whole':
      if (witness.head.sequence === 0) return null;
      return {
        code,
        witnessed: witness.head,
        found: emptyHead,
        sentence: `There is no journal at ${path} any more; it ended at ${eventAt(witness.head)}. Missing: ${missing(emptyHead, witness.head)}`,
      };
    case 'damaged':
      return {
        code,
        witnessed: null,
        found: emptyHead,
        sentence: `There is no journal at ${path} any more; its witness is there, but cannot be read`,
      };
    case 'missing':
      if (logBytes(path) === 0) return null;
      return {
        code,
        witnessed: null,
        found: emptyHead,
        sentence: `There is no journal at ${path} any more, but its write-ahead log is there`,
      };
  }
};

/** Whether there is a journal, which then is whole as far as its witness tells. @throws PaclineError journal incomplete | journal broken */
export const requireWhole = async (path: string, witness: WitnessRecordState): Promise<boolean> => {
  const database = await openBegun(path);
  try {
    const contradiction = await contradictionOf(witness, database, path);
    if (contradiction !== null) throw refusal(contradiction, path);
    return database !== null;
  } finally {
    await database?.close();
  }
};

export const refusal = ({ code, sentence, witnessed, found }: Contradiction, path: string): PaclineError =>
  new PaclineError(code, sentence, { context: { path, expected: witnessed?.sequence ?? null, found: found.sequence } });

const missing = (found: JournalHead, witnessed: JournalHead): string =>
  `${counted(witnessed.sequence - found.sequence, 'event')}, from ${found.sequence + 1} to ${witnessed.sequence}`;

/** For people. */
export const eventAt = ({ sequence, at }: JournalHead): string =>
  at === null
    ? `event ${sequence}`
    : `event ${sequence} of ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
