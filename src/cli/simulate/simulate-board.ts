import { resolve } from 'node:path';

import { Option, type Command } from 'commander';

import { dialectNamed } from '../../composition/dialects.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { boardFaultWords, parseBoardFaults } from '../../simulator/boards/board-fault.ts';
import { madeUpUnit } from '../../simulator/boards/made-up-unit.ts';
import { Pac } from '../../domain/pac.ts';
import { collected, countArgument, deviceIdArgument } from '../shared/arguments.ts';
import { required } from '../../domain/parsed.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { serveBoards, type BoardToServe } from './serve-boards.ts';

interface BoardOptions {
  readonly dialect: string;
  readonly id?: string;
  readonly pac?: string;
  readonly count: number;
  readonly fault: readonly string[];
  readonly link?: string;
}

export const addBoard = (simulate: Command, context: CommandContext): void => {
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
      commandAction<BoardOptions>(context, async (options, console) => {
        const { signal } = context;
        await serveBoards(boardsOf(options), context, (boards) => {
          for (const { unit, path, dialect } of boards)
            console.result(
              {
                port: path,
                dialect: dialect.definition.id,
                deviceId: unit.deviceId,
                baudRate: dialect.definition.serial.baudRate,
              },
              path,
            );
        });
        if (!signal.aborted) console.remark('All boards are unplugged.');
        return 0;
      }),
    );
};

/** @throws PaclineError bad usage */
const boardsOf = ({ dialect: id, id: deviceId, pac, count, fault, link }: BoardOptions): readonly BoardToServe[] => {
  const dialect = dialectNamed(id);
  const first = deviceId === undefined ? null : Number.parseInt(deviceIdArgument(deviceId), 16);
  if (pac !== undefined && count > 1)
    throw new PaclineError('bad usage', 'One PAC cannot be that of several boards; leave --pac out or --count.');
  return Array.from({ length: count }, (_, index) => {
    const faults = required(parseBoardFaults(fault, index + 1));
    const madeUp = madeUpUnit(first === null ? null : first + index, index);
    const unit = {
      ...madeUp,
      ...(pac === undefined ? {} : { pac: required(Pac.parse(pac)).reveal() }),
      faults: faults.modem,
    };
    const path = link === undefined ? null : resolve(count === 1 ? link : `${link}-${index + 1}`);
    return { dialect, unit, wireFaults: faults.line, link: path };
  });
};
