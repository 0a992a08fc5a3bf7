import type { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { Mutex } from '../../async/mutex.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { asJournalError } from './journal-error.ts';
import { asKyselyDatabase } from './node-sqlite.ts';
import type { JournalSchema } from './schema.ts';

export interface JournalDatabaseOptions {
  /** Owned from here on: `close` closes it. */
  readonly database: DatabaseSync;
  /** For messages. */
  readonly path: string;
  /** Called once, after the database is closed. */
  readonly release?: () => void | Promise<void>;
}

/** One connection to the journal's file. What is asked of it is done strictly in the order of asking, one thing at a time. */
export class JournalDatabase {
  readonly path: string;
  readonly #database: DatabaseSync;
  readonly #db: Kysely<JournalSchema>;
  readonly #release: () => void | Promise<void>;
  readonly #turn = new Mutex();
  /** What was asked of the journal is done, whoever waits for it. */
  readonly #unending = new AbortController().signal;
  #closed: Promise<void> | null = null;

  constructor({ database, path, release = () => {} }: JournalDatabaseOptions) {
    this.path = path;
    this.#database = database;
    this.#db = new Kysely<JournalSchema>({ dialect: new SqliteDialect({ database: asKyselyDatabase(database) }) });
    this.#release = release;
  }

  /** @throws PaclineError interrupted, once closing has begun */
  requireOpen(): void {
    if (this.#closed !== null)
      throw new PaclineError('interrupted', `The journal ${this.path} is closed; open it again`, {
        context: { path: this.path },
      });
  }

  /** Waits for its turn and does the work. @throws PaclineError interrupted, once closing has begun; and as `asJournalError` says */
  async use<T>(work: (db: Kysely<JournalSchema>) => Promise<T>): Promise<T> {
    this.requireOpen();
    return this.#enqueue(() => work(this.#db));
  }

  /** What was asked before is still done. May be called more than once. */
  async close(): Promise<void> {
    this.#closed ??= this.#enqueue(async () => {
      try {
        await this.#db.destroy();
        // Kysely leaves a database alone that it was never asked anything about
        if (this.#database.isOpen) this.#database.close();
      } finally {
        await this.#release();
      }
    });
    return this.#closed;
  }

  async #enqueue<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#turn.run(work, { signal: this.#unending });
    } catch (error) {
      throw asJournalError(error, this.path);
    }
  }
}
