import { Option, type Command } from 'commander';

import { untilAborted } from '../../async/until-aborted.ts';
import { SimulatedMes, type SimulatedEvent } from '../../simulator/mes.ts';
import { collected, deviceIdArgument } from '../shared/arguments.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { loopbackAddress } from './simulate-printer.ts';

interface MesFlags {
  readonly listen: string;
  readonly refuse: readonly string[];
  readonly pass: readonly string[];
  readonly fail: readonly string[];
}

/** The key of the webhooks' signature where the environment names none. It opens nothing. */
const trainingSecret = 'training';

const units = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(collected).default([]);

export const addMes = (simulate: Command, context: CommandContext): void => {
  simulate
    .command('mes')
    .description('serve a simulated production system, print its addresses and each event that comes in; until Ctrl-C')
    .option('--listen <address>', 'loopback address and port; port 0 takes a free one', '127.0.0.1:0')
    .addOption(
      units('--refuse <device id>', 'a unit that the route check turns away, may be repeated; all others may be here'),
    )
    .addOption(
      units(
        '--pass <device id>',
        'a unit whose radio test was passed, may be repeated; of those not named there is no result',
      ),
    )
    .addOption(units('--fail <device id>', 'a unit whose radio test was failed, may be repeated'))
    .action(
      commandAction<MesFlags>(context, async ({ listen, refuse, pass, fail }, console) => {
        const { clock, signal, environment } = context;
        const mes = await SimulatedMes.start({
          listen: loopbackAddress(listen),
          secret: environment['PACLINE_HOOK_SECRET'] || trainingSecret,
          token: null,
          clock,
          signal,
          onEvent: (event) => console.result({ event: 'received', ...event }, received(event)),
          onRefused: (path) =>
            console.result({ event: 'refused', path }, `refused: ${path}, not signed with this secret, or long ago`),
        });
        for (const id of refuse)
          mes.routes.set(deviceIdArgument(id), { allowed: false, reason: 'this unit is at another step' });
        for (const id of pass) mes.results.set(deviceIdArgument(id), { verdict: 'pass' });
        for (const id of fail) mes.results.set(deviceIdArgument(id), { verdict: 'fail', reason: 'too weak' });
        const { origin } = mes;
        const [events, route, result] = [`${origin}/events`, `${origin}/route`, `${origin}/result`];
        console.result({ event: 'listening', url: origin, events, route, result }, origin);
        console.remark(
          `In station.toml:\n  [[hook]]\n  name = "mes"\n  kind = "webhook"\n  url = "${events}"\n  secretEnv = "PACLINE_HOOK_SECRET"\n  [route]\n  url = "${route}"\n  [result]\n  url = "${result}"`,
        );
        if (!environment['PACLINE_HOOK_SECRET'])
          console.remark(
            `The secret of a webhook is ${JSON.stringify(trainingSecret)}: export PACLINE_HOOK_SECRET=${trainingSecret}`,
          );
        await untilAborted(signal);
        await mes.close();
        return 0;
      }),
    );
};

const received = ({ id, body, isRepeat }: SimulatedEvent): string =>
  `${isRepeat ? 'again' : 'event'} ${id}  ${kindOf(body).padEnd(23)} ${JSON.stringify(body)}`;

const kindOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'kind' in body ? String(body.kind) : '';
