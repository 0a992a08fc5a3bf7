import { setImmediate } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { JournalEvent } from './events.ts';
import type { JournalDatabase } from './sqlite/journal-database.ts';
import { asJournalError } from './sqlite/journal-error.ts';
import type { Journal, Sequence } from './journal.ts';
import { KyselyJournalReader } from './sqlite/kysely-journal-reader.ts';
import { projectEvent } from './projections/project-event.ts';
import { foldLog, logBytes } from './sqlite/fold-log.ts';
import type { JournalHead } from './journal-events.ts';
import type { JournalSchema } from './sqlite/schema.ts';
import { encodeEventRow, selectHead } from './sqlite/event-rows.ts';
import type { Witness } from './witness/witness.ts';

export interface KyselyJournalOptions {
  readonly database: JournalDatabase;
  /** Told where the journal ends, after each commit; null or left out: nobody is. */
  readonly witness?: Witness | null;
  /** Written beside every event. */
  readonly station: string;
  readonly clock: Pick<Clock, 'now'>;
}

/** Events that somebody wants written, all or none. */
interface Append {
  readonly events: readonly JournalEvent[];
  readonly at: number;
  readonly written: PromiseWithResolvers<Sequence>;
}

/** After this the witness is on the disk as well, and the log is carried over into the database. */
const tidyAfterMs = 2000;
/** A log that has grown by so much is carried over at once. */
const longLogBytes = 4 * 1024 * 1024;

/** The writing half. Its caller holds the writer lock and has brought schema and projections up to date. */
export class KyselyJournal extends KyselyJournalReader implements Journal {
  readonly #station: string;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #witness: Witness | null;
  readonly #waiting: Append[] = [];
  #tidying: NodeJS.Timeout | null = null;
  /** What stood in the log when it was last carried over: readers may have kept it from being emptied. */
  #keptLogBytes = 0;

  constructor({ database, witness = null, station, clock }: KyselyJournalOptions) {
    super(database);
    this.#witness = witness;
    this.#station = station;
    this.#clock = clock;
  }

  async append(events: readonly JournalEvent[]): Promise<Sequence> {
    this.database.requireOpen();
    const written = Promise.withResolvers<Sequence>();
    this.#waiting.push({ events, at: this.#clock.now(), written });
    this.database.use((db) => this.#writeWaiting(db)).catch(written.reject);
    return written.promise;
  }

  /**
   * One commit for all that is asked for by now: waiting for the disk stops the whole process, and slots that come together
   * would wait for each other's commits one after another.
   */
  async #writeWaiting(db: Kysely<JournalSchema>): Promise<void> {
    // Whoever has just been woken by a port or a socket gets to ask as well.
    if (this.#waiting.length > 0) await setImmediate();
    const group = this.#waiting.splice(0);
    if (group.length === 0) return;
    try {
      await this.#commit(db, group);
    } catch (cause) {
      const error = asJournalError(cause, this.database.path);
      // One of them is impossible, which is no fault of the others; a disk that fails fails for all.
      const isOfOne = group.length > 1 && PaclineError.is(error) && error.entry.area !== 'journal';
      if (isOfOne)
        for (const append of group)
          await this.#commit(db, [append]).catch((reason: unknown) =>
            append.written.reject(asJournalError(reason, this.database.path)),
          );
      else for (const { written } of group) written.reject(error);
    }
  }

  async #commit(db: Kysely<JournalSchema>, group: readonly Append[]): Promise<void> {
    this.#witness?.requireWritten();
    const sequences: Sequence[] = [];
    const head = await db.transaction().execute(async (transaction) => {
      const { sequence, hash } = await selectHead(transaction);
      const before: JournalHead = { sequence, hash, at: null };
      let end = before;
      for (const append of group) {
        end = await this.#write(transaction, append, end);
        sequences.push(end.sequence);
      }
      if (end === before) return null;
      await transaction.updateTable('journal_head').set({ sequence: end.sequence, hash: end.hash }).execute();
      return end;
    });
    if (head !== null) this.#witness?.note(head);
    for (const [index, { written }] of group.entries()) written.resolve(sequences[index] ?? 0);
    if (head !== null) await this.#tidySoon(db);
  }

  async #write(db: Transaction<JournalSchema>, { events, at }: Append, head: JournalHead): Promise<JournalHead> {
    let { sequence, hash } = head;
    if (events.length === 0) return head;
    for (const event of events) {
      sequence += 1;
      const envelope = { sequence, at, station: this.#station, event };
      const row = encodeEventRow(envelope, hash);
      await db.insertInto('event').values(row).execute();
      await projectEvent(db, envelope);
      hash = row.hash;
    }
    return { sequence, hash, at };
  }

  /** What stands only in the log is what a damaged log can take with it. */
  async #tidySoon(db: Kysely<JournalSchema>): Promise<void> {
    this.#tidying ??= setTimeout(() => {
      this.#tidying = null;
      void this.#witness?.sync();
      this.database.use((idle) => this.#fold(idle)).catch(() => undefined);
    }, tidyAfterMs).unref();
    if (logBytes(this.database.path) > this.#keptLogBytes + longLogBytes) await this.#fold(db);
  }

  /** What cannot be carried over stays in the log, which is as good; the next append says what is wrong with the disk. */
  async #fold(db: Kysely<JournalSchema>): Promise<void> {
    await foldLog(db).catch(() => undefined);
    this.#keptLogBytes = logBytes(this.database.path);
  }

  override async close(): Promise<void> {
    if (this.#tidying !== null) clearTimeout(this.#tidying);
    await super.close();
  }
}
