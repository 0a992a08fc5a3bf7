import { stringify } from 'csv-stringify/sync';

import { printable } from '../../domain/text/printable.ts';
import type { Report } from '../../report/report.ts';
import { cellsOf, unitColumns, unitRow, unseatedRow } from '../../report/unit-row.ts';

/** What begins like a formula is text to a spreadsheet. */
export const unitsAsCsv = ({ units, unseated }: Pick<Report, 'units' | 'unseated'>): string =>
  stringify(
    [...units.map(unitRow), ...unseated.listed.map(unseatedRow)].map((row) => cellsOf(row).map(printable)),
    { header: true, columns: [...unitColumns], escape_formulas: true },
  );
