import { Option, type Command } from 'commander';

import { dialectNamed } from '../../composition/dialects.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { boardFaultWords, parseBoardFaults } from '../../simulator/boards/board-fault.ts';
import { serveBoardOnTerminal } from '../../simulator/boards/board-on-terminal.ts';
import { madeUpUnit } from '../../simulator/boards/made-up-unit.ts';
import { preciseClock } from '../../simulator/precise-clock.ts';
import { Pac } from '../../domain/pac.ts';
import { collected, countArgument, deviceIdArgument } from '../shared/arguments.ts';
import { required } from '../../domain/parsed.ts';
import { acting, type CommandContext } from '../shared/command-context.ts';
import { addBackend } from './simulate-backend.ts';
import { addMes } from './simulate-mes.ts';
import { addPrinter } from './simulate-printer.ts';

interface BoardOptions {
  readonly dialect: string;
  readonly id?: string;
  readonly pac?: string;
  readonly count: number;
  readonly fault: readonly string[];
}

export const addSimulate = (program: Command, context: CommandContext): void => {
  const simulate = program
    .command('simulate')
    .description(
      'a virtual bench: boards on pseudo-terminals, a backend, a label printer and a production system on this machine',
    );
  addBoard(simulate, context);
  addBackend(simulate, context);
  addPrinter(simulate, context);
  addMes(simulate, context);
};

const addBoard = (simulate: Command, context: CommandContext): void => {
  simulate
    .command('board')
    .description('serve simulated boards on pseudo-terminals and print their paths; until Ctrl-C')
    .requiredOption('--dialect <dialect>', 'how its modem speaks')
    .option('--id <device id>', 'its device ID (made up if left out)')
    .option('--pac <pac>', 'its PAC (made up if left out)')
    .option('--count <n>', 'how many boards; further ones get the next IDs', countArgument, 1)
    .addOption(
      new Option('--fault <fault>', `what is wrong with it, may be repeated: ${boardFaultWords.join(', ')}`)
        .argParser(collected)
        .default([]),
    )
    .action(
      acting<BoardOptions>(context, async ({ dialect, id, pac, count, fault }, console) => {
        const { signal } = context;
        const clock = preciseClock(context.clock);
        const kind = dialectNamed(dialect);
        const first = id === undefined ? null : Number.parseInt(deviceIdArgument(id), 16);
        if (pac !== undefined && count > 1)
          throw new PaclineError('bad usage', 'One PAC cannot be that of several boards; leave --pac out or --count.');
        const boards = await Promise.all(
          Array.from({ length: count }, async (_, index) => {
            const faults = required(parseBoardFaults(fault, index + 1));
            const madeUp = madeUpUnit(first === null ? null : first + index, index);
            const unit = {
              ...madeUp,
              ...(pac === undefined ? {} : { pac: required(Pac.parse(pac)).reveal() }),
              faults: faults.modem,
            };
            return {
              ...unit,
              board: await serveBoardOnTerminal({ dialect: kind, unit, lineFaults: faults.line }, { clock, signal }),
            };
          }),
        );
        for (const { deviceId, board } of boards)
          console.result(
            { port: board.path, dialect, deviceId, baudRate: kind.definition.serial.baudRate },
            board.path,
          );
        await Promise.all(boards.map(({ board: { unplugged } }) => unplugged));
        if (!signal.aborted) console.remark('All boards are unplugged.');
        return 0;
      }),
    );
};
