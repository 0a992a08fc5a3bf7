import { Option, type Command } from 'commander';

import { escapeBytes } from '../dialect/escape.ts';
import { createMachinePorts } from '../serial/machine-ports.ts';
import { readTextLines } from '../serial/read-text-lines.ts';
import { commandAction, type CommandContext } from './shared/command-context.ts';
import { baudRateArgument } from './shared/arguments.ts';
import { requirePortName } from './shared/port-name.ts';

const longestLine = 200;

interface PortsOptions {
  readonly listen?: string;
  readonly baud: number;
}

export const addPorts = (program: Command, context: CommandContext): void => {
  program
    .command('ports')
    .description('list the serial ports of this machine, or show what one of them says by itself')
    .option('--listen <port>', 'print each line that comes from this port; nothing is written to it')
    .addOption(new Option('--baud <rate>', 'speed for --listen').argParser(baudRateArgument).default(9600))
    .action(
      commandAction<PortsOptions>(context, async ({ listen, baud }, console) => {
        const ports = createMachinePorts(context);
        if (listen === undefined) {
          const list = await ports.list();
          for (const port of list)
            console.result(
              { ...port },
              [port.path.padEnd(16), port.product ?? '-', port.place === null ? '' : `at ${port.place}`]
                .join('  ')
                .trimEnd(),
            );
          if (list.length === 0)
            console.remark('No serial ports. Plug in an adapter; virtual boards come from `pacline simulate board`.');
          return 0;
        }
        requirePortName(listen);
        const port = await ports.open(listen, { baudRate: baud }, context);
        try {
          for await (const line of readTextLines(port, { maxLength: longestLine, signal: context.signal }))
            console.result({ port: listen, line }, escapeBytes(line));
        } finally {
          await port.close();
        }
        context.signal.throwIfAborted();
        return 0;
      }),
    );
};
