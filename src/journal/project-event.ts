import { setImmediate } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { PaclineError } from '../domain/pacline-error.ts';
import { decodeEventRow, eventsPerPage, selectEventPage, type Occurrence } from './event-rows.ts';
import { projectBatch } from './project-batch.ts';
import { projectListedUnits } from './project-listed-units.ts';
import { projectionVersion, reduceRegistration, reduceRun, reduceUnit, type Reduced } from './projections.ts';
import { selectRegistrations } from './registration-rows.ts';
import type { JournalSchema } from './schema.ts';

/**
 * Carries one event into the tables that follow from it, inside the transaction that writes the event.
 * @throws PaclineError two pacs for one id | two ids for one pac | internal fault
 */
export const projectEvent = async (db: Transaction<JournalSchema>, occurrence: Occurrence): Promise<void> => {
  const { event } = occurrence;
  switch (event.kind) {
    case 'run started':
    case 'run ended':
      return projectRun(db, { ...occurrence, event });
    case 'unit read':
      await projectRun(db, { ...occurrence, event });
      return projectUnit(db, { ...occurrence, event });
    case 'registration owed':
    case 'registration intended':
    case 'registration postponed':
    case 'registration confirmed':
    case 'registration refused':
    case 'registration unknown':
    case 'registration found absent':
      return projectRegistration(db, { ...occurrence, event });
    case 'units listed':
      return projectListedUnits(db, { ...occurrence, event });
    case 'batch intended':
    case 'batch submitted':
    case 'batch postponed':
    case 'batch unknown':
    case 'batch done':
      return projectBatch(db, { ...occurrence, event });
    case 'station started':
    case 'station stopped':
    case 'unit removed':
      return;
  }
};

/** Makes the projections anew from the events, in one transaction: the rows that the events made one by one. */
export const rebuildProjections = async (db: Kysely<JournalSchema>, options: { readonly signal?: AbortSignal } = {}): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('batch').execute();
    await transaction.deleteFrom('registration').execute();
    await transaction.deleteFrom('unit').execute();
    await transaction.deleteFrom('run').execute();
    for (let after = 0, more = true; more; ) {
      options.signal?.throwIfAborted();
      const page = await selectEventPage(transaction, after);
      for (const row of page) await projectEvent(transaction, decodeEventRow(row));
      after = page.at(-1)?.sequence ?? after;
      more = page.length === eventsPerPage;
      // SQLite answers at once: without this, timers and ports would starve until the last page
      await setImmediate();
    }
    await transaction.updateTable('journal_head').set({ projection_version: projectionVersion }).execute();
  });

const projectRun = async (db: Transaction<JournalSchema>, occurrence: Parameters<typeof reduceRun>[1]): Promise<void> => {
  const before = await db.selectFrom('run').selectAll().where('run', '=', occurrence.event.run).executeTakeFirst();
  const row = rowOf(reduceRun(before ?? null, occurrence), occurrence);
  if (row === null) return;
  await db.insertInto('run').values(row).onConflict((conflict) => conflict.column('run').doUpdateSet(row)).execute();
};

const projectUnit = async (db: Transaction<JournalSchema>, occurrence: Parameters<typeof reduceUnit>[1]): Promise<void> => {
  const { deviceId, pac } = occurrence.event;
  const before = await db.selectFrom('unit').selectAll().where('device_id', '=', deviceId).executeTakeFirst();
  const row = rowOf(reduceUnit(before ?? null, occurrence), occurrence);
  const holder = await db.selectFrom('unit').select('device_id').where('pac', '=', pac).executeTakeFirst();
  if (holder !== undefined && holder.device_id !== deviceId) {
    // Two slots may look for the PAC before either has written it; here only one of them can be first
    throw new PaclineError('two ids for one pac', `The PAC of device ${deviceId} was read before from device ${holder.device_id}`, {
      context: { deviceId, otherDeviceId: holder.device_id },
    });
  }
  await db.insertInto('unit').values(row).onConflict((conflict) => conflict.column('device_id').doUpdateSet(row)).execute();
};

const projectRegistration = async (db: Transaction<JournalSchema>, occurrence: Parameters<typeof reduceRegistration>[1]): Promise<void> => {
  const before = await selectRegistrations(db).where('registration.device_id', '=', occurrence.event.deviceId).executeTakeFirst();
  const row = rowOf(reduceRegistration(before ?? null, occurrence), occurrence);
  await db.insertInto('registration').values(row).onConflict((conflict) => conflict.column('device_id').doUpdateSet(row)).execute();
};

const rowOf = <Row>(reduced: Reduced<Row>, { event }: Occurrence): Row => {
  if (reduced.ok) return reduced.row;
  const deviceId = 'deviceId' in event ? event.deviceId : null;
  throw new PaclineError(reduced.code, reduced.reason, { context: { from: reduced.from, event: event.kind, deviceId } });
};
