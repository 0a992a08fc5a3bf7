import { Command, Option } from 'commander';

/** What the help says of a command: enough to show it, and no more. Plain values, so that a build can store it. */
export interface HelpEntry {
  readonly name: string;
  readonly description: string;
  /** As in `<file>` and `[words...]`, each with its text. */
  readonly operands: readonly (readonly [term: string, text: string])[];
  readonly options: readonly (readonly [flags: string, text: string])[];
  readonly commands: readonly HelpEntry[];
}

export const helpEntryOf = (command: Command): HelpEntry => {
  const help = command.createHelp();
  return {
    name: command.name(),
    description: command.description(),
    operands: command.registeredArguments.map((operand) => {
      const name = `${operand.name()}${operand.variadic ? '...' : ''}`;
      return [operand.required ? `<${name}>` : `[${name}]`, help.argumentDescription(operand)] as const;
    }),
    options: command.options
      .filter(({ hidden }) => !hidden)
      .map((option) => [option.flags, help.optionDescription(option)] as const),
    commands: command.commands.map(helpEntryOf),
  };
};

/** Adds a command that can show its help, and do nothing else. */
export const addHelpEntry = (parent: Command, { name, description, operands, options, commands }: HelpEntry): void => {
  const command = parent.command(name).description(description);
  for (const [term, text] of operands) command.argument(term, text);
  for (const [flags, text] of options) command.addOption(new Option(flags, text));
  for (const inner of commands) addHelpEntry(command, inner);
};

/**
 * Whether a command line can only end in a text of help: `--help` behind names of commands and nothing else, a command that is
 * not there, or one that wants another behind it.
 */
export const asksForHelp = (args: readonly string[], table: readonly HelpEntry[]): boolean => {
  const [first, ...rest] = args;
  if (first === undefined || first === 'help') return true;
  if (helpFlags.has(first)) return rest.length === 0;
  const entry = table.find(({ name }) => name === first);
  if (entry === undefined) return !first.startsWith('-');
  if (rest.length === 0) return entry.commands.length > 0;
  return entry.commands.length > 0
    ? asksForHelp(rest, entry.commands)
    : rest.length === 1 && helpFlags.has(rest[0] ?? '');
};

const helpFlags = new Set(['--help', '-h']);
