import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { JournalHead } from '../journal-events.ts';

/*
 * Beside a journal stands a small file that says where it ends, so that a journal that was shortened from outside does not pass for a
 * whole one: SQLite takes a write-ahead log that is cut or damaged for one that ends there. The file has two places for a record,
 * written in turn, each in a block of its own: a power cut can spoil one of them at most.
 */

export const witnessPath = (journal: string): string => `${journal}-witness`;

/** Smaller than the smallest block that a disk writes at once. */
const recordBytes = 512;
const blockBytes = 4096;

/** Where in the file the record of each place begins. */
export const recordOffsets = [0, blockBytes] as const;

export type WitnessRecordState =
  | { readonly state: 'missing' | 'damaged' }
  | {
      readonly state: 'whole';
      readonly head: JournalHead;
      /** In which place the record stands; the other one is to be written next. */
      readonly place: 0 | 1;
    };

export const encodeRecord = ({ sequence, hash, at }: JournalHead): Buffer =>
  Buffer.from(
    JSON.stringify({ sequence, hash, at, check: checkOf({ sequence, hash, at }) })
      .padEnd(recordBytes - 1)
      .concat('\n'),
  );

/** A file with the same record in both places. */
export const encodeWitness = (head: JournalHead): Buffer => {
  const record = encodeRecord(head);
  return Buffer.concat([record, Buffer.alloc(blockBytes - recordBytes, ' '), record]);
};

/** Whatever cannot be read as a record is damaged. */
export const readWitness = (journal: string): WitnessRecordState => {
  const bytes = Buffer.alloc(blockBytes + recordBytes);
  try {
    const file = openSync(witnessPath(journal), 'r');
    try {
      readSync(file, bytes, 0, bytes.length, 0);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { state: error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'damaged' };
  }
  const [first, second] = recordOffsets.map((offset) => decodeRecord(bytes.subarray(offset, offset + recordBytes)));
  if (first && first.sequence >= (second?.sequence ?? 0)) return { state: 'whole', head: first, place: 0 };
  return second ? { state: 'whole', head: second, place: 1 } : { state: 'damaged' };
};

const decodeRecord = (bytes: Buffer): JournalHead | null => {
  try {
    const record: unknown = JSON.parse(bytes.toString('latin1'));
    return isHead(record) && 'check' in record && record.check === checkOf(record) ? record : null;
  } catch {
    return null;
  }
};

export const isHead = (value: unknown): value is JournalHead =>
  typeof value === 'object' &&
  value !== null &&
  'sequence' in value &&
  Number.isSafeInteger(value.sequence) &&
  'hash' in value &&
  typeof value.hash === 'string' &&
  'at' in value &&
  (value.at === null || Number.isSafeInteger(value.at));

/** Against half-written records, not against people. */
const checkOf = ({ sequence, hash, at }: JournalHead): string =>
  createHash('sha256')
    .update(JSON.stringify([sequence, hash, at]))
    .digest('hex')
    .slice(0, 16);
