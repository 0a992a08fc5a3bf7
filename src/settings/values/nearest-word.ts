/** The candidate that a mistyped word most likely meant; null if none is near. Case does not count. */
export const nearestWord = (word: string, candidates: readonly string[]): string | null => {
  if (word.length > longest) return null;
  const measured = candidates.map((candidate) => ({
    candidate,
    distance: editDistance(word.toLowerCase(), candidate.toLowerCase()),
  }));
  const nearest = measured.toSorted((a, b) => a.distance - b.distance)[0];
  return nearest !== undefined && nearest.distance <= Math.ceil(nearest.candidate.length / 2)
    ? nearest.candidate
    : null;
};

/** Nothing that a person mistypes is longer. */
const longest = 100;

/** Letters to insert, remove or replace (Levenshtein), row by row. */
const editDistance = (from: string, to: string): number => {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line += 1) {
    const row = [line];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (from[line - 1] === to[column - 1] ? 0 : 1);
      row.push(Math.min((row[column - 1] ?? 0) + 1, (above[column] ?? 0) + 1, replaced));
    }
    above = row;
  }
  return above[to.length] ?? 0;
};
