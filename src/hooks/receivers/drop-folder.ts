import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { writeFileAtomic } from '../../machine/write-file-atomic.ts';
import type { PublicEvent } from '../public-event.ts';
import type { Receiver } from './receiver.ts';

/** The same for every kind of event, in this order; new ones are only ever added before `more`. */
export const dropColumns = [
  'id',
  'sequence',
  'at',
  'station',
  'kind',
  'run',
  'slot',
  'deviceId',
  'colour',
  'outcome',
  'code',
  'message',
  'reason',
  'elapsedMs',
  'hash',
  'more',
] as const;

const named: ReadonlySet<string> = new Set(dropColumns);

/** One file an event, of a header and a row. It is there whole or not at all, and an event that comes again writes the same file over. */
export class DropFolder implements Receiver {
  readonly #folder: string;

  constructor({ folder }: { readonly folder: string }) {
    this.#folder = folder;
  }

  async deliver(event: PublicEvent, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    signal.throwIfAborted();
    const path = join(this.#folder, dropFileName(event));
    try {
      await stat(this.#folder);
      await writeFileAtomic(path, dropText(event), { mode: 0o644 });
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'fault without a code';
      throw new PaclineError('hook down', `${sentences[code] ?? 'The drop folder cannot be used'}: ${path} (${code})`, {
        context: { path, event: event.id },
        cause,
      });
    }
  }

  async close(): Promise<void> {}
}

const sentences: Readonly<Record<string, string>> = {
  ENOENT: 'The drop folder is not there; make it, or mount the share',
  ENOSPC: 'The disk of the drop folder is full; free some room',
  EACCES: 'The drop folder cannot be written; give this user the right to it',
  EROFS: 'The drop folder can only be read; mount the share for writing',
};

/** `<station>-<sequence>-<kind>.csv`: by name in the order of events, and apart from those of other stations in the same folder. */
export const dropFileName = ({ station, sequence, kind }: Pick<PublicEvent, 'station' | 'sequence' | 'kind'>): string =>
  `${plain(station)}-${String(sequence).padStart(10, '0')}-${plain(kind)}.csv`;

const plain = (name: string): string => name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');

const dropText = (event: PublicEvent): string => {
  const more = Object.fromEntries(Object.entries(event).filter(([field]) => !named.has(field)));
  const cells = dropColumns.map((column) => (column === 'more' ? JSON.stringify(more) : cellOf(event[column])));
  return stringify([[...dropColumns], cells], { record_delimiter: '\r\n', escape_formulas: true });
};

const cellOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
