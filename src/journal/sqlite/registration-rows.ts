import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';

import type { BatchState } from '../batch-events.ts';
import type { RegistrationState } from '../../domain/registration.ts';
import type { JournalSchema, RegistrationRow } from './schema.ts';

/**
 * Registrations as they stand. A unit whose request is under way has no state of its own: it is `in batch` and stands as its
 * batch does, so that what becomes of a request for 60,000 units is written in one row. When the units of a batch go separate
 * ways, they have states of their own again.
 */
export const selectRegistrations = (db: Kysely<JournalSchema>) =>
  db
    .selectFrom('registration')
    .leftJoin('batch', 'batch.batch', 'registration.batch')
    .select(['registration.device_id', 'registration.device_type_id', 'registration.certificate', 'registration.name'])
    .select([
      'registration.reason',
      'registration.owed_sequence',
      'registration.owed_at',
      'registration.batch',
      'registration.listing',
      'registration.sends',
    ])
    .select(['registration.backend', 'registration.api_user', 'registration.confirmed_at'])
    .select([
      sql<RegistrationState>`case when registration.state <> 'in batch' then registration.state when batch.state = 'done' then 'confirmed' else batch.state end`.as(
        'state',
      ),
      sql<
        RegistrationRow['code']
      >`case when registration.state = 'in batch' and batch.state = 'done' then 'registered' else registration.code end`.as(
        'code',
      ),
      sql<number>`case when registration.state = 'in batch' then batch.changed_at else registration.changed_at end`.as(
        'changed_at',
      ),
      sql<
        number | null
      >`case when registration.state = 'in batch' and batch.state = 'accepted' then batch.changed_at else registration.accepted_at end`.as(
        'accepted_at',
      ),
    ]);

/** How a unit stands that is `in batch`; no unit is in a batch that was postponed or whose end is unknown. */
const standsAs: Readonly<Partial<Record<BatchState, RegistrationState>>> = {
  intended: 'intended',
  submitted: 'submitted',
  accepted: 'accepted',
  done: 'confirmed',
};

/** How a unit stands by what its row says and, if that is `in batch`, by its batch. */
export const standingOf = (
  stored: JournalSchema['registration']['state'],
  batch: BatchState | null,
): RegistrationState | undefined => (stored !== 'in batch' ? stored : standsAs[batch ?? 'postponed']);

/** Registrations in one of these states, by their own or by their batch's. */
export const isInState = (states: readonly RegistrationState[]): RawBuilder<SqlBool> => {
  const ofBatches = Object.entries(standsAs).flatMap(([batch, state]) => (states.includes(state) ? [batch] : []));
  const ofTheirOwn = sql<SqlBool>`registration.state in (${sql.join(states)})`;
  if (ofBatches.length === 0) return ofTheirOwn;
  return sql`(${ofTheirOwn} or (registration.state = 'in batch' and registration.batch in (select batch from batch where state in (${sql.join(ofBatches)}))))`;
};
