import type { Kysely } from 'kysely';

import type { RegistrationState } from '../../domain/registration.ts';
import type { ResultCode, VerdictColour } from '../../domain/outcome.ts';
import type { Limited, RunFilter, VerdictCounts } from '../journal.ts';
import { isInState } from './registration-queries.ts';
import type { JournalSchema } from './schema.ts';

/** Newest first. */
export const selectRuns = (
  db: Kysely<JournalSchema>,
  { limit, deviceId, open = false, from, to, order, product, colour }: RunFilter,
) => {
  let query = db.selectFrom('run').selectAll().orderBy('started_sequence', 'desc').limit(limit);
  if (deviceId !== undefined) query = query.where('device_id', '=', deviceId);
  if (open) query = query.where('ended_at', 'is', null);
  if (from !== undefined) query = query.where('started_at', '>=', from);
  if (to !== undefined) query = query.where('started_at', '<', to);
  if (order !== undefined) query = query.where('order_name', '=', order);
  if (product !== undefined) query = query.where('product', '=', product);
  if (colour !== undefined) query = query.where('colour', '=', colour);
  return query.execute();
};

/** How many units of an order have a registration in one of these states. */
export const countOfOrder = async (
  db: Kysely<JournalSchema>,
  order: string,
  states: readonly RegistrationState[],
): Promise<number> => {
  const row = await db
    .selectFrom('run')
    .innerJoin('registration', 'registration.device_id', 'run.device_id')
    .select(db.fn.count<number>('run.device_id').distinct().as('units'))
    .where('run.order_name', '=', order)
    .where(isInState(states))
    .executeTakeFirst();
  return row?.units ?? 0;
};

/** Confirmed units of a product that left their slot, or were in one before `before`, without a label. */
export const selectUnlabelled = (
  db: Kysely<JournalSchema>,
  product: string,
  { before, limit }: Limited & { readonly before: number },
) =>
  db
    .selectFrom('run')
    .innerJoin('registration', 'registration.device_id', 'run.device_id')
    .leftJoin('label', 'label.device_id', 'run.device_id')
    // Of the row that holds the maximum comes its run as well. @source sqlite.org/lang_select.html, bare columns in an aggregate query
    .select(['registration.device_id', 'run.run', db.fn.max('run.started_sequence').as('last')])
    .where('run.product', '=', product)
    .where('run.outcome', '=', 'pass')
    .where('label.device_id', 'is', null)
    .where((where) => where.or([where('run.removed_at', 'is not', null), where('run.ended_at', '<', before)]))
    .where(isInState(['confirmed']))
    .groupBy('registration.device_id')
    .limit(limit)
    .execute();

/** See JournalReader.countVerdicts. Runs that have not ended have no verdict. */
export const selectVerdictCounts = async (db: Kysely<JournalSchema>, from: number): Promise<VerdictCounts> => {
  const rows = await db
    .selectFrom('run')
    .select(['colour', 'code', db.fn.countAll<number>().as('runs')])
    .where('started_at', '>=', from)
    .groupBy(['colour', 'code'])
    .execute();
  const counts = new Map<VerdictColour, Map<ResultCode, number>>();
  for (const { colour, code, runs } of rows)
    if (colour !== null && code !== null) counts.set(colour, (counts.get(colour) ?? new Map()).set(code, runs));
  return counts;
};
