import { Option, type Command } from 'commander';

import { untilAborted } from '../../async/until-aborted.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { SimulatedLabelPrinter, type PrinterCondition } from '../../simulator/label-printer.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';

const conditions: readonly PrinterCondition[] = ['ready', 'paper out', 'ribbon out', 'head open', 'paused'];

export const addPrinter = (simulate: Command, context: CommandContext): void => {
  simulate
    .command('printer')
    .description('serve a simulated label printer (ZPL), print its address and what comes out of it; until Ctrl-C')
    .option('--listen <address>', 'loopback address and port; port 0 takes a free one', '127.0.0.1:0')
    .addOption(new Option('--condition <condition>', 'how it is').choices(conditions).default('ready'))
    .action(
      commandAction<{ readonly listen: string; readonly condition: PrinterCondition }>(
        context,
        async ({ listen, condition }, console) => {
          const { signal } = context;
          const printer = await SimulatedLabelPrinter.start({
            listen: loopbackAddress(listen),
            signal,
            onLabel: ({ texts, code }) =>
              console.result(
                { event: 'label', texts, code },
                `label: ${texts.join(' | ')}; a scan gives ${code?.text ?? 'nothing'}`,
              ),
          });
          printer.condition = condition;
          const { host, port } = printer.address;
          const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
          console.result({ event: 'listening', printer: address }, address);
          await untilAborted(signal);
          await printer.switchOff();
          return 0;
        },
      ),
    );
};

/** @throws PaclineError bad usage */
export const loopbackAddress = (listen: string): { readonly host: string; readonly port: number } => {
  const [, host, port] = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]):(\d{1,5})$/.exec(listen) ?? [];
  if (host === undefined || port === undefined || Number(port) > 65_535)
    throw new PaclineError(
      'bad usage',
      `"${listen.slice(0, 60)}" is no loopback address and port, as in 127.0.0.1:8080.`,
    );
  return { host: host.replace(/[[\]]/g, ''), port: Number(port) };
};
