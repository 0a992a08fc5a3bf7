import { closeSync, fdatasync, openSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { writeFileAtomic } from '../../machine/write-file-atomic.ts';
import type { JournalHead } from '../journal-events.ts';
import { encodeRecord, encodeWitness, recordOffsets, witnessPath } from './witness-file.ts';

const syncFile = promisify(fdatasync);

/**
 * Writes down where the journal ends, after each commit and never before it: a witness may be behind its journal, by what a kill kept
 * from being written or a power cut from reaching the disk, but a journal is never behind its witness unless it has lost something.
 */
export class Witness {
  readonly #file: number;
  #place: 0 | 1;
  /** What could not be written yet, or has not reached the disk for sure. */
  #unwritten: JournalHead | null = null;
  #last: JournalHead;

  private constructor(file: number, head: JournalHead, place: 0 | 1) {
    this.#file = file;
    this.#last = head;
    this.#place = place;
  }

  /** A new one, on the disk before this resolves; replaces any that is there. @throws of the file system */
  static async create(journal: string, head: JournalHead): Promise<Witness> {
    await writeFileAtomic(witnessPath(journal), encodeWitness(head), { mode: 0o600 });
    return Witness.open(journal, { head, place: 0 });
  }

  /** The one that is there and was read as this. @throws of the file system */
  static open(journal: string, { head, place }: { readonly head: JournalHead; readonly place: 0 | 1 }): Witness {
    return new Witness(openSync(witnessPath(journal), 'r+'), head, place);
  }

  /** Before a commit: a record that failed is tried again, so that at most one commit goes without. @throws of the file system */
  requireWritten(): void {
    if (this.#unwritten !== null) this.#write(this.#unwritten);
  }

  /** After a commit, which is done whatever becomes of its record. */
  note(head: JournalHead): void {
    this.#unwritten = head;
    try {
      this.#write(head);
    } catch {
      // Said by `requireWritten`
    }
  }

  /** Resolves once what was noted is on the disk, or is known not to be. */
  async sync(): Promise<void> {
    const last = this.#last;
    await syncFile(this.#file).catch(() => {
      this.#unwritten ??= last;
    });
  }

  async close(): Promise<void> {
    await this.sync();
    closeSync(this.#file);
  }

  #write(head: JournalHead): void {
    const place = this.#place === 0 ? 1 : 0;
    const record = encodeRecord(head);
    if (writeSync(this.#file, record, 0, record.length, recordOffsets[place]) < record.length)
      throw Object.assign(new Error('the record was written in part'), { code: 'ENOSPC', errno: -28 });
    this.#place = place;
    this.#last = head;
    this.#unwritten = null;
  }
}
