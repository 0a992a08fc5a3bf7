import { resolve } from 'node:path';

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
import { linkTo } from './board-link.ts';
import { addBackend } from './simulate-backend.ts';
import { addMes } from './simulate-mes.ts';
import { addPrinter } from './simulate-printer.ts';

interface BoardOptions {
  readonly dialect: string;
  readonly id?: string;
  readonly pac?: string;
  readonly count: number;
  readonly fault: readonly string[];
  readonly link?: string;
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
    .option(
      '--link <path>',
      'a path for it that is the same at each start; with --count, -1, -2 and so on come behind it; gone with the board',
    )
    .addOption(
      new Option('--fault <fault>', `what is wrong with it, may be repeated: ${boardFaultWords.join(', ')}`)
        .argParser(collected)
        .default([]),
    )
    .action(
      acting<BoardOptions>(context, async (options, console) => {
        const { signal } = context;
        const over = new AbortController();
        const boards: ServedBoard[] = [];
        try {
          for await (const board of servedBoards(options, {
            ...context,
            signal: AbortSignal.any([signal, over.signal]),
          }))
            boards.push(board);
          for (const { deviceId, path, baudRate } of boards)
            console.result({ port: path, dialect: options.dialect, deviceId, baudRate }, path);
          await Promise.all(boards.map(({ gone }) => gone));
          if (!signal.aborted) console.remark('All boards are unplugged.');
          return 0;
        } finally {
          over.abort();
          await Promise.all(boards.map(({ gone }) => gone));
        }
      }),
    );
};

interface ServedBoard {
  readonly deviceId: string;
  readonly path: string;
  readonly baudRate: number;
  /** Its cable was pulled, and its link is gone. */
  readonly gone: Promise<void>;
}

/** One after the other, each until the signal aborts or a fault unplugs it. @throws PaclineError bad usage */
async function* servedBoards(
  { dialect, id, pac, count, fault, link }: BoardOptions,
  { clock, signal }: Pick<CommandContext, 'clock' | 'signal'>,
): AsyncGenerator<ServedBoard, void, undefined> {
  const precise = preciseClock(clock);
  const kind = dialectNamed(dialect);
  const first = id === undefined ? null : Number.parseInt(deviceIdArgument(id), 16);
  if (pac !== undefined && count > 1)
    throw new PaclineError('bad usage', 'One PAC cannot be that of several boards; leave --pac out or --count.');
  for (let index = 0; index < count; index += 1) {
    const faults = required(parseBoardFaults(fault, index + 1));
    const madeUp = madeUpUnit(first === null ? null : first + index, index);
    const unit = {
      ...madeUp,
      ...(pac === undefined ? {} : { pac: required(Pac.parse(pac)).reveal() }),
      faults: faults.modem,
    };
    const board = await serveBoardOnTerminal(
      { dialect: kind, unit, lineFaults: faults.line },
      { clock: precise, signal },
    );
    const path = link === undefined ? board.path : resolve(count === 1 ? link : `${link}-${index + 1}`);
    const unlink = link === undefined ? null : await linkTo(board.path, path);
    const { baudRate } = kind.definition.serial;
    yield { deviceId: unit.deviceId, path, baudRate, gone: board.unplugged.then(() => unlink?.()) };
  }
}
