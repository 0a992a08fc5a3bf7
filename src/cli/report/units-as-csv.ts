import { stringify } from 'csv-stringify/sync';

import { printable } from '../../domain/text/printable.ts';
import type { ReportedUnit } from '../../report/reported-unit.ts';
import { unitCells, unitColumns } from '../../report/unit-row.ts';

/** What begins like a formula is text to a spreadsheet. */
export const unitsAsCsv = (units: readonly ReportedUnit[]): string =>
  stringify(
    units.map((unit) => unitCells(unit).map(printable)),
    { header: true, columns: [...unitColumns], escape_formulas: true },
  );
