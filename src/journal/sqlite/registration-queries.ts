import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';

import type { DeviceId } from '../../domain/device-id.ts';
import { openStates, type RegistrationState } from '../../domain/registration.ts';
import type { BatchState } from '../batch-events.ts';
import type { Debt, Limited, Owing, RegistrationFilter } from '../journal.ts';
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
const effectiveState = (
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

/** Registrations that the filter lets through; what it leaves out is not asked about. */
export const matches = ({
  batch,
  deviceTypeId,
  certificate,
  listing,
  unseated,
}: RegistrationFilter): RawBuilder<SqlBool> =>
  sql.join(
    [
      sql`true`,
      ...is('registration.batch', batch),
      ...is('registration.device_type_id', deviceTypeId),
      ...is('registration.certificate', certificate),
      ...is('registration.listing', listing),
      ...(unseated === undefined
        ? []
        : [
            sql`not exists (select 1 from run where run.device_id = registration.device_id and run.started_at >= ${unseated.from} and run.started_at < ${unseated.to})`,
          ]),
    ],
    sql` and `,
  );

const is = (column: string, value: string | null | undefined): readonly RawBuilder<SqlBool>[] => {
  if (value === undefined) return [];
  return [value === null ? sql`${sql.ref(column)} is null` : sql`${sql.ref(column)} = ${value}`];
};

/** Units in one of these states with what a list of units names, by their IDs. */
export const selectListings = (
  db: Kysely<JournalSchema>,
  states: readonly RegistrationState[],
  { after, limit, ...filter }: RegistrationFilter & Limited & { readonly after?: DeviceId },
) => {
  const query = db
    .selectFrom('registration')
    .innerJoin('unit', 'unit.device_id', 'registration.device_id')
    .leftJoin('serial', 'serial.device_id', 'registration.device_id')
    .select(['unit.device_id', 'unit.pac', 'unit.current_pac', 'serial.serial', 'registration.name'])
    .select(['registration.sends', 'registration.device_type_id', 'registration.certificate'])
    .where(isInState(states))
    .where(matches(filter))
    .orderBy('registration.device_id')
    .limit(limit);
  return (after === undefined ? query : query.where('registration.device_id', '>', after)).execute();
};

/** How many registrations are in each state. */
export const countByState = async (
  db: Kysely<JournalSchema>,
  filter: RegistrationFilter,
): Promise<Readonly<Partial<Record<RegistrationState, number>>>> => {
  const rows = await db
    .with('counted', (counting) =>
      counting
        .selectFrom('registration')
        .select(['state', 'batch', db.fn.countAll<number>().as('units')])
        .where(matches(filter))
        .groupBy(['state', 'batch']),
    )
    .selectFrom('counted')
    .leftJoin('batch', 'batch.batch', 'counted.batch')
    .select(['counted.state as stored', 'batch.state as of_batch', 'counted.units'])
    .execute();
  const counts: Partial<Record<RegistrationState, number>> = {};
  for (const { stored, of_batch: ofBatch, units } of rows) {
    const state = effectiveState(stored, ofBatch);
    if (state !== undefined) counts[state] = (counts[state] ?? 0) + units;
  }
  return counts;
};

/** What units that were in a slot owe. */
export const selectOwing = async (db: Kysely<JournalSchema>): Promise<Owing> => {
  const row = await db
    .selectFrom('registration')
    .select([db.fn.countAll<number>().as('units'), db.fn.min('owed_at').as('since')])
    .where(isInState(openStates))
    .where((where) =>
      where.exists(where.selectFrom('run').select('run.run').whereRef('run.device_id', '=', 'registration.device_id')),
    )
    .executeTakeFirst();
  return { units: row?.units ?? 0, since: row?.since ?? null };
};

/** How many registrations are owed for each product, the one with the oldest debt first. */
export const countDebts = async (
  db: Kysely<JournalSchema>,
  { limit, ...filter }: RegistrationFilter & Limited,
): Promise<readonly Debt[]> => {
  const rows = await db
    .selectFrom('registration')
    .select(['device_type_id', 'certificate', db.fn.countAll<number>().as('units')])
    .where('state', '=', 'owed')
    .where(matches(filter))
    .groupBy(['device_type_id', 'certificate'])
    .orderBy(db.fn.min('owed_sequence'))
    .limit(limit)
    .execute();
  return rows.map(({ device_type_id: deviceTypeId, certificate, units }) => ({ deviceTypeId, certificate, units }));
};
