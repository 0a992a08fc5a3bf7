import { sql, type Kysely } from 'kysely';
import type { JournalSchema } from '../sqlite/schema.ts';

/** The tables that follow from the events, each with its key. */
const keys = {
  run: 'run',
  unit: 'device_id',
  registration: 'device_id',
  batch: 'batch',
  slot: 'slot',
  serial: 'serial',
  label: 'device_id',
} as const satisfies Partial<Record<keyof JournalSchema, string>>;

type Table = keyof typeof keys;

type Row = Readonly<Record<string, unknown>>;

const rowsPerPage = 500;

/** Columns whose values are not shown: secrets, and what is too long to be read. */
const unshown: ReadonlySet<string> = new Set(['pac', 'current_pac', 'deleted_pac', 'transcript']);

interface TablesToCompare {
  /** The tables of the journal. */
  readonly found: Kysely<JournalSchema>;
  /** Those that its events make. */
  readonly made: Kysely<JournalSchema>;
  /** So many differences are named. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
}

/** Row by row: how the tables of a journal differ from those that its events make. Each difference is a sentence without a secret. */
export const compareTables = async (comparison: TablesToCompare): Promise<readonly string[]> => {
  const differences: string[] = [];
  for (const table of Object.keys(keys).filter(isTable))
    for await (const difference of differencesIn(table, comparison)) {
      differences.push(difference);
      if (differences.length === comparison.limit) return differences;
    }
  return differences;
};

const isTable = (name: string): name is Table => Object.hasOwn(keys, name);

/** Both are gone through in the order of their keys. */
async function* differencesIn(table: Table, { found, made, signal }: TablesToCompare): AsyncGenerator<string> {
  const inJournal = rowsOf(found, table);
  const byEvents = rowsOf(made, table);
  let row = await nextOf(inJournal);
  let expected = await nextOf(byEvents);
  while (row !== null || expected !== null) {
    signal?.throwIfAborted();
    const order = compareKeys(row?.[keys[table]], expected?.[keys[table]]);
    if (row !== null && order < 0) yield `${nameOf(table, row)} stands in its table and follows from no event`;
    else if (expected !== null && order > 0) yield `${nameOf(table, expected)} is missing in its table`;
    else if (row !== null && expected !== null) yield* differencesOf(table, row, expected);
    if (order <= 0) row = await nextOf(inJournal);
    if (order >= 0) expected = await nextOf(byEvents);
  }
}

async function* rowsOf(db: Kysely<JournalSchema>, table: Table): AsyncGenerator<Row, null> {
  const key = sql.ref(keys[table]);
  for (let after: unknown; ;) {
    const where = after === undefined ? sql`` : sql`where ${key} > ${after}`;
    const { rows } =
      await sql<Row>`select * from ${sql.table(table)} ${where} order by ${key} limit ${rowsPerPage}`.execute(db);
    yield* rows;
    if (rows.length < rowsPerPage) return null;
    after = rows.at(-1)?.[keys[table]];
  }
}

const nextOf = async (rows: AsyncGenerator<Row, null>): Promise<Row | null> => (await rows.next()).value;

/** As SQLite orders text. Nothing comes after everything; a key that is no text was never written by this program, and is passed first. */
const compareKeys = (found: unknown, expected: unknown): number => {
  if (found === undefined) return 1;
  if (expected === undefined || typeof found !== 'string' || typeof expected !== 'string') return -1;
  return Buffer.compare(Buffer.from(found), Buffer.from(expected));
};

const nameOf = (table: Table, row: Row): string => `${table} ${valueOf(keys[table], row[keys[table]])}`;

function* differencesOf(table: Table, row: Row, expected: Row): Generator<string> {
  for (const column of Object.keys(expected))
    if (row[column] !== expected[column])
      yield unshown.has(column)
        ? `${nameOf(table, expected)}: ${column} is another than its events say`
        : `${nameOf(table, expected)}: ${column} is ${valueOf(column, row[column])}, by its events ${valueOf(column, expected[column])}`;
}

const valueOf = (column: string, value: unknown): string => {
  if (unshown.has(column)) return '…';
  const text = value instanceof Uint8Array ? 'bytes' : (JSON.stringify(value) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
