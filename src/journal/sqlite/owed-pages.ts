import type { Kysely } from 'kysely';

import type { RegistrationFilter } from '../journal.ts';
import { matches } from './registration-queries.ts';
import type { JournalSchema, RegistrationRow, UnitRow } from './schema.ts';

/** Owed units in one page: read before anything else has its turn. */
export const owedPerPage = 1000;

/** Where a unit stands in the order of the debt. */
export type OwedPlace = Pick<RegistrationRow, 'owed_sequence' | 'device_id'>;

interface OwedPage
  extends Required<Pick<RegistrationFilter, 'deviceTypeId' | 'certificate'>>, Pick<RegistrationFilter, 'listing'> {
  readonly after: OwedPlace | undefined;
  readonly limit: number;
}

/** The next units that are owed with this product and that nobody has set aside, oldest debt first. */
export const selectOwedPage = async (
  db: Kysely<JournalSchema>,
  { after, limit, ...product }: OwedPage,
): Promise<readonly (OwedPlace & Pick<UnitRow, 'pac'> & Pick<RegistrationRow, 'name' | 'sends'>)[]> => {
  let query = db
    .selectFrom('registration')
    .innerJoin('unit', 'unit.device_id', 'registration.device_id')
    .select(['registration.owed_sequence', 'unit.device_id', 'unit.pac', 'registration.name', 'registration.sends'])
    .where('registration.state', '=', 'owed')
    .where('registration.batch', 'is', null)
    .where('unit.set_aside', 'is', null)
    .where(matches(product))
    .orderBy('registration.owed_sequence')
    .orderBy('registration.device_id')
    .limit(limit);
  if (after !== undefined) {
    const { owed_sequence: sequence, device_id: deviceId } = after;
    query = query
      .where('registration.owed_sequence', '>=', sequence)
      .where((row) =>
        row.or([row('registration.owed_sequence', '>', sequence), row('registration.device_id', '>', deviceId)]),
      );
  }
  return query.execute();
};
