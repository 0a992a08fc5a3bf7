import { open, rename, rm, stat } from 'node:fs/promises';

import { stringify } from 'csv-stringify/sync';

import { PaclineError } from '../domain/pacline-error.ts';
import type { ReportedUnit } from '../report/reported-unit.ts';
import { unitCells, unitColumns } from '../report/unit-row.ts';

/** What begins like a formula is text to a spreadsheet. */
export const unitsAsCsv = (units: readonly ReportedUnit[]): string => stringify(units.map(unitCells), { header: true, columns: [...unitColumns], escape_formulas: true });

/**
 * The file is there once it is whole, in place of one of that name.
 * @throws PaclineError bad usage: the file cannot be written
 */
export const writeWhole = async (path: string, text: string): Promise<void> => {
  const part = `${path}.part`;
  try {
    const found = await stat(path).catch(() => null);
    if (found !== null && !found.isFile()) throw new PaclineError('bad usage', `${path} is not a file; name one that may be replaced, or a new one.`, { context: { path } });
    const file = await open(part, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    if (PaclineError.is(error)) throw error;
    await rm(part, { force: true }).catch(() => undefined);
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new PaclineError('bad usage', `${path} cannot be written (${code}); name a file in a folder where this user may write.`, { context: { path }, cause: error });
  }
};
