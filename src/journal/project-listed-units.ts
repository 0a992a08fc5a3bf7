import type { Transaction } from 'kysely';

import { DeviceId } from '../domain/device-id.ts';
import { Pac } from '../domain/pac.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import type { Occurrence } from './event-rows.ts';
import type { ListedUnit, UnitsListed } from './events.ts';
import { isInState } from './registration-rows.ts';
import type { JournalSchema } from './schema.ts';

/** Units in one statement: far below SQLite's limit of bound values. */
const unitsPerStatement = 500;

/**
 * A page of a file becomes units and debts, set by set instead of row by row. What the rows of single units would refuse is
 * refused here too, for the whole page: another PAC for a known ID, a known PAC for another ID, a debt that may be under way.
 */
export const projectListedUnits = async (db: Transaction<JournalSchema>, { sequence, at, event }: Omit<Occurrence, 'event'> & { readonly event: UnitsListed }): Promise<void> => {
  const { list, deviceTypeId, certificate } = event;
  for (let from = 0; from < event.units.length; from += unitsPerStatement) {
    const units = event.units.slice(from, from + unitsPerStatement);
    for (const unit of units) requireParsed(unit);
    await refuseConflicts(db, units);
    const read = units.map(({ deviceId, pac }) => ({ device_id: deviceId, pac, pac_source: 'delivery-list' as const, dialect: `list ${list}`, firmware: null, first_read_at: at, last_read_at: at }));
    await db.insertInto('unit').values(read).onConflict((conflict) => conflict.column('device_id').doUpdateSet({ last_read_at: at })).execute();
    const owed = units.map(({ deviceId, name }) => ({ device_id: deviceId, device_type_id: deviceTypeId, certificate, name, state: 'owed' as const, code: null, reason: null, owed_sequence: sequence, owed_at: at, changed_at: at, batch: null }));
    await db.insertInto('registration').values(owed).onConflict((conflict) => conflict.column('device_id').doUpdateSet((row) => ({
      device_type_id: row.ref('excluded.device_type_id'),
      certificate: row.ref('excluded.certificate'),
      name: row.ref('excluded.name'),
      state: row.ref('excluded.state'),
      code: null,
      reason: null,
      owed_sequence: sequence,
      owed_at: at,
      changed_at: at,
      batch: null,
    }))).execute();
  }
};

const requireParsed = ({ deviceId, pac }: ListedUnit): void => {
  const id = DeviceId.parse(deviceId);
  const parsedPac = Pac.parse(pac);
  if (!id.ok || id.value !== deviceId || !parsedPac.ok || parsedPac.value.reveal() !== pac) throw new PaclineError('internal fault', 'A listed unit came to the journal that was never parsed');
};

const refuseConflicts = async (db: Transaction<JournalSchema>, units: readonly ListedUnit[]): Promise<void> => {
  const pacs = new Map(units.map(({ deviceId, pac }) => [deviceId, pac]));
  const known = await db.selectFrom('unit').select(['device_id', 'pac']).where((row) => row.or([row('device_id', 'in', [...pacs.keys()]), row('pac', 'in', [...pacs.values()])])).execute();
  for (const { device_id: deviceId, pac } of known) {
    const listed = pacs.get(deviceId);
    if (listed === undefined) throw new PaclineError('two ids for one pac', `A PAC of this list was read before from device ${deviceId}`, { context: { deviceId } });
    if (listed !== pac) throw new PaclineError('two pacs for one id', `Device ${deviceId} was read before with another PAC`, { context: { deviceId } });
  }
  const underWay = await db.selectFrom('registration').select('device_id').where('device_id', 'in', [...pacs.keys()]).where(isInState(['intended', 'submitted', 'unknown'])).executeTakeFirst();
  if (underWay !== undefined) throw new PaclineError('internal fault', `A registration of device ${underWay.device_id} is under way; it has to be settled before it can be owed again`);
};
