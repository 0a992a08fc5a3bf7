import { setImmediate } from 'node:timers/promises';
import { DeviceId } from '../../domain/device-id.ts';
import type { Pac } from '../../domain/pac.ts';
import type { BatchState } from '../batch-events.ts';
import type { JournalHead } from '../journal-events.ts';
import type { LabelState } from '../line-events.ts';
import type { JournalDatabase } from './journal-database.ts';
import type {
  BatchRecord,
  Debt,
  IntakeFilter,
  IntakeRecord,
  JournalReader,
  LabelRecord,
  Limited,
  OwedUnit,
  Owing,
  RecordedEvent,
  RegistrationFilter,
  RegistrationListing,
  RegistrationRecord,
  RunFilter,
  RunRecord,
  Sequence,
  SlotRecord,
  KnownUnits,
  UnitRecord,
  UnlabelledUnit,
  VerdictCounts,
  Verification,
  VerifyOptions,
} from '../journal.ts';
import {
  decodeBatch,
  decodeLabel,
  decodeListing,
  decodeOwedUnit,
  decodeRegistration,
  decodeRun,
  decodeSlot,
  decodeUnit,
  orCorrupt,
} from './records.ts';
import { decodeEventRow, eventsPerPage, selectEnd, selectEventPage, selectHead } from './event-rows.ts';
import type { RegistrationState } from '../../domain/registration.ts';
import { selectIntakes } from './intake-queries.ts';
import { owedPerPage, selectOwedPage, type OwedPlace } from './owed-pages.ts';
import {
  countByState,
  countDebts,
  isInState,
  matches,
  selectListings,
  selectOwing,
  selectRegistrations,
} from './registration-queries.ts';
import { countOfOrder, selectRuns, selectUnlabelled, selectVerdictCounts } from './run-queries.ts';
import { idsPerQuery, selectDeletedPacs, selectKnownUnits } from './unit-queries.ts';
import { verifyChain } from './verify-chain.ts';

/** The looking half of the journal, for reader and writer alike. */
export class KyselyJournalReader implements JournalReader {
  protected readonly database: JournalDatabase;

  constructor(database: JournalDatabase) {
    this.database = database;
  }

  async *read({ after = 0 }: { readonly after?: Sequence } = {}): AsyncGenerator<RecordedEvent, void, undefined> {
    for (let last = after; ;) {
      const page = await this.database.use((db) => selectEventPage(db, last));
      for (const row of page) yield decodeEventRow(row);
      if (page.length < eventsPerPage) return;
      last = page.at(-1)?.sequence ?? last;
      await setImmediate();
    }
  }

  async unit(deviceId: DeviceId): Promise<UnitRecord | null> {
    const row = await this.database.use((db) =>
      db.selectFrom('unit').selectAll().where('device_id', '=', deviceId).executeTakeFirst(),
    );
    return row === undefined ? null : decodeUnit(row);
  }

