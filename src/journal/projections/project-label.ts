import type { Transaction } from 'kysely';
import type { LabelEvent, LabelState } from '../line-events.ts';
import type { JournalSchema, LabelRow } from '../sqlite/schema.ts';
import { illegal, legal, type Transition, rowOf } from './transition.ts';
import type { EventEnvelope } from '../sqlite/event-rows.ts';

/** The drawing in events.ts as a table: from where each event is legal. */
const legalFrom: Readonly<Record<LabelEvent['kind'], readonly (LabelState | 'none')[]>> = {
  'label owed': ['none', 'owed', 'printed', 'verified'],
  'label printed': ['owed', 'printed', 'verified'],
  'label verified': ['printed', 'verified'],
  'label mismatched': ['owed', 'printed', 'verified'],
};

const reduceLabel = (
  row: LabelRow | null,
  { sequence, at, event }: EventEnvelope<LabelEvent>,
): Transition<LabelRow> => {
  const from = row?.state ?? 'none';
  const refusal = illegal(
    from,
    `"${event.kind}" cannot happen to the label of ${event.deviceId}, which is in state "${from}"`,
  );
  if (!legalFrom[event.kind].includes(from)) return refusal;
  if (event.kind === 'label owed') {
    // A slot and the queue of labels may both find out that it is
    if (row !== null) return legal(row);
    return legal({
      device_id: event.deviceId,
      state: 'owed',
      copies: 0,
      reprints: 0,
      owed_sequence: sequence,
      owed_at: at,
      printed_at: null,
      verified_at: null,
    });
  }
  if (row === null) return refusal;
  switch (event.kind) {
    case 'label printed':
      return legal({
        ...row,
        state: row.state === 'verified' ? 'verified' : 'printed',
        copies: row.copies + 1,
        reprints: row.reprints + (event.reprint ? 1 : 0),
        printed_at: at,
      });
    case 'label verified':
      return legal({ ...row, state: 'verified', verified_at: row.verified_at ?? at });
    case 'label mismatched':
      return legal(row);
  }
};

export const projectLabel = async (
  db: Transaction<JournalSchema>,
  envelope: EventEnvelope<LabelEvent>,
): Promise<void> => {
  const before = await db
    .selectFrom('label')
    .selectAll()
    .where('device_id', '=', envelope.event.deviceId)
    .executeTakeFirst();
  const row = rowOf(reduceLabel(before ?? null, envelope), envelope);
  await db
    .insertInto('label')
    .values(row)
    .onConflict((conflict) => conflict.column('device_id').doUpdateSet(row))
    .execute();
};
