import { stat } from 'node:fs/promises';

import { stringify } from 'csv-stringify/sync';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { printable } from '../../domain/text/printable.ts';
import type { ReportedUnit } from '../../report/reported-unit.ts';
import { unitCells, unitColumns } from '../../report/unit-row.ts';
import { writeFileAtomic } from '../../machine/write-file-atomic.ts';

/** What begins like a formula is text to a spreadsheet. */
export const unitsAsCsv = (units: readonly ReportedUnit[]): string =>
  stringify(
    units.map((unit) => unitCells(unit).map(printable)),
    { header: true, columns: [...unitColumns], escape_formulas: true },
  );

/**
 * The file is there once it is whole, in place of one of that name.
 * @throws PaclineError bad usage: the file cannot be written
 */
export const writeReport = async (path: string, text: string): Promise<void> => {
  try {
    const found = await stat(path).catch(() => null);
    if (found !== null && !found.isFile())
      throw new PaclineError('bad usage', `${path} is not a file; name one that may be replaced, or a new one.`, {
        context: { path },
      });
    await writeFileAtomic(path, text, { mode: 0o666 });
  } catch (error) {
    if (PaclineError.is(error)) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new PaclineError(
      'bad usage',
      `${path} cannot be written (${code}); name a file in a folder where this user may write.`,
      { context: { path }, cause: error },
    );
  }
};
