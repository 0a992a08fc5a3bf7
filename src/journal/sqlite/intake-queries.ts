import type { Kysely } from 'kysely';

import { DeviceId } from '../../domain/device-id.ts';
import type { IntakeFilter, IntakeRecord } from '../journal.ts';
import { orCorrupt } from './records.ts';
import type { IntakeRow, JournalSchema } from './schema.ts';

/** Newest first. */
export const selectIntakes = async (
  db: Kysely<JournalSchema>,
  { from, to, limit }: IntakeFilter,
): Promise<readonly IntakeRecord[]> => {
  let query = db.selectFrom('intake').selectAll().orderBy('sequence', 'desc').limit(limit);
  if (from !== undefined) query = query.where('last_at', '>=', from);
  if (to !== undefined) query = query.where('at', '<', to);
  return (await query.execute()).map(decodeIntake);
};

const decodeIntake = ({
  device_id: id,
  last_at: lastAt,
  station,
  at,
  list,
  listing,
  units,
}: IntakeRow): IntakeRecord => {
  const occasion = { station, at, lastAt };
  return id === null
    ? { ...occasion, kind: 'file', list: list ?? '', listing, units }
    : { ...occasion, kind: 'typed', deviceId: orCorrupt(DeviceId.parse(id)) };
};
