import type { Transaction } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import { encodeEventRow } from './event-rows.ts';
import type { JournalEvent } from './events.ts';
import type { JournalDatabase } from './journal-database.ts';
import type { Journal, Sequence } from './journal.ts';
import { KyselyJournalReader } from './kysely-journal-reader.ts';
import { projectEvent } from './project-event.ts';
import type { JournalSchema } from './schema.ts';
import { selectHead } from './select-head.ts';

export interface KyselyJournalOptions {
  readonly database: JournalDatabase;
  /** Written beside every event. */
  readonly station: string;
  readonly clock: Pick<Clock, 'now'>;
}

/** The writing half. Its caller holds the writer lock and has brought schema and projections up to date. */
export class KyselyJournal extends KyselyJournalReader implements Journal {
  readonly #station: string;
  readonly #clock: Pick<Clock, 'now'>;

  constructor({ database, station, clock }: KyselyJournalOptions) {
    super(database);
    this.#station = station;
    this.#clock = clock;
  }

  async append(events: readonly JournalEvent[]): Promise<Sequence> {
    const at = this.#clock.now();
    return this.database.use((db) => db.transaction().execute((transaction) => this.#write(transaction, events, at)));
  }

  async #write(db: Transaction<JournalSchema>, events: readonly JournalEvent[], at: number): Promise<Sequence> {
    let { sequence, hash } = await selectHead(db);
    if (events.length === 0) return sequence;
    for (const event of events) {
      sequence += 1;
      const occurrence = { sequence, at, station: this.#station, event };
      const row = encodeEventRow(occurrence, hash);
      await db.insertInto('event').values(row).execute();
      await projectEvent(db, occurrence);
      hash = row.hash;
    }
    await db.updateTable('journal_head').set({ sequence, hash }).execute();
    return sequence;
  }
}
