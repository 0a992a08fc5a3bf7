import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** node:sqlite in the shape that Kysely's SQLite dialect expects. */
export const asKyselyDatabase = (database: DatabaseSync): SqliteDatabase => ({
  prepare: (sql) => {
    // A full disk makes SQLite roll back by itself; Kysely's own rollback would then hide the cause behind "no transaction is active"
    if (sql === 'rollback' && !database.isTransaction) return nothingToDo;
    const statement = database.prepare(sql);
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...asInput(parameters)),
      run: (parameters) => statement.run(...asInput(parameters)),
      iterate: (parameters) => statement.iterate(...asInput(parameters)),
    };
  },
  close: () => database.close(),
});

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
