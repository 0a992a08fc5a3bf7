import { Option, type Command } from 'commander';

import type { AnyCommand, DialectDefinition, Effect } from '../../firmware-protocols/contract.ts';
import { argumentError } from '../dialect/argument-error.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { commandAction, type CommandContext } from './shared/command-context.ts';
import type { Console } from './shared/console.ts';
import { bootOption, linesOption, type PatienceFlags } from './shared/patience-flags.ts';
import { withModemOnPort } from './shared/read-from-port.ts';

interface ModemOptions extends PatienceFlags {
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

export const addModem = (program: Command, context: CommandContext): void => {
  program
    .command('modem')
    .description('one command to the modem on a port, by its name; without a name: which there are')
    .argument('[command]', 'such as readSupplyMillivolts; `pacline protocols show <dialect>` lists them')
    .requiredOption('--port <port>', 'serial port')
    .addOption(new Option('--dialect <dialect>', 'how the modem speaks').default('auto'))
    .option('--payload <hex>', 'what a frame carries: 1 to 12 bytes')
    .option('--args <json>', 'what another command is given: numbers by name, as JSON')
    .option('--yes', 'do it, although it changes something or goes on the air')
    .addOption(bootOption())
    .addOption(linesOption())
    .action(
      commandAction<ModemOptions>(context, async (options, console, name) => {
        let told: NamedCommand | null = null;
        let isBegun = false;
        const onAdvice = (sentence: string): void => console.remark(sentence);
        const value: unknown = await withModemOnPort(
          {
            ...options,
            onAdvice,
            ...(console.isLive ? { onRisk: onAdvice } : {}),
            withDialect({ dialect: definition, heard }) {
              if (name === undefined) {
                listed(definition, console);
                return 'be done';
              }
              const command: AnyCommand | undefined = Object.hasOwn(definition.commands, name)
                ? definition.commands[name]
                : undefined;
              if (command === undefined)
                throw new PaclineError(
                  'bad usage',
                  `The dialect ${definition.id} has no command "${name}"; known are ${Object.keys(definition.commands).join(', ')}.`,
                );
              const args = argumentsOf(name, command, options);
              requireConsent(name, command, options);
              told = { definition, name, command, args };
              // What a board prints when it starts has gone by, unless it is made to print it once more.
              if (command.request === null && heard === '' && definition.announcement?.after === 'power-up')
                console.remark(definition.announcement.again);
              return 'go on';
            },
            mayRepeat: () => !isBegun,
          },
          {
            context,
            async work(session) {
              if (told === null) return null;
              const { definition, command, args } = told;
              if (command.effect !== 'read') {
                // What may be sent once only is sent to a modem that answers.
                if (definition.commands.readDeviceId !== undefined && definition.commands.readDeviceId.request !== null)
                  await session.run(once('readDeviceId', undefined), context);
                isBegun = true;
              }
              return session.run(once(told.name, args), context);
            },
          },
        );
        if (told !== null) console.result(...resultOf(told, value, options));
        return 0;
      }),
    );
};

/** What is to be done, when the modem is known. */
interface NamedCommand {
  readonly definition: DialectDefinition;
  readonly name: string;
  readonly command: AnyCommand;
  readonly args: unknown;
}

const resultOf = (
  { definition, name, command }: NamedCommand,
  value: unknown,
  { port }: ModemOptions,
): [object: Readonly<Record<string, unknown>>, text: string] => [
  { port, dialect: definition.id, command: name, effect: command.effect, value },
  shown(value),
];

const shown = (value: unknown): string => {
  if (value === null) return 'done';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

function* once(command: string, args: unknown) {
  const value: unknown = yield { command, args };
  return value;
}

const listed = ({ commands }: DialectDefinition, console: Console): void => {
  for (const [name, { effect, summary }] of Object.entries(commands))
    console.result({ command: name, effect, summary }, `${name.padEnd(24)} ${effect.padEnd(10)} ${summary}`);
};

/** Nothing that changes the unit or goes on the air happens by itself. */
const requireConsent = (name: string, { effect, sensitive }: AnyCommand, { yes }: ModemOptions): void => {
  if (effect === 'irreversible')
    throw new PaclineError('bad usage', `${name} cannot be undone; pacline does not do it.`);
  if (effect !== 'read' && yes !== true)
    throw new PaclineError('bad usage', `${name} ${consequences[effect]}. Add --yes to do it.`);
  // The dialogue about an ID may hold the PAC; the ID itself is no secret.
  if (sensitive !== undefined && name !== 'readDeviceId' && yes !== true)
    throw new PaclineError('bad usage', `${name} prints a secret. Add --yes to see it, or use \`pacline identify\`.`);
};

/** What the command is given. @throws PaclineError bad usage, before anything is sent */
const argumentsOf = (name: string, command: AnyCommand, { payload, args: json }: ModemOptions): unknown => {
  if (payload !== undefined && json !== undefined)
    throw new PaclineError('bad usage', 'Give --payload or --args, not both.');
  const args = payload === undefined ? parsedJson(json) : { payload: payloadBytes(payload) };
  const misfit =
    typeof command.request === 'function' && args === undefined
      ? argumentError(command, {})
      : argumentError(command, args);
  if (misfit !== null)
    throw new PaclineError(
      'bad usage',
      `${name} cannot be sent: ${misfit}. --payload 0102FF gives a frame, --args '{"name":1}' anything else.`,
    );
  return args;
};

const payloadBytes = (digits: string): readonly number[] => {
  if (!/^([0-9a-f]{2}){1,12}$/i.test(digits))
    throw new PaclineError('bad usage', 'A payload is 1 to 12 bytes: 2 to 24 hex digits, an even number.');
  return (digits.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
};

const parsedJson = (json: string | undefined): unknown => {
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new PaclineError(
      'bad usage',
      'What --args gives is not JSON; put it in single quotes, as in --args \'{"zone":1}\'.',
    );
  }
};
