import { sql, type Transaction } from 'kysely';
import type { JournalLossAccepted } from '../journal-events.ts';
import type { JournalSchema } from '../sqlite/schema.ts';
import type { EventEnvelope } from '../sqlite/event-rows.ts';

/** What is owed may have been sent in the part that is lost: it is looked up before anything is sent. */
export const projectLoss = async (
  db: Transaction<JournalSchema>,
  { at }: EventEnvelope<JournalLossAccepted>,
): Promise<void> => {
  await db
    .updateTable('registration')
    .set({
      state: 'unknown',
      code: 'registration unknown',
      reason: 'it may have been sent in a part of the journal that is lost',
      sends: sql<number>`sends + 1`,
      changed_at: at,
    })
    .where('state', '=', 'owed')
    .execute();
};
