import { csvRows } from '../file/csv-rows.ts';
import { openListFile, type ListFileOptions } from '../file/list-file.ts';
import { rowsLookedAt } from './list-layout.ts';

/** The rows by which `layoutOf` judges a file. @throws PaclineError as `openListFile` does */
export const readFirstRows = async (
  path: string,
  options: ListFileOptions,
): Promise<readonly (readonly string[])[]> => {
  const file = await openListFile(path, options);
  const rows: (readonly string[])[] = [];
  for await (const row of csvRows(file.text())) {
    if (row.kind === 'broken') break;
    rows.push(row.cells);
    if (rows.length === rowsLookedAt) break;
  }
  return rows;
};
