import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';

import { helpExamples } from '../../../src/cli/help/help-examples.ts';
import { pathOf } from '../../../src/cli/shared/command-context.ts';
import { leaves, quietProgram } from '../../readme-tables.ts';

const all = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(all)];
const program = await quietProgram();

/** The words that a shell makes of a line, up to what it takes for itself. */
const wordsOf = (line: string): readonly string[] =>
  [...line.replace(/ >+ .*$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

describe('every text of help', () => {
  test.each(all(program).map((command) => [pathOf(command), command] as const))(
    '%s shows --json and an example of that very command',
    (path, command) => {
      const help = command.helpInformation();
      expect(help).toMatch(/^ {2}--json +one JSON object a line/m);
      const examples = helpExamples[path] ?? [];
      expect(examples).not.toEqual([]);
      for (const example of examples) {
        expect(help).toContain(`\n  ${example}\n`);
        expect(example).toMatch(new RegExp(`^pacline ${path}`.trimEnd()));
      }
    },
  );

  test('no example is of a command that is not there', () => {
    expect(Object.keys(helpExamples).toSorted()).toEqual(
      all(program)
        .map((command) => pathOf(command))
        .toSorted(),
    );
  });

  test.each([...new Set(Object.values(helpExamples).flat())])('the program understands: %s', async (example) => {
    const fresh = await quietProgram();
    const called: string[] = [];
    for (const { command, path } of leaves(fresh)) command.action(() => void called.push(path.join(' ')));
    fresh.parse(wordsOf(example).slice(1), { from: 'user' });
    expect(called).toHaveLength(1);
  });

  test('does not tell that an option that may be repeated begins with nothing', () => {
    for (const command of all(program)) expect(command.helpInformation()).not.toContain('[]');
  });
});

test('the first text of help has the environment, and where to read on', () => {
  const help = program.helpInformation();
  expect(help).toMatch(/^ {2}PACLINE_API_LOGIN, …_API_PASSWORD +of an API user/m);
  expect(help).toMatch(/^More in \/\S+\/README\.md, /m);
});
