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
import type { HeadRow, JournalSchema } from './sqlite/schema.ts';
import { encodeEventRow, selectHead } from './sqlite/event-rows.ts';

export interface KyselyJournalOptions {
  readonly database: JournalDatabase;
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

/** The end of the chain. */
type Head = Pick<HeadRow, 'sequence' | 'hash'>;

/** The writing half. Its caller holds the writer lock and has brought schema and projections up to date. */
export class KyselyJournal extends KyselyJournalReader implements Journal {
  readonly #station: string;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #waiting: Append[] = [];

  constructor({ database, station, clock }: KyselyJournalOptions) {
    super(database);
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
    const sequences = await db.transaction().execute(async (transaction) => {
      const before = await selectHead(transaction);
      let head: Head = before;
      const all: Sequence[] = [];
      for (const append of group) {
        head = await this.#write(transaction, append, head);
        all.push(head.sequence);
      }
      if (head !== before) await transaction.updateTable('journal_head').set(head).execute();
      return all;
    });
    for (const [index, { written }] of group.entries()) written.resolve(sequences[index] ?? 0);
  }

  async #write(db: Transaction<JournalSchema>, { events, at }: Append, head: Head): Promise<Head> {
    let { sequence, hash } = head;
    if (events.length === 0) return head;
    for (const event of events) {
      sequence += 1;
      const occurrence = { sequence, at, station: this.#station, event };
      const row = encodeEventRow(occurrence, hash);
      await db.insertInto('event').values(row).execute();
      await projectEvent(db, occurrence);
      hash = row.hash;
    }
    return { sequence, hash };
  }
}
