import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { ColumnNames } from './series-columns.ts';
import type { SeriesDefaults } from './series-units.ts';

export interface ReadingOfFile {
  readonly columns: ColumnNames;
  readonly defaults: SeriesDefaults;
  readonly signal: AbortSignal;
}

/** Names a file by its content and the way it is read: the same units come of it, or it has another name. */
export const listingOf = async (path: string, { columns, defaults, signal }: ReadingOfFile): Promise<string> => {
  const hash = createHash('sha256').update(JSON.stringify([columns, defaults]));
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk);
  return hash.digest('hex').slice(0, 32);
};
