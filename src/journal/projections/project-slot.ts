import type { Transaction } from 'kysely';
import { isRefusedByRule } from '../../domain/verdict/refused-by-rule.ts';
import type { RunEnded } from '../events.ts';
import type { SlotRuleEvent } from '../line-events.ts';
import type { EventEnvelope } from '../sqlite/event-rows.ts';
import type { JournalSchema, SlotRow } from '../sqlite/schema.ts';

const untouched = (slot: string): SlotRow => ({
  slot,
  locked_at: null,
  lock_code: null,
  lock_reason: null,
  golden_at: null,
  golden_settings: null,
  units_since_golden: 0,
  reds_in_row: 0,
});

/** What the rules of the line have to know of a slot after an event. */
const reduceSlot = (row: SlotRow, { at, event }: EventEnvelope<RunEnded | SlotRuleEvent>): SlotRow => {
  switch (event.kind) {
    case 'run ended': {
      // A golden unit says nothing about units, nor does one that was turned away or taken out.
      if (event.measured?.purpose === 'golden' || isRefusedByRule(event.code) || event.outcome === 'aborted')
        return row;
      return {
        ...row,
        units_since_golden: row.units_since_golden + 1,
        reds_in_row: event.colour === 'red' ? row.reds_in_row + 1 : 0,
      };
    }
    case 'slot locked':
      return { ...row, locked_at: at, lock_code: event.code, lock_reason: event.reason };
    case 'slot unlocked':
      return { ...row, locked_at: null, lock_code: null, lock_reason: null, reds_in_row: 0 };
    case 'golden passed':
      return { ...row, golden_at: at, golden_settings: event.settings, units_since_golden: 0 };
  }
};

export const projectSlot = async (
  db: Transaction<JournalSchema>,
  slot: string,
  envelope: EventEnvelope<RunEnded | SlotRuleEvent>,
): Promise<void> => {
  const before = await db.selectFrom('slot').selectAll().where('slot', '=', slot).executeTakeFirst();
  const row = reduceSlot(before ?? untouched(slot), envelope);
  await db
    .insertInto('slot')
    .values(row)
    .onConflict((conflict) => conflict.column('slot').doUpdateSet(row))
    .execute();
};
