import type { Transaction } from 'kysely';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { SerialNumberBound } from '../line-events.ts';
import type { EventEnvelope } from '../sqlite/event-rows.ts';
import type { JournalSchema } from '../sqlite/schema.ts';

/** A serial and a device ID belong to each other for ever; binding the same two again changes nothing. @throws PaclineError serial taken */
export const projectSerialNumber = async (
  db: Transaction<JournalSchema>,
  { at, event }: EventEnvelope<SerialNumberBound>,
): Promise<void> => {
  const { serial, deviceId } = event;
  const known = await db
    .selectFrom('serial')
    .selectAll()
    .where((row) => row.or([row('serial', '=', serial), row('device_id', '=', deviceId)]))
    .execute();
  for (const row of known) {
    if (row.serial === serial && row.device_id === deviceId) return;
    const sentence =
      row.serial === serial
        ? `The serial ${serial} belongs to ${row.device_id}, not to ${deviceId}.`
        : `${deviceId} has the serial ${row.serial}, not ${serial}.`;
    throw new PaclineError('serial taken', sentence, { context: { deviceId, serial } });
  }
  await db.insertInto('serial').values({ serial, device_id: deviceId, bound_at: at }).execute();
};
