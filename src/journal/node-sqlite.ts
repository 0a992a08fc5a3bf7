import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Statements that are kept for the next time; a line asks some sixty different ones over and over. */
const mostKept = 200;

/** node:sqlite in the shape that Kysely's SQLite dialect expects. */
export const asKyselyDatabase = (database: DatabaseSync): SqliteDatabase => {
  const kept = new Map<string, SqliteStatement>();
  return {
    prepare: (sql) => {
      // A full disk makes SQLite roll back by itself; Kysely's own rollback would then hide the cause behind "no transaction is active"
      if (sql === 'rollback' && !database.isTransaction) return nothingToDo;
      const known = kept.get(sql);
      if (known !== undefined) return known;
      const statement = prepared(database, sql);
      // Lists of different lengths make statements without end
      if (kept.size >= mostKept) kept.clear();
      kept.set(sql, statement);
      return statement;
    },
    close: () => database.close(),
  };
};

const prepared = (database: DatabaseSync, sql: string): SqliteStatement => {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...asInput(parameters)),
    run: (parameters) => statement.run(...asInput(parameters)),
    // A row-by-row reading must not be disturbed by the next use of a kept statement
    iterate: (parameters) => database.prepare(sql).iterate(...asInput(parameters)),
  };
};

const asInput = (parameters: readonly unknown[]): readonly SQLInputValue[] =>
  parameters.map((parameter) => {
    if (isStorable(parameter)) return parameter;
    throw new TypeError(`SQLite cannot store a value of type ${typeof parameter}`);
  });

/** The types that the journal's schema uses, out of those that SQLite has. */
const isStorable = (value: unknown): value is string | number | null => typeof value === 'string' || typeof value === 'number' || value === null;

const nothingToDo: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};
