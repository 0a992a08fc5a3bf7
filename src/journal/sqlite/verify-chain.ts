import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { decodeEventRow, eventsPerPage, selectEventPage } from './event-rows.ts';
import { chainHash, genesisHash } from './hash-chain.ts';
import type { JournalDatabase } from './journal-database.ts';
import type { Verification, VerifyOptions } from '../journal.ts';
import type { EventRow, HeadRow, JournalSchema } from './schema.ts';

interface Link {
  readonly sequence: number;
  readonly hash: string;
}

/** Who goes along. What is thrown ends the walk. */
export interface Companion {
  /** The next events, all of which hold. */
  page(rows: readonly EventRow[]): Promise<void>;
  /** After the last page of a chain that holds, in the snapshot of the journal that ends with it. */
  end(db: Kysely<JournalSchema>): Promise<void>;
}

/**
 * Recomputes the chain a page at a time, while a writer may go on. `events` is how many hold; `brokenAt` the first that
 * was altered, is missing, or was put there by somebody else.
 */
export const verifyChain = async (
  database: JournalDatabase,
  { signal, onProgress }: VerifyOptions,
  companion?: Companion,
): Promise<Verification> => {
  let link: Link = { sequence: 0, hash: genesisHash };
  let events = 0;
  // Not 0: a row that was slipped in before the first one is to be seen as well
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    signal?.throwIfAborted();
    const verified = await database.use((db) =>
      // Page and head out of one snapshot: the end of the last page is then the end that the head speaks of
      db.transaction().execute(async (transaction): Promise<Verification | null> => {
        const page = await selectEventPage(transaction, after);
        const head = await transaction.selectFrom('journal_head').selectAll().executeTakeFirst();
        for (const row of page) {
          if (!follows(link, row)) return { events, brokenAt: Math.min(link.sequence + 1, row.sequence) };
          link = row;
          after = row.sequence;
          events += 1;
        }
        await companion?.page(page);
        if (page.length === eventsPerPage) return null;
        const brokenAt = headBreak(link, head);
        if (brokenAt === null) await companion?.end(transaction);
        return { events, brokenAt };
      }),
    );
    if (verified !== null) return verified;
    onProgress?.(events);
    await setImmediate();
  }
};

/** The next number, or a later one where a person accepted that those in between are lost. */
const follows = (link: Link, row: EventRow): boolean =>
  row.hash === chainHash(link.hash, row) && (row.sequence === link.sequence + 1 || isAcceptedLoss(link, row));

const isAcceptedLoss = (link: Link, row: EventRow): boolean => {
  if (row.kind !== 'journal loss accepted' || row.sequence <= link.sequence) return false;
  const { event } = decodeEventRow(row);
  return event.kind === 'journal loss accepted' && event.found.sequence === link.sequence;
};

const headBreak = (last: Link, head: HeadRow | undefined): number | null => {
  const expected = head?.sequence ?? 0;
  if (expected !== last.sequence) return Math.min(expected, last.sequence) + 1;
  return head === undefined || head.hash === last.hash ? null : Math.max(1, last.sequence);
};
