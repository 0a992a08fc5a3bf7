import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';

import { errorTable } from '../src/domain/error-table.ts';
import { parseSettings } from '../src/settings/load-settings.ts';
import { leaves, quietProgram, readme, tableIn, tables } from './readme-tables.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const text = readFileSync(readme, 'utf8');
const guides = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];

const fencedLines = (guide: string): readonly string[] =>
  [...read(guide).matchAll(/^```(?:sh|console)\n([^]*?)^```/gm)].flatMap(([, block = '']) => block.replaceAll(/\\\n\s*/g, '').split('\n'));

/** The environment variables of ours that a text names. */
const variables = (source: string): ReadonlySet<string> => new Set(source.match(/\bPACLINE_[A-Z_]+\b/g));

/** The words of each `pacline …` in a line of a shell, without what the shell itself takes. */
const commandLines = (guide: string): readonly (readonly string[])[] =>
  fencedLines(guide).flatMap((line) =>
    line
      .replace(/(^|\s)#.*$/, '')
      .split(/[|&;]|\$\(|\)/)
      .map((part) => [...part.replace(/\s[<>].*$/, '').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? ''))
      .map((words) => words.filter((word, index) => index > 0 || !/^\w+=/.test(word)))
      .filter(([program]) => program === 'pacline')
      .map(([, ...args]) => args),
  );

describe('every table that is made from the code is up to date', () => {
  test.each(Object.keys(tables))('%s (if not: node test/readme-tables.ts)', async (name) => {
    expect(tableIn(text, name)).toBe(await tables[name]?.());
  });
});

test('every station.toml that is shown is accepted', () => {
  const shown = [...text.matchAll(/^```toml\n([^]*?)^```/gm)].map(([, block = '']) => block);
  expect(shown.length).toBeGreaterThan(0);
  for (const block of shown) expect(parseSettings('README.md', block).products).toHaveLength(1);
});

test('every error code is used outside its table', () => {
  const source = globSync(['src/**/*.ts'], { cwd: root }).filter((file) => !file.endsWith('error-table.ts')).map(read).join('\n');
  expect(Object.keys(errorTable).filter((code) => !source.includes(`'${code}'`))).toEqual([]);
});

test('every exit code is explained, and no other', () => {
  const listed = [...(/^## Exit codes\n([^]*?)^## /m.exec(text)?.[1] ?? '').matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(listed).toEqual([...new Set([0, ...Object.values(errorTable).map(({ exitCode }) => exitCode)])].toSorted((a, b) => a - b));
});

test('every environment variable is explained, and no other', () => {
  expect(variables(text)).toEqual(variables(globSync('src/**/*.ts', { cwd: root }).map(read).join('\n')));
});

describe.each(guides)('%s', (guide) => {
  test('names only paths that exist', () => {
    const linked = [...read(guide).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => path);
    const quoted = [...read(guide).matchAll(/`((?:src|test|firmware-protocols|\.ci)\/[\w./-]*)`/g)].map(([, path = '']) => path);
    expect([...linked, ...quoted].filter((path) => !existsSync(join(root, dirname(guide), path)))).toEqual([]);
  });

  test('shows only commands that the program understands', async () => {
    const refused: string[] = [];
    for (const args of commandLines(guide)) {
      const program = await quietProgram();
      for (const { command } of leaves(program)) command.action(() => undefined);
      try {
        program.parse(args, { from: 'user' });
      } catch (error) {
        if (!(error instanceof CommanderError) || error.exitCode !== 0) refused.push(`pacline ${args.join(' ')}: ${String(error)}`);
      }
    }
    expect(refused).toEqual([]);
  });

  test('shows only scripts of npm that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
    const shown = [...read(guide).matchAll(/npm (?:run (?:--silent )?(\w+)|(test))/g)].map(([, run, own]) => run ?? own ?? '');
    expect(shown.filter((script) => scripts[script] === undefined)).toEqual([]);
  });
});

test('the README shows commands at all', () => {
  expect(commandLines('README.md').length).toBeGreaterThan(10);
});
