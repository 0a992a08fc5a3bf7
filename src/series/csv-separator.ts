const separators = [';', '\t', ','] as const;

/** A blank: any number of blanks and tabs between two cells, and no empty cells. */
export type CsvSeparator = (typeof separators)[number] | ' ';

/** The one column name with a blank in it. */
const oneCell = /^device id$/i;

/**
 * What stands most often between the cells of the first line that is not blank; blanks where nothing else does, a semicolon
 * where there is one cell.
 */
export const separatorOf = (head: string): CsvSeparator => {
  // Bytes, not characters: UTF-16 shows as zeros in between
  const firstLine = head.replaceAll('\0', '').split(/[\r\n]+/).find((line) => /\S/.test(line)) ?? '';
  const unquoted = firstLine.replaceAll(/"[^"]*"/g, '""').trim();
  const counted = separators.map((separator) => ({ separator, count: unquoted.split(separator).length - 1 }));
  const [most] = counted.toSorted((a, b) => b.count - a.count);
  if (most !== undefined && most.count > 0) return most.separator;
  return /\S +\S/.test(unquoted) && !oneCell.test(unquoted) ? ' ' : ';';
};
