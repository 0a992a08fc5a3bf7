import type { Command } from 'commander';

import type { Clock } from '../../domain/clock.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { Console } from './console.ts';
import { settingsHere } from './settings-option.ts';

/** What every command is given: the world outside, and the signal of Ctrl-C. */
export interface CommandContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
  /** Called once by the command that ran, with the process's exit code. */
  readonly exit: (code: number) => void;
}

/** Runs a command's work: a number is the exit code, an error is said and becomes one. Settings that nobody names are found here. */
export const commandAction =
  <Options extends object>(
    context: CommandContext,
    work: (options: Options, console: Console, ...operands: string[]) => Promise<number>,
  ) =>
  async (...args: unknown[]): Promise<void> => {
    const command = args.at(-1) as Command;
    const given = command.optsWithGlobals<Options & { readonly json?: true }>();
    const console = new Console({ json: given.json === true, command: pathOf(command), ...context });
    const options = { ...given, ...settingsHere(command, (sentence) => console.remark(sentence)) };
    const operands = args
      .slice(0, -2)
      .flat()
      .filter((operand) => typeof operand === 'string');
    context.exit(
      await work(options, console, ...operands).catch((error: unknown) => {
        const { aborted, reason }: { readonly aborted: boolean; readonly reason: unknown } = context.signal;
        // Of an output that cannot be written, whoever started the command says what is to be said
        if (aborted && PaclineError.is(reason) && reason.code !== 'interrupted') return reason.entry.exitCode;
        return console.failure(aborted ? reason : error);
      }),
    );
  };

/** As it is called, without the program's own name. */
export const pathOf = (command: Command): string =>
  command.parent === null ? '' : `${pathOf(command.parent)} ${command.name()}`.trim();
