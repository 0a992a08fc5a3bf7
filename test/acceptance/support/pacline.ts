import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished } from 'vitest';

import { RunningProgram, type Ended } from './running-program.ts';

export type Environment = Readonly<Record<string, string>>;

export const cli = join(import.meta.dirname, '../../../dist/src/cli/main.js');

/** A folder of this test's own, gone with it. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pacline-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Starts a program with only what a fresh login has, and what the test gives; it is over with the test at the latest. */
export const start = (program: string, args: readonly string[], environment: Environment = {}): RunningProgram => {
  const running = new RunningProgram(program, args, {
    PATH: process.env['PATH'],
    TZ: 'UTC',
    HOME: tmpdir(),
    ...environment,
  });
  onTestFinished(async () => {
    running.stop('SIGKILL');
    await running.ended;
  });
  return running;
};

/** Starts the built program. */
export const startPacline = (args: readonly string[], environment?: Environment): RunningProgram =>
  start(process.execPath, [cli, ...args], environment);

/** Runs the built program to its end, as a shell would. However it ends, it shows no stack trace. */
export const pacline = (args: readonly string[], environment: Environment = {}, input = ''): Promise<Ended> =>
  finished(startPacline(args, environment), input);

/** Runs a line of bash in which `pacline` is the built program. */
export const shell = (line: string, environment: Environment = {}): Promise<Ended> =>
  finished(
    start(
      'bash',
      ['-c', `pacline() { ${JSON.stringify(process.execPath)} ${JSON.stringify(cli)} "$@"; }; ${line}`],
      environment,
    ),
    '',
  );

export const finished = async (running: RunningProgram, input: string): Promise<Ended> => {
  running.type(input);
  const ended = await running.ended;
  expect(ended.stdout + ended.stderr).not.toMatch(/^ {4}at /m);
  return ended;
};

/** The objects of NDJSON on standard output, without what every one of them has: the schema, the time, and the name of an event that has none of its own. */
export const objects = ({ stdout }: Pick<Ended, 'stdout'>): readonly Readonly<Record<string, unknown>>[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { schema, at, event, ...object } = JSON.parse(line) as Record<string, unknown>;
      expect({ schema, at, event }).toEqual({
        schema: 1,
        at: expect.any(Number),
        event: expect.stringMatching(/^[a-z][a-z ]*$/),
      });
      return event === 'result' ? object : { event, ...object };
    });
