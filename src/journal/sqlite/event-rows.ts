import type { Kysely } from 'kysely';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { JournalEvent } from '../events.ts';
import type { JournalHead } from '../journal-events.ts';
import type { RecordedEvent, Sequence } from '../journal.ts';
import { chainHash, emptyHead } from './hash-chain.ts';
import type { EventRow, HeadRow, JournalSchema } from './schema.ts';

/** Events in one page: what is held in memory at a time, and how long the event loop waits for it. */
export const eventsPerPage = 500;

/** An event with its number, time and station: everything that the reducers may look at. */
export type EventEnvelope<Event = JournalEvent> = Omit<RecordedEvent, 'hash' | 'event'> & { readonly event: Event };

export const encodeEventRow = ({ sequence, at, station, event }: EventEnvelope, previousHash: string): EventRow => {
  const row = {
    sequence,
    at,
    station,
    kind: event.kind,
    run: 'run' in event ? event.run : null,
    slot: 'slot' in event ? event.slot : null,
    device_id: 'deviceId' in event ? event.deviceId : null,
    body: JSON.stringify(event),
  };
  return { ...row, hash: chainHash(previousHash, row) };
};

/** The hash chain, not this, is what shows that the body is still the event that was written. */
export const decodeEventRow = ({ sequence, at, station, body, hash }: EventRow): RecordedEvent => {
  const event: JournalEvent = JSON.parse(body);
  return { sequence, at, station, event, hash };
};

/** The next events after `after`, in order; fewer than `eventsPerPage` means that these are the last. */
export const selectEventPage = async (db: Kysely<JournalSchema>, after: Sequence): Promise<readonly EventRow[]> =>
  db.selectFrom('event').selectAll().where('sequence', '>', after).orderBy('sequence').limit(eventsPerPage).execute();

export const selectHead = async (db: Kysely<JournalSchema>): Promise<HeadRow> =>
  db
    .selectFrom('journal_head')
    .selectAll()
    .executeTakeFirstOrThrow(
      () => new PaclineError('journal broken', 'The journal has lost its head row; keep the file as it is'),
    );

/** Where the events end, whatever the head row says. */
export const selectEnd = async (db: Kysely<JournalSchema>): Promise<JournalHead> =>
  (await db
    .selectFrom('event')
    .select(['sequence', 'hash', 'at'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()) ?? emptyHead;
