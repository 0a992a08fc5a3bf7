import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Statements that are kept ready. One for a page of units takes half a megabyte, which V8 does not see and is slow to give back. */
const mostKept = 32;

/** node:sqlite in the shape that Kysely's SQLite dialect expects. */
export const asKyselyDatabase = (database: DatabaseSync): SqliteDatabase => {
  const kept = new Map<string, SqliteStatement>();
  return {
    prepare: (sql) => {
      // A full disk makes SQLite roll back by itself; Kysely's own rollback would then hide the cause behind "no transaction is active"
      if (sql === 'rollback' && !database.isTransaction) return nothingToDo;
      const statement = kept.get(sql) ?? prepare(database, sql);
      kept.delete(sql);
      kept.set(sql, statement);
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
    close: () => database.close(),
  };
};

const prepare = (database: DatabaseSync, sql: string): SqliteStatement => {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...asInput(parameters)),
    run: (parameters) => statement.run(...asInput(parameters)),
    iterate: (parameters) => statement.iterate(...asInput(parameters)),
  };
};

const asInput = (parameters: readonly unknown[]): readonly SQLInputValue[] =>
  parameters.map((parameter) => {
    if (isStorable(parameter)) return parameter;
    throw new TypeError(`SQLite cannot store a value of type ${typeof parameter}`);
  });

/** The types that the journal's schema uses, out of those that SQLite has. */
const isStorable = (value: unknown): value is string | number | null =>
  typeof value === 'string' || typeof value === 'number' || value === null;

const nothingToDo: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};
