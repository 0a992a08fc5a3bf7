import { setImmediate } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { decodeEventRow, eventsPerPage, selectEventPage, type EventEnvelope } from '../sqlite/event-rows.ts';
import { projectBatch } from './project-batch.ts';
import { projectListing, projectTypedUnit } from './project-intake.ts';
import { projectListedUnits } from './project-listed-units.ts';
import { projectLabel } from './project-label.ts';
import { projectLoss } from './project-loss.ts';
import { projectSerialNumber } from './project-serial-number.ts';
import { projectSlot } from './project-slot.ts';
import { projectDeviceChanged, projectRegistration, projectUnitsConfirmed } from './project-registration.ts';
import { projectUnitRead, projectUnitWord } from './project-unit.ts';
import { projectRun } from './project-run.ts';
import { projectionVersion } from './transition.ts';
import type { JournalSchema } from '../sqlite/schema.ts';

/**
 * Carries one event into the tables that follow from it, inside the transaction that writes the event.
 * @throws PaclineError two pacs for one id | two ids for one pac | internal fault
 */
export const projectEvent = async (db: Transaction<JournalSchema>, envelope: EventEnvelope): Promise<void> => {
  const { event } = envelope;
  switch (event.kind) {
    case 'run started':
    case 'verdict settled':
    case 'unit removed':
      await projectRun(db, { ...envelope, event });
      return;
    case 'run ended': {
      const row = await projectRun(db, { ...envelope, event });
      if (row !== null) await projectSlot(db, row.slot, { ...envelope, event });
      return;
    }
    case 'unit read':
      await projectRun(db, { ...envelope, event });
      await projectTypedUnit(db, { ...envelope, event });
      return projectUnitRead(db, { ...envelope, event });
    case 'registration owed':
    case 'registration intended':
    case 'registration postponed':
    case 'registration confirmed':
    case 'registration refused':
    case 'registration unknown':
    case 'registration found absent':
    case 'registration accepted':
    case 'registration withdrawn':
    case 'registration resend allowed':
      return projectRegistration(db, { ...envelope, event });
    case 'units confirmed':
      return projectUnitsConfirmed(db, { ...envelope, event });
    case 'device changed':
      return projectDeviceChanged(db, { ...envelope, event });
    case 'unit set aside':
    case 'unit released':
    case 'pair gave way':
      return projectUnitWord(db, { ...envelope, event });
    case 'units listed':
      await projectListing(db, { ...envelope, event });
      return projectListedUnits(db, { ...envelope, event });
    case 'batch intended':
    case 'batch submitted':
    case 'batch postponed':
    case 'batch unknown':
    case 'batch done':
    case 'batch remarked':
      return projectBatch(db, { ...envelope, event });
    case 'slot locked':
    case 'slot unlocked':
    case 'golden passed':
      return projectSlot(db, event.slot, { ...envelope, event });
    case 'serial bound':
      return projectSerialNumber(db, { ...envelope, event });
    case 'label owed':
    case 'label printed':
    case 'label verified':
    case 'label mismatched':
      return projectLabel(db, { ...envelope, event });
    case 'journal loss accepted':
      return projectLoss(db, { ...envelope, event });
    case 'station started':
    case 'station stopped':
    case 'settings taken up':
    case 'operator signed in':
    case 'operator signed out':
    case 'badge refused':
    case 'badge refusals cleared':
    case 'witness renewed':
      return;
  }
};

/** Makes the projections anew from the events, in one transaction: the rows that the events made one by one. */
export const rebuildProjections = async (
  db: Kysely<JournalSchema>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    for (const table of ['label', 'serial', 'slot', 'batch', 'intake'] as const)
      await transaction.deleteFrom(table).execute();
    await transaction.deleteFrom('registration').execute();
    await transaction.deleteFrom('unit').execute();
    await transaction.deleteFrom('run').execute();
    for (let after = 0, more = true; more;) {
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
