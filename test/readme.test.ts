import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';

import { errorTable } from '../src/domain/errors/error-table.ts';
import { parseSettings } from '../src/settings/file/load-settings.ts';
import { leaves, quietProgram, tableIn, tables } from './readme-tables.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
/** Every page that is written for people; the one of each dialect has tests of its own. */
const guides = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'firmware-protocols/README.md',
  'test/bench/README.md',
  ...globSync('src/**/*.md', { cwd: root }).toSorted(),
];

/** The names by which GitHub links to the headings of a page. */
const anchors = (guide: string): readonly string[] =>
  [
    ...read(guide)
      .replaceAll(/^```[^]*?^```/gm, '')
      .matchAll(/^#+ (.*)$/gm),
  ].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

const fencedLines = (guide: string): readonly string[] =>
  [...read(guide).matchAll(/^```(?:sh|console)\n([^]*?)^```/gm)].flatMap(([, block = '']) =>
    block.replaceAll(/\\\n\s*/g, '').split('\n'),
  );

/** The environment variables of ours that a text names. */
const variables = (source: string): ReadonlySet<string> => new Set(source.match(/\bPACLINE_[A-Z_]+\b/g));

/** The words of each `pacline …` in a line of a shell, without what the shell itself takes. */
const commandLines = (guide: string): readonly (readonly string[])[] =>
  fencedLines(guide).flatMap((line) =>
    line
      .replace(/(^|\s)#.*$/, '')
      .split(/[|&;]|\$\(|\)/)
      .map((part) =>
        [...part.replace(/\s[<>].*$/, '').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
          ([, double, single, bare]) => double ?? single ?? bare ?? '',
        ),
      )
      .map((words) => words.filter((word, index) => index > 0 || !/^\w+=/.test(word)))
      .filter(([program]) => program === 'pacline')
      .map(([, ...args]) => args),
  );

describe('every table that is made from the code is up to date', () => {
  test.each(Object.keys(tables))('%s (if not: node test/readme-tables.ts)', async (name) => {
    const { page = '', make } = tables[name] ?? {};
    expect(tableIn(read(page), name)).toBe(await make?.());
  });
});

test('every station.toml that is shown is accepted', () => {
  const shown = guides.flatMap((guide) =>
    [...read(guide).matchAll(/^```toml\n([^]*?)^```/gm)].map(([, block = '']) => block),
  );
  expect(shown.length).toBeGreaterThan(0);
  for (const block of shown) expect(parseSettings('station.toml', block).products).toHaveLength(1);
});

test('every error code is used outside its table', () => {
  const source = globSync(['src/**/*.ts'], { cwd: root })
    .filter((file) => !file.endsWith('error-table.ts'))
    .map(read)
    .join('\n');
  expect(Object.keys(errorTable).filter((code) => !source.includes(`'${code}'`))).toEqual([]);
});

test('every exit code is explained, and no other', () => {
  const listed = [
    ...(/^## Exit codes\n([^]*?)^## /m.exec(read('src/cli/README.md'))?.[1] ?? '').matchAll(/^\| (\d+) \|/gm),
  ].map(([, code]) => Number(code));
  expect(listed).toEqual(
    [...new Set([0, ...Object.values(errorTable).map(({ exitCode }) => exitCode)])].toSorted((a, b) => a - b),
  );
});

test('every environment variable is explained, and no other', () => {
  expect(variables(read('src/cli/README.md'))).toEqual(
    variables(globSync('src/**/*.ts', { cwd: root }).map(read).join('\n')),
  );
});

describe.each(guides)('%s', (guide) => {
  test('names only paths that exist', () => {
    const linked = [...read(guide).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) =>
      join(dirname(guide), path),
    );
    const quoted = [...read(guide).matchAll(/`((?:src|test|firmware-protocols|\.ci)\/[\w./-]*)`/g)].map(
      ([, path = '']) => path,
    );
    const invented = /\btoy-beacon\b/;
    expect([...linked, ...quoted].filter((path) => !invented.test(path) && !existsSync(join(root, path)))).toEqual([]);
  });

  test('links only to headings that are there', () => {
    const links = [...read(guide).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)];
    expect(
      links
        .filter(
          ([, path = '', anchor = '']) => !anchors(path === '' ? guide : join(dirname(guide), path)).includes(anchor),
        )
        .map(([link]) => link),
    ).toEqual([]);
  });

  test('shows only commands that the program understands', async () => {
    const refused: string[] = [];
    for (const args of commandLines(guide)) {
      const program = await quietProgram();
      for (const { command } of leaves(program)) command.action(() => undefined);
      try {
        program.parse(args, { from: 'user' });
      } catch (error) {
        if (!(error instanceof CommanderError) || error.exitCode !== 0)
          refused.push(`pacline ${args.join(' ')}: ${String(error)}`);
      }
    }
    expect(refused).toEqual([]);
  });

  test('shows only scripts of npm that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
    const shown = [...read(guide).matchAll(/npm (?:run (?:--silent )?([\w:]+)|(test))/g)].map(
      ([, run, own]) => run ?? own ?? '',
    );
    expect(shown.filter((script) => scripts[script] === undefined)).toEqual([]);
  });
});

test('the pages show commands at all, and the first of them can be read at one sitting', () => {
  expect(guides.flatMap(commandLines).length).toBeGreaterThan(50);
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(250);
});

test('every page is found from the first one, or from one that it names', () => {
  const found = new Set<string>();
  const follow = (guide: string): void => {
    if (found.has(guide)) return;
    found.add(guide);
    for (const [, path = ''] of read(guide).matchAll(/\]\((?!https?:|#)([^)#]+\.md)/g))
      follow(join(dirname(guide), path));
  };
  follow('README.md');
  expect(guides.filter((guide) => !found.has(guide))).toEqual([]);
});
