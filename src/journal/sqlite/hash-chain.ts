import { createHash } from 'node:crypto';
import type { JournalHead } from '../journal-events.ts';
import type { EventRow } from './schema.ts';

/** What the first event follows. */
export const genesisHash = '0'.repeat(64);

/** What a journal that holds nothing ends with. */
export const emptyHead: JournalHead = { sequence: 0, hash: genesisHash, at: null };

/** SHA-256, in hex, over the previous hash and the row as a JSON array of its columns in the order of the schema. */
export const chainHash = (previousHash: string, row: Omit<EventRow, 'hash'>): string => {
  const text = JSON.stringify([
    row.sequence,
    row.at,
    row.station,
    row.kind,
    row.run,
    row.slot,
    row.device_id,
    row.body,
  ]);
  return createHash('sha256').update(previousHash).update(text).digest('hex');
};
