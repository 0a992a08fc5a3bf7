import { sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely';

import { DeviceId } from '../../domain/device-id.ts';
import { Pac } from '../../domain/pac.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { inFlightStates } from '../../domain/registration.ts';
import type { EventEnvelope } from '../sqlite/event-rows.ts';
import type { ListedUnit, UnitsListed } from '../events.ts';
import { isInState } from '../sqlite/registration-queries.ts';
import type { JournalSchema, RegistrationRow } from '../sqlite/schema.ts';

/** Units in one statement: far below SQLite's limit of bound values. */
const unitsPerStatement = 500;

/**
 * A page of a file becomes units and debts, set by set instead of row by row. What the rows of single units would refuse is
 * refused here too, for the whole page: another PAC for a known ID, a known PAC for another ID. A unit that is in flight or
 * confirmed with this product stays as it stands.
 */
export const projectListedUnits = async (
  db: Transaction<JournalSchema>,
  { sequence, at, event }: EventEnvelope<UnitsListed>,
): Promise<void> => {
  const { list, deviceTypeId, certificate, listing = null, backend = null } = event;
  for (let from = 0; from < event.units.length; from += unitsPerStatement) {
    const units = event.units.slice(from, from + unitsPerStatement);
    for (const unit of units) requireParsed(unit);
    await refuseConflicts(db, units);
    const read = units.map(({ deviceId, pac }) => ({
      device_id: deviceId,
      pac,
      pac_source: 'delivery-list' as const,
      dialect: `list ${list}`,
      firmware: null,
      first_read_at: at,
      last_read_at: at,
      current_pac: null,
      deleted_pac: null,
      set_aside: null,
    }));
    await db
      .insertInto('unit')
      .values(read)
      .onConflict((conflict) => conflict.column('device_id').doUpdateSet({ last_read_at: at }))
      .execute();
    await owe(db, units, { sequence, at, deviceTypeId, certificate, listing, backend });
  }
};

const owe = async (
  db: Transaction<JournalSchema>,
  units: readonly ListedUnit[],
  {
    sequence,
    at,
    deviceTypeId,
    certificate,
    listing,
    backend,
  }: Pick<RegistrationRow, 'certificate' | 'listing' | 'backend'> & {
    readonly sequence: number;
    readonly at: number;
    readonly deviceTypeId: string;
  },
): Promise<void> => {
  const ids = units.map(({ deviceId }) => deviceId);
  const kept = await db
    .selectFrom('registration')
    .select('device_id')
    .where('device_id', 'in', ids)
    .where(staysAsItStands({ deviceTypeId, certificate, backend }))
    .execute();
  const staying = new Set(kept.map(({ device_id: deviceId }) => deviceId));
  if (staying.size > 0)
    await db
      .updateTable('registration')
      .set({ listing })
      .where('device_id', 'in', [...staying])
      .execute();
  const debt = {
    device_type_id: deviceTypeId,
    certificate,
    state: 'owed',
    code: null,
    reason: null,
    owed_sequence: sequence,
    owed_at: at,
    changed_at: at,
    batch: null,
    listing,
    accepted_at: null,
    confirmed_at: null,
  } as const;
  const owed = units
    .filter(({ deviceId }) => !staying.has(deviceId))
    .map(({ deviceId, name }) => ({ ...debt, device_id: deviceId, name, sends: 0, backend: null, api_user: null }));
  if (owed.length === 0) return;
  // How often it was sent before, and where, stays known
  await db
    .insertInto('registration')
    .values(owed)
    .onConflict((conflict) =>
      conflict.column('device_id').doUpdateSet((row) => ({ ...debt, name: row.ref('excluded.name') })),
    )
    .execute();
};

/** In flight, or confirmed with this product, and by this backend as far as is known. */
const staysAsItStands = ({
  deviceTypeId,
  certificate,
  backend,
}: {
  readonly deviceTypeId: string;
  readonly certificate: string | null;
  readonly backend: string | null;
}): RawBuilder<SqlBool> =>
  sql`(${isInState(inFlightStates)} or (${isInState(['confirmed'])} and device_type_id = ${deviceTypeId} and certificate is ${certificate} and (${backend} is null or backend is null or backend = ${backend})))`;

const requireParsed = ({ deviceId, pac }: ListedUnit): void => {
  const id = DeviceId.parse(deviceId);
  const parsedPac = Pac.parse(pac);
  if (!id.ok || id.value !== deviceId || !parsedPac.ok || parsedPac.value.reveal() !== pac)
    throw new PaclineError('internal fault', 'A listed unit came to the journal that was never parsed');
};

const refuseConflicts = async (db: Transaction<JournalSchema>, units: readonly ListedUnit[]): Promise<void> => {
  const pacs = new Map(units.map(({ deviceId, pac }) => [deviceId, pac]));
  const known = await db
    .selectFrom('unit')
    .select(['device_id', 'pac'])
    .where((row) => row.or([row('device_id', 'in', [...pacs.keys()]), row('pac', 'in', [...pacs.values()])]))
    .execute();
  for (const { device_id: deviceId, pac } of known) {
    const listed = pacs.get(deviceId);
    if (listed === undefined)
      throw new PaclineError('two ids for one pac', `A PAC of this list was read before from device ${deviceId}`, {
        context: { deviceId },
      });
    if (listed !== pac)
      throw new PaclineError('two pacs for one id', `Device ${deviceId} was read before with another PAC`, {
        context: { deviceId },
      });
  }
};
