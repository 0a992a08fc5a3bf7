import { sql, type Kysely, type Transaction } from 'kysely';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { genesisHash } from './hash-chain.ts';
import type { JournalSchema } from './schema.ts';

type Migration = (db: Transaction<JournalSchema>) => Promise<void>;

const createJournal: Migration = async (db) => {
  await db.schema
    .createTable('event')
    .addColumn('sequence', 'integer', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('station', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('run', 'text')
    .addColumn('slot', 'text')
    .addColumn('device_id', 'text')
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('journal_head')
    .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('projection_version', 'integer', (column) => column.notNull())
    .execute();
  await db
    .insertInto('journal_head')
    .values({ id: 1, sequence: 0, hash: genesisHash, projection_version: 0 })
    .execute();
  await db.schema
    .createTable('run')
    .addColumn('run', 'text', (column) => column.primaryKey())
    .addColumn('started_sequence', 'integer', (column) => column.notNull().unique())
    .addColumn('station', 'text', (column) => column.notNull())
    .addColumn('slot', 'text', (column) => column.notNull())
    .addColumn('port', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('device_id', 'text')
    .addColumn('colour', 'text')
    .addColumn('outcome', 'text')
    .addColumn('code', 'text')
    .addColumn('message', 'text')
    .addColumn('elapsed_ms', 'bigint')
    .addColumn('transcript', 'text')
    .execute();
  await db.schema.createIndex('run_by_device').on('run').column('device_id').execute();
  await db.schema.createIndex('run_by_end').on('run').column('ended_at').execute();
  await db.schema
    .createTable('unit')
    .addColumn('device_id', 'text', (column) => column.primaryKey())
    .addColumn('pac', 'text', (column) => column.notNull().unique())
    .addColumn('pac_source', 'text', (column) => column.notNull())
    .addColumn('dialect', 'text', (column) => column.notNull())
    .addColumn('firmware', 'text')
    .addColumn('first_read_at', 'bigint', (column) => column.notNull())
    .addColumn('last_read_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('registration')
    // Without its unit a registration would have no PAC to send
    .addColumn('device_id', 'text', (column) => column.primaryKey().references('unit.device_id'))
    .addColumn('device_type_id', 'text', (column) => column.notNull())
    .addColumn('certificate', 'text')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('code', 'text')
    .addColumn('reason', 'text')
    .addColumn('owed_sequence', 'integer', (column) => column.notNull())
    .addColumn('owed_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('registration_by_state').on('registration').columns(['state', 'owed_sequence']).execute();
};

const addBatches: Migration = async (db) => {
  await db.schema
    .createTable('batch')
    .addColumn('batch', 'text', (column) => column.primaryKey())
    .addColumn('device_type_id', 'text', (column) => column.notNull())
    .addColumn('certificate', 'text')
    .addColumn('units', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('job_id', 'text')
    .addColumn('reason', 'text')
    .addColumn('begun_sequence', 'integer', (column) => column.notNull())
    .addColumn('begun_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.alterTable('registration').addColumn('batch', 'text').execute();
  await db.schema.createIndex('registration_by_batch').on('registration').columns(['batch', 'state']).execute();
};

/** One index instead of two: every unit of a batch is moved in it. */
const joinRegistrationIndexes: Migration = async (db) => {
  await db.schema.dropIndex('registration_by_batch').execute();
  await db.schema.dropIndex('registration_by_state').execute();
  await db.schema
    .createIndex('registration_by_state')
    .on('registration')
    .columns(['state', 'batch', 'owed_sequence'])
    .execute();
};

const addFactoryLine: Migration = async (db) => {
  for (const column of ['product', 'order_name', 'operator', 'settings', 'purpose', 'phase_ms', 'measurements'])
    await db.schema.alterTable('run').addColumn(column, 'text').execute();
  for (const column of ['first_answer_ms', 'removed_at'])
    await db.schema.alterTable('run').addColumn(column, 'bigint').execute();
  await db.schema.createIndex('run_by_start').on('run').column('started_at').execute();
  await db.schema.createIndex('run_by_order').on('run').columns(['order_name', 'device_id']).execute();
  await db.schema
    .createTable('slot')
    .addColumn('slot', 'text', (column) => column.primaryKey())
    .addColumn('locked_at', 'bigint')
    .addColumn('lock_code', 'text')
    .addColumn('lock_reason', 'text')
    .addColumn('golden_at', 'bigint')
    .addColumn('golden_settings', 'text')
    .addColumn('units_since_golden', 'integer', (column) => column.notNull())
    .addColumn('reds_in_row', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('serial')
    .addColumn('serial', 'text', (column) => column.primaryKey())
    .addColumn('device_id', 'text', (column) => column.notNull().unique())
    .addColumn('bound_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('label')
    .addColumn('device_id', 'text', (column) => column.primaryKey())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('copies', 'integer', (column) => column.notNull())
    .addColumn('reprints', 'integer', (column) => column.notNull())
    .addColumn('owed_sequence', 'integer', (column) => column.notNull())
    .addColumn('owed_at', 'bigint', (column) => column.notNull())
    .addColumn('printed_at', 'bigint')
    .addColumn('verified_at', 'bigint')
    .execute();
  await db.schema.createIndex('label_by_state').on('label').columns(['state', 'owed_sequence']).execute();
};

/** Registration by evidence: who has shown a unit, how often it was sent, and from which file it came. */
const addEvidence: Migration = async (db) => {
  for (const column of ['current_pac', 'deleted_pac', 'set_aside'])
    await db.schema.alterTable('unit').addColumn(column, 'text').execute();
  for (const column of ['listing', 'backend', 'api_user'])
    await db.schema.alterTable('registration').addColumn(column, 'text').execute();
  for (const column of ['accepted_at', 'confirmed_at'])
    await db.schema.alterTable('registration').addColumn(column, 'bigint').execute();
  await db.schema
    .alterTable('registration')
    .addColumn('sends', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable('batch').addColumn('backend', 'text').execute();
  await db.schema.createIndex('registration_by_listing').on('registration').columns(['listing', 'state']).execute();
};

/** Units that came otherwise than in a slot. */
const addIntake: Migration = async (db) => {
  await db.schema
    .createTable('intake')
    .addColumn('sequence', 'integer', (column) => column.primaryKey())
    .addColumn('station', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .addColumn('device_id', 'text')
    .addColumn('list', 'text')
    .addColumn('listing', 'text')
    .addColumn('units', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('intake_by_listing').on('intake').columns(['listing', 'list']).execute();
};

/** In order; the schema's version is how many of them have been applied. Never change one that was released: add another. */
const migrations: readonly Migration[] = [
  createJournal,
  addBatches,
  joinRegistrationIndexes,
  addFactoryLine,
  addEvidence,
  addIntake,
];

/** What this program writes. */
export const currentSchemaVersion = migrations.length;

export const schemaVersion = async (db: Kysely<JournalSchema>): Promise<number> => {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db);
  return rows[0]?.user_version ?? 0;
};

/** For one day two branches both wrote a version 3: the one with the factory line lacks what the other had done before it. */
const hasFactoryLine = async (db: Kysely<JournalSchema>): Promise<boolean> => {
  const { rows } = await sql`select 1 from sqlite_master where type = 'table' and name = 'slot'`.execute(db);
  return rows.length > 0;
};

/** Brings the file up to this program's schema, one transaction a step. @throws PaclineError journal fault */
export const migrate = async (db: Kysely<JournalSchema>, path: string): Promise<void> => {
  const version = await schemaVersion(db);
  refuseNewer(version, path);
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue;
    await db.transaction().execute(async (transaction) => {
      await (migration === addFactoryLine && (await hasFactoryLine(transaction)) ? joinRegistrationIndexes : migration)(
        transaction,
      );
      await sql`pragma user_version = ${sql.lit(index + 1)}`.execute(transaction);
    });
  }
};

/** For a reader of a journal that was begun, which may not migrate. @throws PaclineError journal fault */
export const requireCurrentSchema = async (db: Kysely<JournalSchema>, path: string): Promise<void> => {
  const version = await schemaVersion(db);
  refuseNewer(version, path);
  if (version < migrations.length) {
    throw new PaclineError(
      'journal fault',
      `${path} was written by an older pacline; let the station of this version open it once`,
      { context: { path, version } },
    );
  }
};

/** @throws PaclineError journal fault */
export const refuseNewer = (version: number, path: string): void => {
  if (version <= migrations.length) return;
  throw new PaclineError('journal fault', `${path} was written by a newer pacline; use that version`, {
    context: { path, version },
  });
};
