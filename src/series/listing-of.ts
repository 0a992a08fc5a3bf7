import { createHash } from 'node:crypto';
import { openListFile, type ListFileOptions } from './file/list-file.ts';
import type { ColumnNames } from './columns/series-columns.ts';
import type { SeriesDefaults } from './series-units.ts';

export interface ReadingOfFile extends ListFileOptions {
  readonly columns: ColumnNames;
  readonly defaults: SeriesDefaults;
}

/**
 * Names a file by its content and the way it is read: the same units come of it, or it has another name.
 * @throws PaclineError bad usage: it cannot be read; the signal's reason
 */
export const listingOf = async (path: string, { columns, defaults, ...opening }: ReadingOfFile): Promise<string> => {
  const file = await openListFile(path, opening);
  const hash = createHash('sha256').update(JSON.stringify([columns, defaults]));
  for await (const text of file.text()) hash.update(text);
  return hash.digest('hex').slice(0, 32);
};
