import { Command, CommanderError } from 'commander';

import { version } from '../version.ts';
import { errorTable } from '../domain/error-table.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { sentence } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { Console } from './console.ts';
import { addBadge } from './badge.ts';
import { addDemo } from './demo.ts';
import { addDoctor } from './doctor.ts';
import { addEdit } from './edit.ts';
import { addHooks } from './hooks.ts';
import { addIdentify } from './identify.ts';
import { addInit } from './init.ts';
import { addJournal } from './journal.ts';
import { addLabel } from './label.ts';
import { addModem } from './modem.ts';
import { addOutbox } from './outbox.ts';
import { addPorts } from './ports.ts';
import { addProtocols } from './protocols.ts';
import { addRegister } from './register.ts';
import { addReport } from './report.ts';
import { addRun } from './run.ts';
import { addSeries } from './series.ts';
import { addSimulate } from './simulate.ts';
import { addSlots } from './slots.ts';
import { addStatus } from './status.ts';

/** Every command with its options; nothing runs before the command line is parsed. */
export const createProgram = (context: CommandContext): Command => {
  const program = new Command('pacline')
    .description('Provisioning station for Sigfox boards: read ID and PAC, register, confirm, next.')
    .version(version)
    .option('--json', 'one JSON object a line on standard output')
    // What is wrong with a command line is said by `runProgram`, as every other error is.
    .configureOutput({ writeOut: (text) => context.out.write(text), writeErr: (text) => context.err.write(text), outputError: () => undefined })
    .exitOverride();
  for (const add of [addDemo, addIdentify, addRun, addRegister, addEdit, addStatus, addOutbox, addSeries, addReport, addLabel, addHooks, addModem, addJournal, addPorts, addSlots, addDoctor, addInit, addBadge, addProtocols, addSimulate]) add(program, context);
  return program;
};

/** Parses the command line and runs the one command it names. Resolves with the exit code; never rejects. */
export const runProgram = async (args: readonly string[], world: Omit<CommandContext, 'exit'>): Promise<number> => {
  let exitCode = 0;
  const program = createProgram({ ...world, exit: (code) => { exitCode = code; } });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    // Help was shown because no command was named.
    if (error.code === 'commander.help') return errorTable['bad usage'].exitCode;
    const words = error.message.replace(/^error: /, '').replaceAll(/\s+/g, ' ');
    return new Console({ json: program.opts<{ json?: true }>().json === true, ...world }).failure(new PaclineError('bad usage', sentence(words)));
  }
};
