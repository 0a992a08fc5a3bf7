import { Option, type Command } from 'commander';

import { openLine } from '../../composition/open-line.ts';
import { createMachinePorts } from '../../serial/machine-ports.ts';
import { collected, countArgument } from '../shared/arguments.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { settingsOption } from '../shared/settings-option.ts';
import { bootOption, linesOption } from '../shared/patience-flags.ts';
import { pagePlaceArgument, tellPage, usualPagePlace } from '../page/page-place.ts';
import { columnOption, encodingOption } from '../series/list-options.ts';
import { lineConfigOf, type RunFlags } from './line-config-of.ts';
import { requireProbed } from './port-slots.ts';
import { BenchWords } from './screen/bench-words.ts';
import { showLine } from './show-line.ts';

export const addRun = (program: Command, context: CommandContext): void => {
  program
    .command('run')
    .description('the line: seat, read, register, confirm, verdict, next; on up to 32 slots until Ctrl-C')
    .addOption(
      new Option('--port <port>', 'a slot for this port, may be repeated; without it every port that comes is a slot')
        .argParser(collected)
        .default([]),
    )
    .addOption(
      new Option('--presence <how>', 'how a seated unit is noticed: its port comes, or it answers').choices([
        'port',
        'probe',
      ]),
    )
    .option('--dialect <dialect>', 'how the modem of this product speaks; found out if left out')
    .addOption(bootOption())
    .addOption(linesOption())
    .option('--delivery-list <file>', 'CSV of the maker with id;pac, for modems that hold no PAC')
    .addOption(columnOption())
    .addOption(encodingOption())
    .option('--count <n>', 'stop after so many runs', countArgument)
    .option('--device-type <id>', 'where to register: 24 hex digits')
    .option('--certificate <key>', "the end product's certificate, P_…")
    .option('--prototype', 'register prototypes, without a certificate')
    .option('--prefix <text>', 'names are this and the device ID')
    .option('--product <name>', 'which product of the settings')
    .option('--order <name>', 'which order of the settings is worked, the only one if left out; it names its product')
    .option('--no-order', 'work none, although the settings have one')
    .addOption(
      new Option(
        '--page [host:port]',
        'serve the pages meanwhile, where [page] says or at 127.0.0.1:8088 if left out',
      ).argParser(pagePlaceArgument),
    )
    .addOption(settingsOption())
    .action(
      commandAction<RunFlags>(context, async (flags, console) => {
        const words = new BenchWords({ console, clock: context.clock });
        const ports = createMachinePorts(context);
        const config = await lineConfigOf(flags, { ports, context, console });
        const pageAt = flags.page === true ? (config.settings?.page?.listen ?? usualPagePlace) : flags.page;
        const line = await openLine(config, {
          ...context,
          ports,
          say: (sentence) => words.say(sentence),
          hold: (sentences) => words.hold(sentences),
          ...(pageAt && { pageAt }),
          onPage: (url) => tellPage(url, console, (sentence) => words.say(sentence)),
        });
        try {
          if (config.slots !== undefined) await requireProbed(config.slots, ports, context.signal);
          await line.preflight({ signal: context.signal, say: (sentence) => console.remark(sentence) });
          return await showLine(line, { words, context, console, hasTone: config.settings?.station?.tone ?? true });
        } finally {
          await line.close();
        }
      }),
    );
};
