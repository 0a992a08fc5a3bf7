import { sql, type Transaction } from 'kysely';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { BatchEvent, BatchIntended, BatchRemarked, BatchState } from '../batch-events.ts';
import type { JournalSchema, RegistrationRow } from '../sqlite/schema.ts';
import type { EventEnvelope } from '../sqlite/event-rows.ts';

const idsPerStatement = 500;

/** From where each event is legal, and where it leads; the drawing is in events.ts. */
const transitions: Readonly<
  Record<
    Exclude<BatchEvent['kind'], 'batch intended' | 'batch remarked'>,
    { readonly from: readonly BatchState[]; readonly to: BatchState }
  >
> = {
  'batch submitted': { from: ['intended'], to: 'submitted' },
  'batch postponed': { from: ['intended'], to: 'postponed' },
  'batch unknown': { from: ['intended', 'submitted'], to: 'unknown' },
  'batch done': { from: ['submitted', 'unknown'], to: 'done' },
};

/** What a job's counts say; `done` is for the journals of earlier versions. */
const stateAfter = (event: BatchStep): BatchState =>
  event.kind === 'batch done' && event.rest === 'accepted' ? 'accepted' : transitions[event.kind].to;

type BatchStep = Exclude<BatchEvent, BatchIntended | BatchRemarked>;

/** A request for many units. Its units are `in batch` and stand as it does, until they go separate ways. */
export const projectBatch = async (
  db: Transaction<JournalSchema>,
  envelope: EventEnvelope<BatchEvent>,
): Promise<void> => {
  const { event, at } = envelope;
  if (event.kind === 'batch remarked') return;
  if (event.kind === 'batch intended') return intend(db, { ...envelope, event });
  const { from } = transitions[event.kind];
  const batch = await db.selectFrom('batch').select('state').where('batch', '=', event.batch).executeTakeFirst();
  if (batch === undefined || !from.includes(batch.state)) {
    throw new PaclineError(
      'internal fault',
      `"${event.kind}" cannot happen to batch ${event.batch}, which is in state "${batch?.state ?? 'none'}"`,
    );
  }
  const reason = 'reason' in event ? event.reason : null;
  await db
    .updateTable('batch')
    .set({
      state: stateAfter(event),
      reason,
      changed_at: at,
      ...(event.kind === 'batch submitted' ? { job_id: event.jobId } : {}),
    })
    .where('batch', '=', event.batch)
    .execute();
  const parted = partedBy(event);
  if (parted !== null)
    await db
      .updateTable('registration')
      .set({
        ...parted,
        changed_at: at,
        ...(event.kind === 'batch postponed' ? { sends: sql<number>`sends - 1` } : {}),
      })
      .where('batch', '=', event.batch)
      .where('state', '=', 'in batch')
      .execute();
};

/** The states that the units get of their own; null: they go on as their batch does. */
const partedBy = (
  event: BatchStep,
): (Pick<RegistrationRow, 'state' | 'code' | 'reason'> & { readonly batch?: null }) | null => {
  switch (event.kind) {
    case 'batch submitted':
      return null;
    case 'batch postponed':
      return { state: 'owed', code: event.code, reason: event.reason, batch: null };
    case 'batch unknown':
      return { state: 'unknown', code: 'registration unknown', reason: event.reason };
    case 'batch done':
      return event.rest !== 'unknown'
        ? null
        : {
            state: 'unknown',
            code: 'registration unknown',
            reason: 'the job was done without saying what became of this unit',
          };
  }
};

const intend = async (
  db: Transaction<JournalSchema>,
  { sequence, at, event }: EventEnvelope<BatchIntended>,
): Promise<void> => {
  const { batch, deviceTypeId, certificate, deviceIds } = event;
  const row = {
    batch,
    device_type_id: deviceTypeId,
    certificate,
    units: deviceIds.length,
    state: 'intended',
    job_id: null,
    reason: null,
    backend: event.backend ?? null,
    begun_sequence: sequence,
    begun_at: at,
    changed_at: at,
  } as const;
  await db.insertInto('batch').values(row).execute();
  let intended = 0n;
  for (let from = 0; from < deviceIds.length; from += idsPerStatement) {
    const { numUpdatedRows } = await db
      .updateTable('registration')
      .set({
        state: 'in batch',
        batch,
        code: null,
        reason: null,
        backend: event.backend ?? null,
        api_user: null,
        accepted_at: null,
        sends: sql<number>`sends + 1`,
        changed_at: at,
      })
      .where('device_id', 'in', deviceIds.slice(from, from + idsPerStatement))
      // Not the column itself: SQLite would go through the index of all that is owed, once for each statement
      .where(sql`state || ''`, '=', 'owed')
      .where('device_type_id', '=', deviceTypeId)
      .where('certificate', certificate === null ? 'is' : '=', certificate)
      .executeTakeFirstOrThrow();
    intended += numUpdatedRows;
  }
  if (intended !== BigInt(deviceIds.length)) {
    throw new PaclineError(
      'internal fault',
      `Batch ${batch} intends ${deviceIds.length} units, of which ${intended} are owed with this product`,
    );
  }
};
