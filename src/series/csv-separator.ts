const separators = [';', '\t', ','] as const;

/** What stands most often between the cells of the first line that is not blank; a semicolon where nothing does. */
export const separatorOf = (head: string): (typeof separators)[number] => {
  const firstLine = head.split(/[\r\n]+/).find((line) => /[^\s\0]/.test(line)) ?? '';
  const unquoted = firstLine.replaceAll(/"[^"]*"/g, '');
  const counted = separators.map((separator) => ({ separator, count: unquoted.split(separator).length - 1 }));
  return counted.toSorted((a, b) => b.count - a.count)[0]?.separator ?? ';';
};
