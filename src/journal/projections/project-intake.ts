import type { Transaction } from 'kysely';

import type { UnitRead, UnitsListed } from '../events.ts';
import type { EventEnvelope } from '../sqlite/event-rows.ts';
import type { JournalSchema } from '../sqlite/schema.ts';

/** What stands in the place of a dialect where a person typed ID and PAC. */
const typed = 'typed';

/** A unit that was typed came by no run. */
export const projectTypedUnit = async (
  db: Transaction<JournalSchema>,
  { sequence, at, station, event }: EventEnvelope<UnitRead>,
): Promise<void> => {
  if (event.dialect !== typed) return;
  await db
    .insertInto('intake')
    .values({ sequence, station, at, last_at: at, device_id: event.deviceId, list: null, listing: null, units: 1 })
    .execute();
};

/** A file is one occasion, in however many pages and commands it comes. */
export const projectListing = async (
  db: Transaction<JournalSchema>,
  { sequence, at, station, event }: EventEnvelope<UnitsListed>,
): Promise<void> => {
  const { list, listing = null, units } = event;
  const files = db.selectFrom('intake').select('sequence');
  const before = await (
    listing === null
      ? files.where('listing', 'is', null).where('list', '=', list)
      : files.where('listing', '=', listing)
  ).executeTakeFirst();
  if (before !== undefined) {
    await db
      .updateTable('intake')
      .set((row) => ({ last_at: at, units: row('units', '+', units.length) }))
      .where('sequence', '=', before.sequence)
      .execute();
    return;
  }
  await db
    .insertInto('intake')
    .values({ sequence, station, at, last_at: at, device_id: null, list, listing, units: units.length })
    .execute();
};
