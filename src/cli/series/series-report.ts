import type { SeriesPurpose } from '../../series/columns/column-names.ts';
import type { SeriesFault } from '../../series/series-row.ts';
import type { SeriesForm } from '../../series/series-rows.ts';
import type { Console } from '../shared/console.ts';
import type { RowProgress } from './row-progress.ts';

const separatorNames = { ';': 'semicolons', ',': 'commas', '\t': 'tabs', '|': 'vertical bars', ' ': 'blanks' } as const;

const purposeNames: Readonly<Record<SeriesPurpose, string>> = {
  new: 'New series',
  edit: 'Edit series',
  replace: 'Replace series',
};

/** Prints what is found in a file, as it is found; faults up to a limit. */
export class SeriesReport {
  readonly #console: Console;
  readonly #progress: RowProgress;
  readonly #maxFaults: number;
  #faults = 0;

  constructor(options: { readonly console: Console; readonly progress: RowProgress; readonly maxFaults: number }) {
    this.#console = options.console;
    this.#progress = options.progress;
    this.#maxFaults = options.maxFaults;
  }

  get faults(): number {
    return this.#faults;
  }

  form(
    file: string,
    purpose: SeriesPurpose,
    { encoding, separator, header, columns, leftAlone, doubt }: SeriesForm,
  ): void {
    const lines = [
      `${file}: ${purposeNames[purpose]}, cells between ${separatorNames[separator]}, ${header ? 'with' : 'without'} a header${encoding === 'utf-8' ? '' : `, in ${encoding}`}`,
      ...columns.map(({ name, number }) => `  column ${String(number).padStart(2)}  ${name}`),
    ];
    this.#console.result(
      { event: 'form', file, purpose, encoding, separator, header, columns, leftAlone, doubt },
      lines.join('\n'),
    );
    this.doubt(doubt);
    if (leftAlone.length > 0) this.#console.remark(`Left alone: ${leftAlone.join(', ')}.`);
  }

  /** What looks wrong in the header; said once, and the file is taken all the same. */
  doubt(doubt: string | null): void {
    if (doubt !== null) this.#console.remark(`Look at the header: ${doubt}.`);
  }

  fault({ line, column, reason }: SeriesFault): void {
    this.#faults += 1;
    if (this.#faults > this.#maxFaults) return;
    this.#progress.clear();
    const place =
      column === null ? '' : column.number === null ? `, ${column.name}` : `, column ${column.number} (${column.name})`;
    this.#console.result({ event: 'fault', line, column, reason }, `line ${line}${place}: ${reason}`);
  }

  /** After the last row. */
  end(): void {
    this.#progress.clear();
    const more = this.#faults - this.#maxFaults;
    if (more > 0) this.#console.remark(`${more} more fault${more === 1 ? '' : 's'}; --max-faults shows more of them.`);
  }
}

/** `3 rows: 2 listed, 1 bad`, without what there is none of. */
export const countsText = (rows: number, counts: Readonly<Record<string, number>>): string => {
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`);
  return `${rows} row${rows === 1 ? '' : 's'}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
};
