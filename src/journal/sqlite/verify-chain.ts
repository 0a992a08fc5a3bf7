import { setImmediate } from 'node:timers/promises';
import { eventsPerPage, selectEventPage } from './event-rows.ts';
import { chainHash, genesisHash } from './hash-chain.ts';
import type { JournalDatabase } from './journal-database.ts';
import type { Verification, VerifyOptions } from '../journal.ts';
import type { HeadRow } from './schema.ts';

interface Link {
  readonly sequence: number;
  readonly hash: string;
}

/**
 * Recomputes the chain a page at a time, while a writer may go on. `events` is how many hold; `brokenAt` the first that
 * was altered, is missing, or was put there by somebody else.
 */
export const verifyChain = async (
  database: JournalDatabase,
  { signal, onProgress }: VerifyOptions,
): Promise<Verification> => {
  let link: Link = { sequence: 0, hash: genesisHash };
  // Not 0: a row that was slipped in before the first one is to be seen as well
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    signal?.throwIfAborted();
    // Page and head out of one snapshot: the end of the last page is then the end that the head speaks of
    const { page, head } = await database.use((db) =>
      db.transaction().execute(async (transaction) => ({
        page: await selectEventPage(transaction, after),
        head: await transaction.selectFrom('journal_head').selectAll().executeTakeFirst(),
      })),
    );
    for (const row of page) {
      const next = link.sequence + 1;
      if (row.sequence !== next || row.hash !== chainHash(link.hash, row)) {
        return { events: link.sequence, brokenAt: Math.min(next, row.sequence) };
      }
      link = row;
      after = row.sequence;
    }
    if (page.length < eventsPerPage) return { events: link.sequence, brokenAt: headBreak(link, head) };
    onProgress?.(link.sequence);
    await setImmediate();
  }
};

const headBreak = (last: Link, head: HeadRow | undefined): number | null => {
  const expected = head?.sequence ?? 0;
  if (expected !== last.sequence) return Math.min(expected, last.sequence) + 1;
  return head === undefined || head.hash === last.hash ? null : Math.max(1, last.sequence);
};
