import { PassThrough } from 'node:stream';

import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';

import { asksForHelp, helpEntryOf, type HelpEntry } from '../../../src/cli/help/help-table.ts';
import { createHelp } from '../../../src/cli/program.ts';
import { quietProgram } from '../../readme-tables.ts';

const nowhere = new PassThrough().resume() as unknown as NodeJS.WriteStream;
const program = await quietProgram();
/** As a build stores it: nothing but text survives. */
const table = JSON.parse(JSON.stringify(program.commands.map(helpEntryOf))) as readonly HelpEntry[];

/** Every text of help at this width, by the words that ask for it. */
const helpTexts = (
  command: Command,
  width: number,
  words: readonly string[] = [],
): readonly (readonly [string, string])[] => [
  [words.join(' '), command.configureOutput({ getOutHelpWidth: () => width }).helpInformation()],
  ...command.commands.flatMap((inner) => helpTexts(inner, width, [...words, inner.name()])),
];

describe('the stored help', () => {
  test.each([80, 120])('is at %i columns, for every command, what the command itself would say', (width) => {
    const stored = helpTexts(createHelp({ out: nowhere, err: nowhere }, table), width);
    expect(stored).toEqual(helpTexts(program, width));
    expect(stored.length).toBeGreaterThan(50);
  });

  test.each([
    '',
    '--help',
    '-h',
    'help',
    'help identify',
    'identify --help',
    'edit set -h',
    'edit',
    'edit --help',
    'idnetify',
    'edit sat',
    'idnetify --port x',
  ])('is enough for "%s"', (line) => {
    expect(
      asksForHelp(
        line.split(' ').filter((word) => word !== ''),
        table,
      ),
    ).toBe(true);
  });

  test.each([
    'identify',
    'identify --port x --help',
    'identify --port --help',
    'edit set --id 00A10001',
    'journal show --help x',
    '--nonsense',
  ])('is not asked for by "%s"', (line) => {
    expect(asksForHelp(line.split(' '), table)).toBe(false);
  });
});
