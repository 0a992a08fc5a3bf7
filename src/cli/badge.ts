import { Option, type Command } from 'commander';
import { stringify } from 'smol-toml';

import { roles, type Role } from '../domain/role.ts';
import { readSettings } from '../composition/station-config.ts';
import { parseBadgeCode } from '../settings/badge-code.ts';
import { hashBadge } from '../settings/badge-hash.ts';
import { commandAction, type CommandContext } from './shared/command-context.ts';
import { inDialogue } from './shared/dialogue.ts';
import { settingsOption } from './shared/settings-option.ts';

interface BadgeFlags {
  readonly name: string;
  readonly role: Role;
  readonly settings?: string;
}

export const addBadge = (program: Command, context: CommandContext): void => {
  program
    .command('badge')
    .description(
      'read a badge code or PIN from standard input and print the [[person]] that knows it, for station.toml',
    )
    .requiredOption('--name <name>', 'who has the badge')
    .addOption(new Option('--role <role>', 'what that person may do').choices(roles).makeOptionMandatory())
    .addOption(settingsOption('where the badge is to be used'))
    .action(
      commandAction<BadgeFlags>(context, async ({ name, role, ...flags }, console) => {
        const settings = await readSettings(flags);
        const code = await inDialogue({ context }, (dialogue) =>
          dialogue.askHidden({
            words: `Badge code or PIN of ${name}`,
            parse: (typed) => parseBadgeCode(typed, settings),
          }),
        );
        const badge = await hashBadge(code);
        console.result({ name, role, badge }, stringify({ person: [{ name, role, badge }] }).trimEnd());
        return 0;
      }),
    );
};
