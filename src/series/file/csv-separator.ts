import { isColumnName } from '../columns/column-names.ts';

const separators = [';', '\t', ',', '|'] as const;

/** A blank: any number of blanks and tabs between two cells, and no empty cells. */
export type CsvSeparator = (typeof separators)[number] | ' ';

/** What a spreadsheet's own first line says stands between cells: `sep=;`. `length`: its characters, without the line's end. */
export type SeparatorLine =
  | { readonly kind: 'none' }
  | { readonly kind: 'said'; readonly length: number; readonly separator: CsvSeparator | null }
  | { readonly kind: 'unknown' };

export const parseSeparatorLine = (head: string): SeparatorLine => {
  const [line, said] = /^"?sep=(.?)"?[;,\t| ]*(?=[\r\n]|$)/i.exec(head) ?? [];
  if (line === undefined) return { kind: 'none' };
  const separator = [...separators, ' ' as const].find((one) => one === said);
  if (said !== undefined && said !== '' && separator === undefined) return { kind: 'unknown' };
  return { kind: 'said', length: line.length, separator: separator ?? null };
};

/**
 * What stands most often between the cells of the first line that is not blank; blanks where nothing else does, a semicolon
 * where there is one cell.
 */
export const separatorOf = (head: string): CsvSeparator => {
  const firstLine = head.split(/[\r\n]+/).find((line) => /\S/.test(line)) ?? '';
  const unquoted = firstLine.replaceAll(/"[^"]*"/g, '""').trim();
  const counted = separators.map((separator) => ({ separator, count: unquoted.split(separator).length - 1 }));
  const [most] = counted.toSorted((a, b) => b.count - a.count);
  if (most !== undefined && most.count > 0) return most.separator;
  return /\S +\S/.test(unquoted) && !isColumnName(unquoted) ? ' ' : ';';
};
