import { InvalidArgumentError, Option, type Command } from 'commander';

import { dialectNamed } from '../compose.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { demoIds, demoUsers, demoWorld } from '../simulator/backend/demo-world.ts';
import { parseFault } from '../simulator/backend/parse-fault.ts';
import { publishedLimits } from '../simulator/backend/rate-limits.ts';
import { Registry } from '../simulator/backend/registry.ts';
import { startSimulatedBackend } from '../simulator/backend/server.ts';
import { boardFaultWords, parseBoardFaults } from '../simulator/board-fault.ts';
import { serveBoardOnTerminal } from '../simulator/board-on-terminal.ts';
import { madeUpUnit } from '../simulator/made-up-unit.ts';
import { preciseClock } from '../simulator/precise-clock.ts';
import { Pac } from '../domain/pac.ts';
import { collected, countArgument, deviceIdArgument, required } from './arguments.ts';
import { acting, type CommandContext } from './command-context.ts';
import { addMes } from './simulate/simulate-mes.ts';
import { addPrinter, loopbackAddress } from './simulate/simulate-printer.ts';

interface BoardOptions {
  readonly dialect: string;
  readonly id?: string;
  readonly pac?: string;
  readonly count: number;
  readonly fault: readonly string[];
}

interface BackendOptions {
  readonly listen: string;
  readonly fault: readonly string[];
  readonly limits: boolean;
  readonly jobMs: number;
  readonly timeFactor: number;
}

/** What an asynchronous job takes, in ms: it was seen to take a few seconds for a few units. */
const usualJobMs = 2000;
/** Beyond an hour nobody waits for a simulation. */
const longestJobMs = 3_600_000;
const largestTimeFactor = 100_000;

export const addSimulate = (program: Command, context: CommandContext): void => {
  const simulate = program.command('simulate').description('a virtual bench: boards on pseudo-terminals, a backend, a label printer and a production system on this machine');
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
    .addOption(new Option('--fault <fault>', `what is wrong with it, may be repeated: ${boardFaultWords.join(', ')}`).argParser(collected).default([]))
    .action(acting<BoardOptions>(context, async ({ dialect, id, pac, count, fault }, console) => {
      const { signal } = context;
      const clock = preciseClock(context.clock);
      const kind = dialectNamed(dialect);
      const first = id === undefined ? null : Number.parseInt(deviceIdArgument(id), 16);
      if (pac !== undefined && count > 1) throw new PaclineError('bad usage', 'One PAC cannot be that of several boards; leave --pac out or --count.');
      const boards = await Promise.all(Array.from({ length: count }, async (_, index) => {
        const faults = required(parseBoardFaults(fault, index + 1));
        const madeUp = madeUpUnit(first === null ? null : first + index, index);
        const unit = { ...madeUp, ...(pac === undefined ? {} : { pac: required(Pac.parse(pac)).reveal() }), faults: faults.modem };
        const board = await serveBoardOnTerminal({ dialect: kind, unit, lineFaults: faults.line }, { clock, signal });
        console.result({ port: board.path, dialect, deviceId: unit.deviceId, baudRate: kind.definition.serial.baudRate }, board.path);
        return board;
      }));
      await Promise.all(boards.map(({ unplugged }) => unplugged));
      if (!signal.aborted) console.remark('All boards are unplugged.');
      return 0;
    }));
};

const addBackend = (simulate: Command, context: CommandContext): void => {
  simulate
    .command('backend')
    .description('serve a simulated Sigfox backend (API v2) and print its address; until Ctrl-C')
    .option('--listen <address>', 'loopback address and port; port 0 takes a free one', '127.0.0.1:0')
    .addOption(new Option('--fault <fault>', 'what goes wrong, may be repeated: lost-after-commit:3, 500:2-4, 429:10%, latency:150, html, lost-after-commit@bulk, 429@poll, job-partial, job-missing:2, …').argParser(collected).default([]))
    .option('--no-limits', 'do not enforce the published rate limits')
    .option('--job-ms <ms>', 'how long a bulk job takes; 0: done when first asked for', jobMsArgument, usualJobMs)
    .option('--time-factor <n>', 'how many times faster than published the windows of the rate limits pass', timeFactorArgument, 1)
    .action(acting<BackendOptions>(context, async ({ listen, fault, limits, jobMs, timeFactor }, console) => {
      const { clock, signal } = context;
      const backend = await startSimulatedBackend({
        listen: loopbackAddress(listen),
        world: new Registry(demoWorld),
        clock,
        signal,
        faults: fault.map((word) => required(parseFault(word))),
        limits: limits ? publishedLimits : [],
        timeFactor,
        pace: { perJobMs: jobMs, perThousandMs: 0 },
      });
      const { url, urlV1 } = backend;
      console.result({ url, urlV1, login: demoUsers.writer.login, deviceTypeId: demoIds.deviceType }, url);
      console.remark(`To use it:\n  export PACLINE_API_URL=${url} PACLINE_API_LOGIN=${demoUsers.writer.login} PACLINE_API_PASSWORD=${demoUsers.writer.password}\n  the same world through API v1: ${urlV1}\n  device type ${demoIds.deviceType}; the login and password open nothing but this simulation`);
      await new Promise<void>((resolve) => { signal.addEventListener('abort', () => resolve(), { once: true }); });
      await backend.close();
      return 0;
    }));
};

const jobMsArgument = (text: string): number => {
  if (!/^\d{1,7}$/.test(text) || Number(text) > longestJobMs) throw new InvalidArgumentError(`Whole milliseconds from 0 to ${longestJobMs} are expected.`);
  return Number(text);
};

const timeFactorArgument = (text: string): number => {
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(text) || Number(text) === 0 || Number(text) > largestTimeFactor) {
    throw new InvalidArgumentError(`A number above 0 and up to ${largestTimeFactor} is expected.`);
  }
  return Number(text);
};
