import * as fc from 'fast-check';
import { parse, stringify, type TomlTable } from 'smol-toml';
import { expect, test } from 'vitest';
import { keyPositions } from '../../../src/settings/file/key-position.ts';

const text = `# [station] in a comment
top = 1
[station] # the bench
name = "a = 1 # no comment"
long = """
contactBounceMs = 7
"quoted" and \\""" still in"""
lit = '''
contactBounceMs = 8'''
contactBounceMs = 100

[a."b c".d]
'e' = 2026-11-23 10:00:00
f.g.h = -1.5e3

[[slot]]
name = "one"
[slot.deep]
x = [ 1, [2, 3],
  { y = 4, z.w = 5 }, # a table
]
[[slot]]
name = "two"
inline = { p = "}", q = ["]", { r = 1 }] }
`;

test.each([
  [['top'], 2, 1],
  [['station'], 3, 2],
  [['station', 'name'], 4, 1],
  [['station', 'contactBounceMs'], 10, 1],
  [['a'], 12, 2],
  [['a', 'b c'], 12, 4],
  [['a', 'b c', 'd', 'e'], 13, 1],
  [['a', 'b c', 'd', 'f', 'g', 'h'], 14, 5],
  [['slot'], 16, 3],
  [['slot', 0], 16, 3],
  [['slot', 0, 'name'], 17, 1],
  [['slot', 0, 'deep', 'x'], 19, 1],
  [['slot', 0, 'deep', 'x', 1, 1], 19, 14],
  [['slot', 0, 'deep', 'x', 2, 'z', 'w'], 20, 14],
  [['slot', 1], 22, 3],
  [['slot', 1, 'name'], 23, 1],
  [['slot', 1, 'inline', 'q', 1, 'r'], 24, 33],
])('%j stands at %i:%i', (path, line, column) => {
  parse(text);
  expect(keyPositions(text)(path)).toEqual({ line, column });
});

test('A missing key is shown at its table, and at the start where there is none', () => {
  expect(keyPositions(text)(['slot', 1, 'port'])).toEqual({ line: 22, column: 3 });
  expect(keyPositions(text)(['product', 'name'])).toEqual({ line: 1, column: 1 });
  expect(keyPositions('')(['product'])).toEqual({ line: 1, column: 1 });
});

test('CRLF counts as one line end', () => {
  expect(keyPositions('a = 1\r\nb = 2\r\n')(['b'])).toEqual({ line: 2, column: 1 });
});

const key = fc.stringMatching(/^[a-z]{1,4}$/);
const value = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.string(),
  fc.array(fc.string(), { maxLength: 3 }),
);
const table: fc.Arbitrary<TomlTable> = fc.letrec<{ table: TomlTable }>((tie) => ({
  table: fc.dictionary(
    key,
    fc.oneof({ maxDepth: 3 }, value, tie('table'), fc.array(tie('table'), { minLength: 1, maxLength: 3 })),
    { maxKeys: 4, noNullPrototype: true },
  ),
})).table;

const pathsOf = (node: unknown): readonly (readonly (string | number)[])[] => {
  if (typeof node !== 'object' || node === null) return [[]];
  const children = Array.isArray(node) ? [...node.entries()] : Object.entries(node);
  return [[], ...children.flatMap(([name, child]) => pathsOf(child).map((rest) => [name, ...rest]))];
};

test('Whatever a table holds, every key is found where its own name is written, each in a place of its own', () => {
  fc.assert(
    fc.property(table, (content) => {
      const written = stringify(content);
      const found = pathsOf(parse(written)).flatMap((path) => {
        const name = path.at(-1);
        return typeof name === 'string' ? [{ name, ...keyPositions(written)(path) }] : [];
      });
      const lines = written.split('\n');
      for (const { name, line, column } of found)
        expect(lines[line - 1]?.slice(column - 1)).toMatch(new RegExp(`^${name}\\b`));
      expect(new Set(found.map(({ line, column }) => `${line}:${column}`)).size).toBe(found.length);
    }),
  );
});
