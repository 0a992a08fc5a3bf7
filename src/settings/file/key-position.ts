/** Both from 1; the column counts UTF-16 units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Keys from the top down; a number is the place in a list, from 0. */
export type KeyPath = readonly (string | number)[];

/**
 * Where the keys of a TOML text stand that is known to be valid. A path that the text does not have is shown at its nearest
 * ancestor that it has: a missing key at its table, and at the start of the text if there is none.
 */
export const keyPositions = (text: string): ((path: KeyPath) => Position) => {
  const places = keyPlaces(text);
  const lineStarts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  return (path) => {
    let known = path.slice(0, deepest);
    while (known.length > 0 && !places.has(nameOf(known))) known = known.slice(0, -1);
    const offset = places.get(nameOf(known)) ?? 0;
    const line = lineOf(offset, lineStarts);
    return { line, column: offset - (lineStarts[line - 1] ?? 0) + 1 };
  };
};

/** The last line, from 1, that does not begin behind this. */
const lineOf = (offset: number, lineStarts: readonly number[]): number => {
  let [from, to] = [0, lineStarts.length];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) from = middle;
    else to = middle;
  }
  return to;
};

/** Keys that are further down than any that is known are not told apart. */
const deepest = 8;

const nameOf = (path: KeyPath): string => JSON.stringify(path);

interface Token {
  readonly text: string;
  readonly offset: number;
}

/** Strings are whole, newlines are kept since they end a value, blanks and comments are left out. */
const tokenShape =
  /"""[^"\\]*(?:(?:\\[^]|"(?!""))[^"\\]*)*"{3,5}|'''[^']*(?:'(?!'')[^']*)*'{3,5}|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\n]*'|#[^\n]*|\n|[[\]{}=,.]|[^\s#"'[\]{}=,.]+/g;

const tokensOf = (text: string): readonly Token[] =>
  [...text.matchAll(tokenShape)]
    .map((match) => ({ text: match[0], offset: match.index }))
    .filter(({ text: token }) => !token.startsWith('#'));

/** Offset of every key and list element, by its path. */
const keyPlaces = (text: string): ReadonlyMap<string, number> => {
  const tokens = tokensOf(text);
  const places = new Map<string, number>();
  /** How many elements each list of tables has so far. */
  const tables = new Map<string, number>();
  let at = 0;

  const next = (): string => tokens[at]?.text ?? '';
  const isOver = (): boolean => at >= tokens.length;
  const note = (path: KeyPath, offset: number): void => {
    const name = nameOf(path);
    if (!places.has(name)) places.set(name, offset);
  };
  /** In a list of tables, a header or key that goes through the list's name means its last element. */
  const lastOf = (path: KeyPath): KeyPath => {
    const count = tables.get(nameOf(path));
    return count === undefined ? path : [...path, count - 1];
  };
  const skipNewlines = (): void => {
    while (next() === '\n') at += 1;
  };

  /** `a.b."c"`, up to what is no part of it. */
  const readKey = (from: KeyPath): { readonly path: KeyPath; readonly offset: number } => {
    let path = from;
    for (;;) {
      const token = tokens[at] ?? { text: '', offset: text.length };
      if (path.length < deepest) {
        path = [...lastOf(path), /^["']/.test(token.text) ? token.text.slice(1, -1) : token.text];
        note(path, token.offset);
      }
      at += 1;
      if (next() !== '.') return { path, offset: token.offset };
      at += 1;
    }
  };

  const readHeader = (): KeyPath => {
    at += 1;
    const isList = next() === '[';
    if (isList) at += 1;
    const { path, offset } = readKey([]);
    at += isList ? 2 : 1;
    if (!isList) return lastOf(path);
    tables.set(nameOf(path), (tables.get(nameOf(path)) ?? 0) + 1);
    note(lastOf(path), offset);
    return lastOf(path);
  };

  const readPair = (table: KeyPath): void => {
    const { path } = readKey(table);
    at += 1;
    readValue(path);
  };

  const readValue = (path: KeyPath): void => {
    if (next() === '{') return readList('}', () => readPair(path));
    if (next() === '[') {
      let index = 0;
      return readList(']', () => {
        note([...path, index], tokens[at]?.offset ?? text.length);
        readValue([...path, index]);
        index += 1;
      });
    }
    while (!isOver() && !['\n', ',', ']', '}'].includes(next())) at += 1;
  };

  const readList = (end: ']' | '}', readElement: () => void): void => {
    at += 1;
    for (skipNewlines(); !isOver() && next() !== end; skipNewlines()) {
      if (next() === ',') at += 1;
      else readElement();
    }
    at += 1;
  };

  let table: KeyPath = [];
  for (skipNewlines(); !isOver(); skipNewlines()) {
    if (next() === '[') table = readHeader();
    else readPair(table);
  }
  return places;
};
