import type { Kysely } from 'kysely';
import { PaclineError } from '../domain/pacline-error.ts';
import type { HeadRow, JournalSchema } from './schema.ts';

export const selectHead = async (db: Kysely<JournalSchema>): Promise<HeadRow> =>
  db
    .selectFrom('journal_head')
    .selectAll()
    .executeTakeFirstOrThrow(() => new PaclineError('journal broken', 'The journal has lost its head row; keep the file as it is'));
