import { setImmediate } from 'node:timers/promises';
import { DeviceId } from '../../domain/device-id.ts';
import { Pac } from '../../domain/pac.ts';
import type { BatchState } from '../batch-events.ts';
import type { LabelState } from '../line-events.ts';
import type { JournalDatabase } from './journal-database.ts';
import type {
  BatchRecord,
  Debt,
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
  Standing,
  UnitRecord,
  UnlabelledUnit,
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
  intact,
} from './records.ts';
import { decodeEventRow, eventsPerPage, selectEventPage, selectHead } from './event-rows.ts';
import { openStates, type RegistrationState } from '../../domain/registration.ts';
import { owedPerPage, selectOwedPage, type OwedPlace } from './owed-pages.ts';
import { isInState, selectRegistrations, standingOf } from './registration-rows.ts';
import { verifyChain } from './verify-chain.ts';

/** Far below SQLite's limit of bound values. */
const idsPerQuery = 500;

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
      const rows = await this.database.use((db) =>
        db
          .selectFrom('unit')
          .select(['device_id', 'deleted_pac'])
          .where('device_id', 'in', ids)
          .where('deleted_pac', 'is not', null)
          .execute(),
      );
      for (const { device_id: id, deleted_pac: pac } of rows)
        pacs.set(intact(DeviceId.parse(id)), intact(Pac.parse(pac ?? '')));
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

  async standing(units: Parameters<JournalReader['standing']>[0]): Promise<Standing> {
    if (units.length === 0) return { units: [], registrations: [] };
    const ids = units.map(({ deviceId }) => deviceId);
    const pacs = units.map(({ pac }) => pac.reveal());
    return this.database.use(async (db) => {
      const found = await db
        .selectFrom('unit')
        .selectAll()
        .where((row) => row.or([row('device_id', 'in', ids), row('pac', 'in', pacs)]))
        .execute();
      const registrations = await selectRegistrations(db).where('registration.device_id', 'in', ids).execute();
      return { units: found.map(decodeUnit), registrations: registrations.map(decodeRegistration) };
    });
  }

  async listRegistrations(
    states: readonly RegistrationState[],
    { after, deviceTypeId, certificate, listing, limit }: Parameters<JournalReader['listRegistrations']>[1],
  ): Promise<readonly RegistrationListing[]> {
    const rows = await this.database.use((db) => {
      let query = db
        .selectFrom('registration')
        .innerJoin('unit', 'unit.device_id', 'registration.device_id')
        .leftJoin('serial', 'serial.device_id', 'registration.device_id')
        .select([
          'unit.device_id',
          'unit.pac',
          'unit.current_pac',
          'serial.serial',
          'registration.name',
          'registration.sends',
          'registration.device_type_id',
          'registration.certificate',
        ])
        .where(isInState(states))
        .orderBy('registration.device_id')
        .limit(limit);
      if (after !== undefined) query = query.where('registration.device_id', '>', after);
      if (deviceTypeId !== undefined) query = query.where('registration.device_type_id', '=', deviceTypeId);
      if (certificate !== undefined)
        query = query.where('registration.certificate', certificate === null ? 'is' : '=', certificate);
      if (listing !== undefined) query = query.where('registration.listing', listing === null ? 'is' : '=', listing);
      return query.execute();
    });
    return rows.map(decodeListing);
  }

  async registrations(
    states: readonly RegistrationState[],
    { batch, deviceTypeId, certificate, listing, limit }: Parameters<JournalReader['registrations']>[1],
  ): Promise<readonly RegistrationRecord[]> {
    const rows = await this.database.use((db) => {
      let query = selectRegistrations(db)
        .where(isInState(states))
        .orderBy('registration.owed_sequence')
        .orderBy('registration.device_id')
        .limit(limit);
      if (batch !== undefined) query = query.where('registration.batch', '=', batch);
      if (deviceTypeId !== undefined) query = query.where('registration.device_type_id', '=', deviceTypeId);
      if (certificate !== undefined)
        query = query.where('registration.certificate', certificate === null ? 'is' : '=', certificate);
      if (listing !== undefined) query = query.where('registration.listing', listing === null ? 'is' : '=', listing);
      return query.execute();
    });
    return rows.map(decodeRegistration);
  }

  async registrationsById(
    states: readonly RegistrationState[],
    { batch, listing, after, limit }: Parameters<JournalReader['registrationsById']>[1],
  ): Promise<readonly RegistrationRecord[]> {
    const rows = await this.database.use((db) => {
      let query = selectRegistrations(db).where(isInState(states)).orderBy('registration.device_id').limit(limit);
      if (batch !== undefined) query = query.where('registration.batch', '=', batch);
      if (listing !== undefined) query = query.where('registration.listing', listing === null ? 'is' : '=', listing);
      if (after !== null) query = query.where('registration.device_id', '>', after);
      return query.execute();
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

  async debts({ listing, limit }: Parameters<JournalReader['debts']>[0]): Promise<readonly Debt[]> {
    const rows = await this.database.use((db) => {
      const query = db
        .selectFrom('registration')
        .select(['device_type_id', 'certificate', db.fn.countAll<number>().as('units')])
        .where('state', '=', 'owed')
        .groupBy(['device_type_id', 'certificate'])
        .orderBy(db.fn.min('owed_sequence'))
        .limit(limit);
      return (listing === undefined ? query : query.where('listing', listing === null ? 'is' : '=', listing)).execute();
    });
    return rows.map(({ device_type_id: deviceTypeId, certificate, units }) => ({ deviceTypeId, certificate, units }));
  }

  async countRegistrations({ listing }: Pick<RegistrationFilter, 'listing'> = {}): Promise<
    Readonly<Partial<Record<RegistrationState, number>>>
  > {
    const rows = await this.database.use((db) =>
      db
        .with('counted', (counting) => {
          const query = counting
            .selectFrom('registration')
            .select(['state', 'batch', db.fn.countAll<number>().as('units')])
            .groupBy(['state', 'batch']);
          return listing === undefined ? query : query.where('listing', listing === null ? 'is' : '=', listing);
        })
        .selectFrom('counted')
        .leftJoin('batch', 'batch.batch', 'counted.batch')
        .select(['counted.state as stored', 'batch.state as of_batch', 'counted.units'])
        .execute(),
    );
    const counts: Partial<Record<RegistrationState, number>> = {};
    for (const { stored, of_batch: ofBatch, units } of rows) {
      const state = standingOf(stored, ofBatch);
      if (state !== undefined) counts[state] = (counts[state] ?? 0) + units;
    }
    return counts;
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
              .where('registration.listing', listing === null ? 'is' : '=', listing),
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

  async runs({
    limit,
    deviceId,
    open = false,
    from,
    to,
    order,
    product,
    colour,
  }: RunFilter): Promise<readonly RunRecord[]> {
    const rows = await this.database.use((db) => {
      let query = db.selectFrom('run').selectAll().orderBy('started_sequence', 'desc').limit(limit);
      if (deviceId !== undefined) query = query.where('device_id', '=', deviceId);
      if (open) query = query.where('ended_at', 'is', null);
      if (from !== undefined) query = query.where('started_at', '>=', from);
      if (to !== undefined) query = query.where('started_at', '<', to);
      if (order !== undefined) query = query.where('order_name', '=', order);
      if (product !== undefined) query = query.where('product', '=', product);
      if (colour !== undefined) query = query.where('colour', '=', colour);
      return query.execute();
    });
    return rows.map(decodeRun);
  }

  async slot(slot: string): Promise<SlotRecord | null> {
    const row = await this.database.use((db) =>
      db.selectFrom('slot').selectAll().where('slot', '=', slot).executeTakeFirst(),
    );
    return row === undefined ? null : decodeSlot(row);
  }

  async serialOf(deviceId: DeviceId): Promise<string | null> {
    const row = await this.database.use((db) =>
      db.selectFrom('serial').select('serial').where('device_id', '=', deviceId).executeTakeFirst(),
    );
    return row?.serial ?? null;
  }

  async unitOfSerial(serial: string): Promise<DeviceId | null> {
    const row = await this.database.use((db) =>
      db.selectFrom('serial').select('device_id').where('serial', '=', serial).executeTakeFirst(),
    );
    return row === undefined ? null : intact(DeviceId.parse(row.device_id));
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
    { before, limit }: Parameters<JournalReader['unlabelled']>[1],
  ): Promise<readonly UnlabelledUnit[]> {
    const rows = await this.database.use((db) =>
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
        .execute(),
    );
    return rows.map(({ device_id: id, run }) => ({ deviceId: intact(DeviceId.parse(id)), run }));
  }

  async countOfOrder(order: string, states: readonly RegistrationState[]): Promise<number> {
    const row = await this.database.use((db) =>
      db
        .selectFrom('run')
        .innerJoin('registration', 'registration.device_id', 'run.device_id')
        .select(db.fn.count<number>('run.device_id').distinct().as('units'))
        .where('run.order_name', '=', order)
        .where(isInState(states))
        .executeTakeFirst(),
    );
    return row?.units ?? 0;
  }

  async owing(): Promise<Owing> {
    const row = await this.database.use((db) =>
      db
        .selectFrom('registration')
        .select([db.fn.countAll<number>().as('units'), db.fn.min('owed_at').as('since')])
        .where(isInState(openStates))
        .where((where) =>
          where.exists(
            where.selectFrom('run').select('run.run').whereRef('run.device_id', '=', 'registration.device_id'),
          ),
        )
        .executeTakeFirst(),
    );
    return { units: row?.units ?? 0, since: row?.since ?? null };
  }

  async lastSequence(): Promise<Sequence> {
    return (await this.database.use(selectHead)).sequence;
  }

  async verify(options: VerifyOptions = {}): Promise<Verification> {
    return verifyChain(this.database, options);
  }

  async close(): Promise<void> {
    return this.database.close();
  }
}
