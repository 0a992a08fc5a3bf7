import type { Command } from 'commander';

import type { Clock } from '../../domain/clock.ts';
import { Console } from './console.ts';

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

/** Runs a command's work: a number is the exit code, an error is said and becomes one. */
export const acting =
  <Options extends object>(
    context: CommandContext,
    work: (options: Options, console: Console, ...operands: string[]) => Promise<number>,
  ) =>
  async (...args: unknown[]): Promise<void> => {
    const command = args.at(-1) as Command;
    const options = command.optsWithGlobals<Options & { readonly json?: true }>();
    const console = new Console({ json: options.json === true, out: context.out, err: context.err });
    const operands = args
      .slice(0, -2)
      .flat()
      .filter((operand) => typeof operand === 'string');
    context.exit(
      await work(options, console, ...operands).catch((error: unknown) =>
        console.failure(context.signal.aborted ? context.signal.reason : error),
      ),
    );
  };
