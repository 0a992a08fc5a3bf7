import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

import { expect, test } from 'vitest';

import { errorTable } from '../../src/domain/errors/error-table.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { Console } from '../../src/cli/shared/console.ts';
import { LiveRows } from '../../src/cli/shared/live-rows.ts';

const folder = join(import.meta.dirname, '../../src/cli');

/** Who may hold a stream: the door, the questions, what draws rows anew, and what comes before and around every command. */
const holders = ['main.ts', 'start.ts', 'program.ts', 'shared/console.ts', 'shared/dialogue.ts', 'shared/live-rows.ts'];

test('no command writes around the door', () => {
  const writers = globSync('**/*.ts', { cwd: folder }).filter((file) =>
    /\bprocess\.std(?:out|err)\b|\b(?:out|err|stream)\.write\(|log-update|console\.stream\b|console\.(?:log|error)\(/.test(
      readFileSync(join(folder, file), 'utf8'),
    ),
  );
  expect(writers.toSorted()).toEqual(holders.toSorted());
});

test('no command writes a file around the door, which replaces nothing of value', () => {
  const writers = globSync('**/*.ts', { cwd: folder }).filter((file) =>
    /\b(?:writeFile\w*|createWriteStream|appendFile\w*)\(/.test(readFileSync(join(folder, file), 'utf8')),
  );
  expect(writers.toSorted()).toEqual(['keep-memory-private.ts', 'shared/output-file.ts']);
});

/** A console at a terminal, and what the terminal got. */
const atTerminal = (json = false) => {
  const got: string[] = [];
  const stream = Object.assign(new PassThrough().setEncoding('utf8'), { isTTY: true, columns: 200, rows: 40 });
  stream.on('data', (text: string) => got.push(text));
  const terminal = stream as unknown as NodeJS.WriteStream;
  return { console: new Console({ json, out: terminal, err: terminal, clock: Date }), shown: () => got.join('') };
};

const hostile = '\u001b[2J\u001b[32m\u009b31m\u001b]0;pwn\u0007S\u202egnp';
const harmless = '\\u001b[2J\\u001b[32m\\u009b31m\\u001b]0;pwn\\u0007S\\u202egnp';

test('of what a terminal obeys, only our own styles pass', () => {
  const { console, shown } = atTerminal();
  const green = console.styled('green', 'pass');
  console.result({}, `${console.styled('bold', `${green} ${hostile}`)} ${hostile}`);
  console.remark(hostile);
  console.failure(new PaclineError('bad usage', hostile));
  expect(shown()).not.toContain(hostile.slice(0, 4));
  expect(stripVTControlCharacters(shown())).toBe(
    [
      `pass ${harmless} ${harmless}`,
      harmless,
      `pacline: ${harmless} (bad usage)`,
      `  ${errorTable['bad usage'].operatorAction}.`,
      '',
    ].join('\n'),
  );
  expect(shown()).toContain('\u001b[32mpass');
});

test('rows that are drawn over go through the same door', () => {
  const { console, shown } = atTerminal();
  const rows = new LiveRows(console);
  rows.draw(`slot ${hostile}`);
  rows.keep();
  expect(stripVTControlCharacters(shown())).toContain(`slot ${harmless}`);
});

test('an object for programs holds the same text, written so that no terminal obeys it', () => {
  const { console, shown } = atTerminal(true);
  console.result({ name: hostile }, '');
  expect(shown().trimEnd()).not.toMatch(/\p{C}/u);
  expect(JSON.parse(shown())).toMatchObject({ name: hostile });
});
