import type { Transaction } from 'kysely';
import { Pac } from '../../domain/pac.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { mayHaveBeenSent } from '../../domain/registration.ts';
import type { PacSource } from '../../domain/unit.ts';
import type { UnitRead } from '../events.ts';
import { selectRegistrations } from '../sqlite/registration-queries.ts';
import type { JournalSchema, UnitRow } from '../sqlite/schema.ts';
import type { PairGaveWay, UnitReleased, UnitSetAside } from '../unit-events.ts';
import { illegal, isCanonical, notCanonical, legal, type Transition, rowOf } from './transition.ts';
import type { EventEnvelope } from '../sqlite/event-rows.ts';

/** An ID keeps its PAC until the pair gives way; reading it again only brings the row up to date. */
const reduceUnit = (row: UnitRow | null, { at, event }: EventEnvelope<UnitRead>): Transition<UnitRow> => {
  const from = row === null ? 'none' : 'read';
  if (!isCanonical(event.deviceId)) return notCanonical(from);
  const pac = Pac.parse(event.pac);
  if (!pac.ok || pac.value.reveal() !== event.pac)
    return illegal(from, `the PAC of device ${event.deviceId} was never parsed`);
  if (row !== null && row.pac !== event.pac)
    return illegal(from, `Device ${event.deviceId} was read before with another PAC`, 'two pacs for one id');
  return legal({
    device_id: event.deviceId,
    pac: event.pac,
    pac_source: strongerSource(row?.pac_source, event.pacSource),
    dialect: event.dialect,
    firmware: event.firmware,
    first_read_at: row?.first_read_at ?? at,
    last_read_at: at,
    current_pac: row?.current_pac ?? null,
    deleted_pac: row?.deleted_pac ?? null,
    set_aside: row?.set_aside ?? null,
  });
};

/** What the modem itself has said stays so, whatever is typed later. */
const strongerSource = (before: PacSource | undefined, now: PacSource): PacSource =>
  before === 'modem' ? before : now;

/** @throws PaclineError two pacs for one id | two ids for one pac | internal fault */
export const projectUnitRead = async (
  db: Transaction<JournalSchema>,
  envelope: EventEnvelope<UnitRead>,
): Promise<void> => {
  const { deviceId, pac } = envelope.event;
  const before = await db.selectFrom('unit').selectAll().where('device_id', '=', deviceId).executeTakeFirst();
  const row = rowOf(reduceUnit(before ?? null, envelope), envelope);
  const holder = await db.selectFrom('unit').select('device_id').where('pac', '=', pac).executeTakeFirst();
  if (holder !== undefined && holder.device_id !== deviceId) {
    // Two slots may look for the PAC before either has written it; here only one of them can be first
    throw new PaclineError(
      'two ids for one pac',
      `The PAC of device ${deviceId} was read before from device ${holder.device_id}`,
      {
        context: { deviceId, otherDeviceId: holder.device_id },
      },
    );
  }
  await db
    .insertInto('unit')
    .values(row)
    .onConflict((conflict) => conflict.column('device_id').doUpdateSet(row))
    .execute();
};

/** What a person or better evidence says of a unit. @throws PaclineError internal fault: of a pair that may be under way */
export const projectUnitWord = async (
  db: Transaction<JournalSchema>,
  { event }: EventEnvelope<UnitSetAside | UnitReleased | PairGaveWay>,
): Promise<void> => {
  const { deviceId } = event;
  switch (event.kind) {
    case 'unit set aside':
      await db.updateTable('unit').set({ set_aside: event.reason }).where('device_id', '=', deviceId).execute();
      return;
    case 'unit released':
      if (event.pair === 'forgotten') return forgetPair(db, deviceId);
      await db.updateTable('unit').set({ set_aside: null }).where('device_id', '=', deviceId).execute();
      return;
    case 'pair gave way':
      return forgetPair(db, deviceId);
  }
};

/** The events keep what was; from now on the ID has no pair and no registration here. */
const forgetPair = async (db: Transaction<JournalSchema>, deviceId: string): Promise<void> => {
  const registration = await selectRegistrations(db).where('registration.device_id', '=', deviceId).executeTakeFirst();
  if (registration !== undefined && mayHaveBeenSent(registration.state)) {
    throw new PaclineError(
      'internal fault',
      `The pair of device ${deviceId} may be under way; it cannot be forgotten before that is settled`,
      { context: { deviceId } },
    );
  }
  await db.deleteFrom('registration').where('device_id', '=', deviceId).execute();
  await db.deleteFrom('unit').where('device_id', '=', deviceId).execute();
};
