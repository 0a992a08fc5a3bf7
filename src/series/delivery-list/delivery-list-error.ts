import { PaclineError } from '../../domain/errors/pacline-error.ts';

/** One thing wrong with a delivery list. It never repeats a PAC. */
export interface DeliveryFault {
  /** From 1. */
  readonly line: number;
  /** Place of the cell in its row, from 1; null where the whole row is meant. */
  readonly column: number | null;
  readonly reason: string;
}

/** A delivery list with any fault is not used at all. The message has the first fault, `faults` has all of them in the file's order. */
export class DeliveryListError extends PaclineError {
  readonly faults: readonly DeliveryFault[];

  constructor(path: string, faults: readonly [DeliveryFault, ...DeliveryFault[]]) {
    const [{ line, column, reason }, ...others] = faults;
    const place = column === null ? `line ${line}` : `line ${line}, column ${column}`;
    const more =
      others.length === 0 ? '' : `; ${others.length} more fault${others.length === 1 ? '' : 's'} in this file`;
    super('bad delivery list', `${path}, ${place}: ${reason}${more}.`, {
      context: { path, line, column, faults: faults.length },
    });
    this.name = 'DeliveryListError';
    this.faults = faults;
  }
}
