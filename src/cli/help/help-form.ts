import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Help, type Command, type HelpConfiguration, type Option } from 'commander';

import { pathOf } from '../shared/command-context.ts';
import { helpExamples } from './help-examples.ts';

/** How every text of help looks: with the options that all commands have, and with examples. */
export const helpForm: HelpConfiguration = {
  showGlobalOptions: true,
  // The version is asked of the program
  visibleGlobalOptions: (command): Option[] =>
    new Help().visibleGlobalOptions
      .call({ showGlobalOptions: true }, command)
      .filter(({ long }) => long !== '--version'),
  // An option that may be repeated begins with none
  optionDescription: (option) => new Help().optionDescription(option).replace(/ ?\(default: \[\]\)/, ''),
  formatHelp(command, helper) {
    const usual = Help.prototype.formatHelp.call(helper, command, helper);
    return [usual.trimEnd(), ...sectionsOf(command), ''].join('\n');
  },
};

const sectionsOf = (command: Command): readonly string[] => {
  const examples = helpExamples[pathOf(command)] ?? [];
  const shown = ['', examples.length > 1 ? 'Examples:' : 'Example:', ...examples.map((example) => `  ${example}`)];
  return [...(examples.length === 0 ? [] : shown), ...(command.parent === null ? surroundings() : [])];
};

/** What a person who sees the program for the first time has to know besides. */
const surroundings = (): readonly string[] => [
  '',
  'Environment:',
  ...variables.map(([name, words]) => `  ${name.padEnd(nameWidth)}  ${words}`),
  '',
  `More in ${readme() ?? 'README.md of the package'}, and in \`pacline <command> --help\`.`,
];

const nameWidth = 36;

const variables: readonly (readonly [name: string, words: string])[] = [
  ['PACLINE_API_LOGIN, …_API_PASSWORD', 'of an API user of the backend; they stand nowhere else'],
  ['PACLINE_API_URL, PACLINE_API_VERSION', 'another backend than the public one; v1 or v2'],
  ['PACLINE_SETTINGS', 'station.toml, if not the one of this folder'],
  ['PACLINE_STATE_DIR', 'folder of the journal'],
  ['HTTPS_PROXY, NO_PROXY', 'the proxy on the way to the backend'],
];

/** The page that comes with the program, wherever it was built to. */
const readme = (): string | null => {
  for (let folder = import.meta.dirname; dirname(folder) !== folder; folder = dirname(folder))
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'README.md');
  return null;
};
