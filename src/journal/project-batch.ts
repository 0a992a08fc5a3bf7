import type { Transaction } from 'kysely';

import { PaclineError } from '../domain/pacline-error.ts';
import type { Occurrence } from './event-rows.ts';
import type { BatchDone, BatchEvent, BatchIntended, BatchState, RegistrationState } from './events.ts';
import type { JournalSchema } from './schema.ts';

const idsPerStatement = 500;

/** From where each event is legal, and where it leads; the drawing is in events.ts. */
const transitions: Readonly<Record<Exclude<BatchEvent['kind'], 'batch intended'>, { readonly from: readonly BatchState[]; readonly to: BatchState }>> = {
  'batch submitted': { from: ['intended'], to: 'submitted' },
  'batch postponed': { from: ['intended'], to: 'postponed' },
  'batch unknown': { from: ['intended', 'submitted'], to: 'unknown' },
  'batch done': { from: ['submitted', 'unknown'], to: 'done' },
};

type At<Event> = Omit<Occurrence, 'event'> & { readonly event: Event };

/** A request for many units, and all of its units with it, set by set. */
export const projectBatch = async (db: Transaction<JournalSchema>, occurrence: At<BatchEvent>): Promise<void> => {
  const { event, at } = occurrence;
  if (event.kind === 'batch intended') return intend(db, { ...occurrence, event });
  const { from, to } = transitions[event.kind];
  const batch = await db.selectFrom('batch').select('state').where('batch', '=', event.batch).executeTakeFirst();
  if (batch === undefined || !from.includes(batch.state)) {
    throw new PaclineError('internal fault', `"${event.kind}" cannot happen to batch ${event.batch}, which is in state "${batch?.state ?? 'none'}"`);
  }
  const reason = 'reason' in event ? event.reason : null;
  await db.updateTable('batch').set({ state: to, reason, changed_at: at, ...(event.kind === 'batch submitted' ? { job_id: event.jobId } : {}) }).where('batch', '=', event.batch).execute();
  await db.updateTable('registration').set({ ...unitsAfter(event), changed_at: at }).where('batch', '=', event.batch).where('state', 'in', ['intended', 'submitted']).execute();
};

const unitsAfter = (event: Exclude<BatchEvent, BatchIntended>): { readonly state: RegistrationState; readonly code: BatchCode; readonly reason: string | null; readonly batch?: null } => {
  switch (event.kind) {
    case 'batch submitted':
      return { state: 'submitted', code: null, reason: null };
    case 'batch postponed':
      return { state: 'owed', code: event.code, reason: event.reason, batch: null };
    case 'batch unknown':
      return { state: 'unknown', code: 'registration unknown', reason: event.reason };
    case 'batch done':
      return rest(event);
  }
};

type BatchCode = Extract<BatchEvent, { readonly code: unknown }>['code'] | null;

const rest = ({ rest: how }: BatchDone): ReturnType<typeof unitsAfter> =>
  how === 'confirmed'
    ? { state: 'confirmed', code: 'registered', reason: null }
    : { state: 'unknown', code: 'registration unknown', reason: 'the job was done without saying what became of this unit' };

const intend = async (db: Transaction<JournalSchema>, { sequence, at, event }: At<BatchIntended>): Promise<void> => {
  const { batch, deviceTypeId, certificate, deviceIds } = event;
  const row = { batch, device_type_id: deviceTypeId, certificate, units: deviceIds.length, state: 'intended', job_id: null, reason: null, begun_sequence: sequence, begun_at: at, changed_at: at } as const;
  await db.insertInto('batch').values(row).execute();
  let intended = 0n;
  for (let from = 0; from < deviceIds.length; from += idsPerStatement) {
    const { numUpdatedRows } = await db
      .updateTable('registration')
      .set({ state: 'intended', batch, code: null, reason: null, changed_at: at })
      .where('device_id', 'in', deviceIds.slice(from, from + idsPerStatement))
      .where('state', '=', 'owed')
      .where('device_type_id', '=', deviceTypeId)
      .where('certificate', certificate === null ? 'is' : '=', certificate)
      .executeTakeFirstOrThrow();
    intended += numUpdatedRows;
  }
  if (intended !== BigInt(deviceIds.length)) {
    throw new PaclineError('internal fault', `Batch ${batch} intends ${deviceIds.length} units, of which ${intended} are owed with this product`);
  }
};