  async deletedPacs(deviceIds: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, Pac>> {
    const pacs = new Map<DeviceId, Pac>();
    for (let from = 0; from < deviceIds.length; from += idsPerQuery) {
      const ids = deviceIds.slice(from, from + idsPerQuery);
      for (const [id, pac] of await this.database.use((db) => selectDeletedPacs(db, ids))) pacs.set(id, pac);
    }
    return pacs;
  }

  async unitByPac(pac: Pac): Promise<UnitRecord | null> {
    const row = await this.database.use((db) =>
      db.selectFrom('unit').selectAll().where('pac', '=', pac.reveal()).executeTakeFirst(),
    );
    return row === undefined ? null : decodeUnit(row);
  }

  async registration(deviceId: DeviceId): Promise<RegistrationRecord | null> {
    const row = await this.database.use((db) =>
      selectRegistrations(db).where('registration.device_id', '=', deviceId).executeTakeFirst(),
    );
    return row === undefined ? null : decodeRegistration(row);
  }

  async knownUnits(units: Parameters<JournalReader['knownUnits']>[0]): Promise<KnownUnits> {
    return this.database.use((db) => selectKnownUnits(db, units));
  }

  async listRegistrations(
    states: readonly RegistrationState[],
    page: Parameters<JournalReader['listRegistrations']>[1],
  ): Promise<readonly RegistrationListing[]> {
    return (await this.database.use((db) => selectListings(db, states, page))).map(decodeListing);
  }

  async registrations(
    states: readonly RegistrationState[],
    { limit, ...filter }: Parameters<JournalReader['registrations']>[1],
  ): Promise<readonly RegistrationRecord[]> {
    const rows = await this.database.use((db) =>
      selectRegistrations(db)
        .where(isInState(states))
        .where(matches(filter))
        .orderBy('registration.owed_sequence')
        .orderBy('registration.device_id')
        .limit(limit)
        .execute(),
    );
    return rows.map(decodeRegistration);
  }

  async registrationsById(
    states: readonly RegistrationState[],
    { after, limit, ...filter }: Parameters<JournalReader['registrationsById']>[1],
  ): Promise<readonly RegistrationRecord[]> {
    const rows = await this.database.use((db) => {
      const query = selectRegistrations(db)
        .where(isInState(states))
        .where(matches(filter))
        .orderBy('registration.device_id')
        .limit(limit);
      return (after === null ? query : query.where('registration.device_id', '>', after)).execute();
    });
    return rows.map(decodeRegistration);
  }

  async owedUnits(
    product: Parameters<JournalReader['owedUnits']>[0],
    { limit }: Limited,
  ): Promise<readonly OwedUnit[]> {
    const units: OwedUnit[] = [];
    for (let last: OwedPlace | undefined; units.length < limit;) {
      const wanted = Math.min(owedPerPage, limit - units.length);
      const page = await this.database.use((db) => selectOwedPage(db, { ...product, after: last, limit: wanted }));
      for (const row of page) units.push(decodeOwedUnit(row));
      if (page.length < wanted) break;
      last = page.at(-1);
      // A request that is on its way meanwhile is not to wait for all of them
      await setImmediate();
    }
    return units;
  }

  async debts(filter: Parameters<JournalReader['debts']>[0]): Promise<readonly Debt[]> {
    return this.database.use((db) => countDebts(db, filter));
  }

  async countRegistrations(
    filter: Pick<RegistrationFilter, 'listing'> = {},
  ): Promise<Readonly<Partial<Record<RegistrationState, number>>>> {
    return this.database.use((db) => countByState(db, filter));
  }

  async batch(batch: string): Promise<BatchRecord | null> {
    const row = await this.database.use((db) =>
      db.selectFrom('batch').selectAll().where('batch', '=', batch).executeTakeFirst(),
    );
    return row === undefined ? null : decodeBatch(row);
  }

  async batches(
    states: readonly BatchState[],
    { listing, limit }: Parameters<JournalReader['batches']>[1],
  ): Promise<readonly BatchRecord[]> {
    const rows = await this.database.use((db) => {
      const query = db
        .selectFrom('batch')
        .selectAll()
        .where('state', 'in', states)
        .orderBy('begun_sequence')
        .limit(limit);
      if (listing === undefined) return query.execute();
      return query
        .where((where) =>
          where.exists(
            where
              .selectFrom('registration')
              .select('device_id')
              .whereRef('registration.batch', '=', 'batch.batch')
              .where(matches({ listing })),
          ),
        )
        .execute();
    });
    return rows.map(decodeBatch);
  }

  async run(run: string): Promise<RunRecord | null> {
    const row = await this.database.use((db) =>
      db.selectFrom('run').selectAll().where('run', '=', run).executeTakeFirst(),
    );
    return row === undefined ? null : decodeRun(row);
  }

  async runs(filter: RunFilter): Promise<readonly RunRecord[]> {
    return (await this.database.use((db) => selectRuns(db, filter))).map(decodeRun);
  }

  async intakes(filter: IntakeFilter): Promise<readonly IntakeRecord[]> {
    return this.database.use((db) => selectIntakes(db, filter));
  }

  async countVerdicts({ from }: Parameters<JournalReader['countVerdicts']>[0]): Promise<VerdictCounts> {
    return this.database.use((db) => selectVerdictCounts(db, from));
  }

  async badgesRefusedInRow(): Promise<number> {
    const row = await this.database.use((db) =>
      db
        .selectFrom('event')
        .selectAll()
        .where('kind', 'in', ['badge refused', 'badge refusals cleared'])
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst(),
    );
    const event = row === undefined ? null : decodeEventRow(row).event;
    return event?.kind === 'badge refused' ? event.inRow : 0;
  }

  async slot(slot: string): Promise<SlotRecord | null> {
    const row = await this.database.use((db) =>
      db.selectFrom('slot').selectAll().where('slot', '=', slot).executeTakeFirst(),
    );
    return row === undefined ? null : decodeSlot(row);
  }

  async serialNumberOf(deviceId: DeviceId): Promise<string | null> {
    const row = await this.database.use((db) =>
      db.selectFrom('serial').select('serial').where('device_id', '=', deviceId).executeTakeFirst(),
    );
    return row?.serial ?? null;
  }

  async unitOfSerialNumber(serialNumber: string): Promise<DeviceId | null> {
    const row = await this.database.use((db) =>
      db.selectFrom('serial').select('device_id').where('serial', '=', serialNumber).executeTakeFirst(),
    );
    return row === undefined ? null : orCorrupt(DeviceId.parse(row.device_id));
  }

  async label(deviceId: DeviceId): Promise<LabelRecord | null> {
    const row = await this.database.use((db) =>
      db.selectFrom('label').selectAll().where('device_id', '=', deviceId).executeTakeFirst(),
    );
    return row === undefined ? null : decodeLabel(row);
  }

  async labels(states: readonly LabelState[], { limit }: Limited): Promise<readonly LabelRecord[]> {
    const rows = await this.database.use((db) =>
      db.selectFrom('label').selectAll().where('state', 'in', states).orderBy('owed_sequence').limit(limit).execute(),
    );
    return rows.map(decodeLabel);
  }

  async countLabels(states: readonly LabelState[]): Promise<number> {
    const row = await this.database.use((db) =>
      db
        .selectFrom('label')
        .select(db.fn.countAll<number>().as('labels'))
        .where('state', 'in', states)
        .executeTakeFirst(),
    );
    return row?.labels ?? 0;
  }

  async unlabelled(
    product: string,
    options: Parameters<JournalReader['unlabelled']>[1],
  ): Promise<readonly UnlabelledUnit[]> {
    const rows = await this.database.use((db) => selectUnlabelled(db, product, options));
    return rows.map(({ device_id: id, run }) => ({ deviceId: orCorrupt(DeviceId.parse(id)), run }));
  }

  async countOfOrder(order: string, states: readonly RegistrationState[]): Promise<number> {
    return this.database.use((db) => countOfOrder(db, order, states));
  }

  async owing(): Promise<Owing> {
    return this.database.use(selectOwing);
  }

  async lastSequence(): Promise<Sequence> {
    return (await this.database.use(selectHead)).sequence;
  }

  async head(): Promise<JournalHead> {
    return this.database.use(selectEnd);
  }

  async verify(options: VerifyOptions = {}): Promise<Verification> {
    return verifyChain(this.database, options);
  }

  async close(): Promise<void> {
    return this.database.close();
  }
}
