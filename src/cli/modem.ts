import { Option, type Command } from 'commander';

import type { AnyCommand, DialectDefinition, Effect } from '../../firmware-protocols/contract.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { ModemSession } from '../modem/modem-session.ts';
import { acting, type CommandContext } from './command-context.ts';
import type { Console } from './console.ts';
import { withModemOnPort } from './read-from-port.ts';

interface ModemOptions {
  readonly port: string;
  readonly dialect: string;
  readonly payload?: string;
  readonly args?: string;
  readonly yes?: true;
}

/** What a person must know before it is done. */
const consequences: Readonly<Record<Exclude<Effect, 'read'>, string>> = {
  configure: 'changes a setting of the modem',
  transmit: 'goes on the air: it spends a message, and the first frame of a unit starts its paid subscription',
  reset: 'restarts the modem',
  irreversible: 'cannot be undone',
};

/** Teardown gets its own time. */
const closingMs = 2000;

export const addModem = (program: Command, context: CommandContext): void => {
  program
    .command('modem')
    .description('one command to the modem on a port, by its name; without a name: which there are')
    .argument('[command]', 'such as readSupplyMillivolts; `pacline protocols show <dialect>` lists them')
    .requiredOption('--port <port>', 'serial port')
    .addOption(new Option('--dialect <dialect>', 'how the modem speaks').default('auto'))
    .option('--payload <hex>', 'what a frame carries: 1 to 12 bytes')
    .option('--args <json>', 'what another command is given, as JSON')
    .option('--yes', 'do it, although it changes something or goes on the air')
    .action(acting<ModemOptions>(context, (options, console, name) =>
      withModemOnPort(options, context, async (definition, port) => {
        if (name === undefined) return listed(definition, console);
        const command = definition.commands[name];
        if (command === undefined) throw new PaclineError('bad usage', `The dialect ${definition.id} has no command "${name}"; known are ${Object.keys(definition.commands).join(', ')}.`);
        requireConsent(name, command, options);
        const args = argumentsOf(name, command, options);
        const session = new ModemSession<DialectDefinition>({ definition, port, clock: context.clock });
        try {
          await session.open(context);
          const value: unknown = await session.run(once(name, args), context);
          console.result({ port: options.port, dialect: definition.id, command: name, effect: command.effect, value }, shown(value));
          return 0;
        } finally {
          await session.close({ signal: AbortSignal.timeout(closingMs) }).catch(() => undefined);
        }
      }),
    ));
};

const shown = (value: unknown): string => {
  if (value === null) return 'done';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

function* once(command: string, args: unknown) {
  const value: unknown = yield { command, args };
  return value;
}

const listed = ({ commands }: DialectDefinition, console: Console): number => {
  for (const [name, { effect, summary }] of Object.entries(commands)) console.result({ command: name, effect, summary }, `${name.padEnd(24)} ${effect.padEnd(10)} ${summary}`);
  return 0;
};

/** Nothing that changes the unit or goes on the air happens by itself. */
const requireConsent = (name: string, { effect, sensitive }: AnyCommand, { yes }: ModemOptions): void => {
  if (effect === 'irreversible') throw new PaclineError('bad usage', `${name} cannot be undone; pacline does not do it.`);
  if (effect !== 'read' && yes !== true) throw new PaclineError('bad usage', `${name} ${consequences[effect]}. Add --yes to do it.`);
  if (sensitive !== undefined && yes !== true) throw new PaclineError('bad usage', `${name} prints a secret. Add --yes to see it, or use \`pacline identify\`.`);
};

const argumentsOf = (name: string, { request }: AnyCommand, { payload, args }: ModemOptions): unknown => {
  if (typeof request !== 'function') {
    if (payload !== undefined || args !== undefined) throw new PaclineError('bad usage', `${name} takes no --payload and no --args.`);
    return undefined;
  }
  if (payload !== undefined) {
    if (!/^([0-9a-f]{2}){1,12}$/i.test(payload)) throw new PaclineError('bad usage', 'A payload is 1 to 12 bytes: 2 to 24 hex digits, an even number.');
    return { payload: (payload.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)) };
  }
  if (args === undefined) throw new PaclineError('bad usage', `${name} needs something to work on: --payload for a frame, or --args.`);
  try {
    return JSON.parse(args) as unknown;
  } catch {
    throw new PaclineError('bad usage', 'What --args gives is not JSON.');
  }
};
