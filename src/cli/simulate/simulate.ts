import type { Command } from 'commander';

import type { CommandContext } from '../shared/command-context.ts';
import { addBackend } from './simulate-backend.ts';
import { addBench } from './simulate-bench.ts';
import { addBoard } from './simulate-board.ts';
import { addMes } from './simulate-mes.ts';
import { addPrinter } from './simulate-printer.ts';

export const addSimulate = (program: Command, context: CommandContext): void => {
  const simulate = program
    .command('simulate')
    .description(
      'a virtual bench: boards on pseudo-terminals, a backend, a label printer and a production system on this machine',
    );
  addBench(simulate, context);
  addBoard(simulate, context);
  addBackend(simulate, context);
  addPrinter(simulate, context);
  addMes(simulate, context);
};
