import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { chainHash, genesisHash } from '../../../src/journal/sqlite/hash-chain.ts';
import type { EventRow } from '../../../src/journal/sqlite/schema.ts';
import { meddle } from '../journal-bench.ts';

/** What takes the end of a killed journal away, or puts another one in its place. */
export interface Attack {
  readonly what: string;
  readonly play: (path: string) => void;
  /** What has to be said then. */
  readonly sentence: RegExp;
  readonly code: 'journal incomplete' | 'journal broken';
}

const flipMiddleByte = (path: string): void => {
  const bytes = readFileSync(path);
  const at = Math.trunc(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
};

const cut = (path: string, bytes: number): void => truncateSync(path, statSync(path).size - bytes);

/** One event is edited, and the chain is recomputed from there on, head and all. */
const recomputeChain = (path: string): void => {
  const database = new DatabaseSync(path);
  database.exec(`update event set body = replace(body, 'left', 'right') where sequence = 1`);
  let hash = genesisHash;
  for (const row of database.prepare('select * from event order by sequence').all() as unknown as EventRow[]) {
    hash = chainHash(hash, row);
    database.prepare('update event set hash = ? where sequence = ?').run(hash, row.sequence);
  }
  database.prepare('update journal_head set hash = ?').run(hash);
  database.close();
};

const remove = (...files: readonly string[]): void => files.forEach((file) => rmSync(file));

const allGone = /There is no journal at .* any more; it ended at event 26 .* Missing: 26 events/;

const cutOff: readonly Omit<Attack, 'code'>[] = [
  {
    what: 'log cut by half',
    play: (path) => cut(`${path}-wal`, statSync(`${path}-wal`).size / 2),
    sentence: /ends at event \d+ .*UTC, but event 26 .*UTC was on the disk. Missing: \d+ events, from \d+ to 26/,
  },
  { what: 'log cut by a byte', play: (path) => cut(`${path}-wal`, 1), sentence: /Missing: 1 event, from 26 to 26/ },
  {
    what: 'log flipped in one byte',
    play: (path) => flipMiddleByte(`${path}-wal`),
    sentence: /Missing: \d+ events, from \d+ to 26/,
  },
  { what: 'log gone', play: (path) => remove(`${path}-wal`), sentence: /is empty, but event 26 .* Missing: 26 events/ },
  { what: 'file gone and its log left', play: (path) => remove(path), sentence: allGone },
  { what: 'file and log gone', play: (path) => remove(path, `${path}-wal`), sentence: allGone },
  { what: 'file emptied and its log left', play: (path) => truncateSync(path), sentence: allGone },
  {
    what: 'file gone and its witness damaged',
    play: (path) => {
      remove(path, `${path}-wal`);
      writeFileSync(`${path}-witness`, 'x');
    },
    sentence: /its witness is there, but cannot be read/,
  },
  {
    what: 'file and witness gone and its log left',
    play: (path) => remove(path, `${path}-witness`),
    sentence: /its write-ahead log is there/,
  },
  {
    what: 'last four events removed and its head set back',
    play: (path) =>
      meddle(
        path,
        `delete from event where sequence > 22; update journal_head set sequence = 22, hash = (select hash from event where sequence = 22)`,
      ),
    sentence: /Missing: 4 events, from 23 to 26/,
  },
  {
    what: 'last four events removed',
    play: (path) => meddle(path, 'delete from event where sequence > 22'),
    sentence: /Missing: 4 events, from 23 to 26/,
  },
];

export const attacks: readonly Attack[] = [
  ...cutOff.map((attack) => ({ ...attack, code: 'journal incomplete' }) as const),
  {
    what: 'chain recomputed after an edit',
    play: recomputeChain,
    sentence: /does not hold event 26 .* as it was written/,
    code: 'journal broken',
  },
];
