import type { Kysely } from 'kysely';

import { DeviceId } from '../../domain/device-id.ts';
import { Pac } from '../../domain/pac.ts';
import type { JournalReader, KnownUnits } from '../journal.ts';
import { decodeRegistration, decodeUnit, orCorrupt } from './records.ts';
import { selectRegistrations } from './registration-queries.ts';
import type { JournalSchema } from './schema.ts';

/** Far below SQLite's limit of bound values. */
export const idsPerQuery = 500;

/** Of at most `idsPerQuery` IDs, those of devices that this station has deleted, each with the PAC that it had in the backend. */
export const selectDeletedPacs = async (
  db: Kysely<JournalSchema>,
  deviceIds: readonly DeviceId[],
): Promise<readonly (readonly [DeviceId, Pac])[]> => {
  const rows = await db
    .selectFrom('unit')
    .select(['device_id', 'deleted_pac'])
    .where('device_id', 'in', deviceIds)
    .where('deleted_pac', 'is not', null)
    .execute();
  return rows.map(({ device_id: id, deleted_pac: pac }) => [
    orCorrupt(DeviceId.parse(id)),
    orCorrupt(Pac.parse(pac ?? '')),
  ]);
};

/** What the journal holds of at most 1000 units. */
export const selectKnownUnits = async (
  db: Kysely<JournalSchema>,
  units: Parameters<JournalReader['knownUnits']>[0],
): Promise<KnownUnits> => {
  if (units.length === 0) return { units: [], registrations: [] };
  const ids = units.map(({ deviceId }) => deviceId);
  const pacs = units.map(({ pac }) => pac.reveal());
  const found = await db
    .selectFrom('unit')
    .selectAll()
    .where((row) => row.or([row('device_id', 'in', ids), row('pac', 'in', pacs)]))
    .execute();
  const registrations = await selectRegistrations(db).where('registration.device_id', 'in', ids).execute();
  return { units: found.map(decodeUnit), registrations: registrations.map(decodeRegistration) };
};
