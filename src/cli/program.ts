import { Command, CommanderError } from 'commander';

import { version } from '../machine/version.ts';
import { errorTable } from '../domain/errors/error-table.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { asSentence } from '../domain/parsed.ts';
import { nearestWord } from '../settings/values/nearest-word.ts';
import { pathOf, type CommandContext } from './shared/command-context.ts';
import { Console } from './shared/console.ts';
import { helpForm } from './help/help-form.ts';
import { addHelpEntry, asksForHelp, type HelpEntry } from './help/help-table.ts';
import { storedHelp } from './help/stored-help.ts';

/** In the order of the help. Each is loaded when it is needed: a station's computer may be a small one, and nobody likes to wait. */
const commands: Readonly<Record<string, () => Promise<(program: Command, context: CommandContext) => void>>> = {
  demo: async () => (await import('./demo/demo.ts')).addDemo,
  identify: async () => (await import('./identify.ts')).addIdentify,
  run: async () => (await import('./run/run.ts')).addRun,
  register: async () => (await import('./register/register.ts')).addRegister,
  edit: async () => (await import('./edit/edit.ts')).addEdit,
  status: async () => (await import('./status/status.ts')).addStatus,
  unit: async () => (await import('./unit.ts')).addUnit,
  'device-types': async () => (await import('./device-types/device-types.ts')).addDeviceTypes,
  outbox: async () => (await import('./outbox/outbox.ts')).addOutbox,
  series: async () => (await import('./series/series.ts')).addSeries,
  report: async () => (await import('./report/report.ts')).addReport,
  label: async () => (await import('./label/label.ts')).addLabel,
  hooks: async () => (await import('./hooks/hooks.ts')).addHooks,
  modem: async () => (await import('./modem.ts')).addModem,
  journal: async () => (await import('./journal/journal.ts')).addJournal,
  ports: async () => (await import('./ports.ts')).addPorts,
  slots: async () => (await import('./slots/slots.ts')).addSlots,
  doctor: async () => (await import('./doctor/doctor.ts')).addDoctor,
  page: async () => (await import('./page/page.ts')).addPage,
  init: async () => (await import('./init/init.ts')).addInit,
  settings: async () => (await import('./settings/settings.ts')).addSettings,
  badge: async () => (await import('./badge.ts')).addBadge,
  protocols: async () => (await import('./protocols.ts')).addProtocols,
  simulate: async () => (await import('./simulate/simulate.ts')).addSimulate,
};

/** The program with these of its commands; nothing runs before the command line is parsed. */
export const createProgram = async (
  context: CommandContext,
  names: readonly string[] = Object.keys(commands),
): Promise<Command> => {
  const program = createRoot(context);
  for (const name of names) (await commands[name]?.())?.(program, context);
  return program;
};

const createRoot = ({ out, err }: Pick<CommandContext, 'out' | 'err'>): Command =>
  new Command('pacline')
    .description('Provisioning station for Sigfox boards: read ID and PAC, register, confirm, next.')
    .version(version)
    .option('--json', 'one JSON object a line on standard output')
    // What is wrong with a command line is said by `runProgram`, as every other error is.
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text),
      outputError: () => undefined,
    })
    .configureHelp(helpForm)
    .exitOverride();

/** The program that can only show help, which takes no command to be loaded. */
export const createHelp = (context: Pick<CommandContext, 'out' | 'err'>, table: readonly HelpEntry[]): Command => {
  const program = createRoot(context);
  for (const entry of table) addHelpEntry(program, entry);
  return program;
};

/** Parses the command line and runs the one command it names. Resolves with the exit code; never rejects. */
export const runProgram = async (args: readonly string[], world: Omit<CommandContext, 'exit'>): Promise<number> => {
  let exitCode = 0;
  const program = await programFor(args, {
    ...world,
    exit: (code) => {
      exitCode = code;
    },
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    // Help was shown because no command was named.
    if (error.code === 'commander.help') return errorTable['bad usage'].exitCode;
    const command = args.reduce((named, word) => named.commands.find((one) => one.name() === word) ?? named, program);
    const isMissing = error.code === 'commander.missingMandatoryOptionValue';
    const words = (isMissing ? misspelt(args, command) : null) ?? error.message;
    const json = program.opts<{ json?: true }>().json === true;
    return new Console({ json, command: pathOf(command), ...world }).failure(
      new PaclineError('bad usage', asSentence(words.replace(/^error: /, '').replaceAll(/\s+/g, ' '))),
    );
  }
};

/** What to say of the first option that the command does not have: it may be the one that is missing. null: it has them all. */
const misspelt = (args: readonly string[], command: Command): string | null => {
  const known = ['--help', ...command.options.flatMap(({ long }) => long ?? []), '--json'];
  const end = args.indexOf('--');
  const options = args.slice(0, end < 0 ? args.length : end).flatMap((word) => /^--[^=]+/.exec(word)?.[0] ?? []);
  const unknown = options.find((option) => !known.includes(option));
  if (unknown === undefined) return null;
  const meant = nearestWord(unknown, known);
  return `unknown option '${unknown}'${meant === null ? '' : ` (Did you mean ${meant}?)`}`;
};

/** No more of the program than the command line needs: the stored help, the one command that is named, or all of them. */
const programFor = async (args: readonly string[], context: CommandContext): Promise<Command> => {
  const words = args.filter((arg) => arg !== '--json');
  const [first = ''] = words;
  if (first === '--version' || first === '-V') return createProgram(context, []);
  if (storedHelp !== null && asksForHelp(words, storedHelp)) return createHelp(context, storedHelp);
  return createProgram(context, Object.hasOwn(commands, first) ? [first] : Object.keys(commands));
};
