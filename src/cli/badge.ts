import { Option, type Command } from 'commander';
import { stringify } from 'smol-toml';

import { accepted, refused, type Parsed } from '../domain/parsed.ts';
import { roles, type Role } from '../domain/role.ts';
import { hashBadge } from '../settings/badge-hash.ts';
import { acting, type CommandContext } from './shared/command-context.ts';
import { inDialogue } from './shared/dialogue.ts';

interface BadgeFlags {
  readonly name: string;
  readonly role: Role;
}

/** Below this, whoever tries all codes by hand has found it within a shift. */
const shortestCode = 4;

export const addBadge = (program: Command, context: CommandContext): void => {
  program
    .command('badge')
    .description(
      'read a badge code or PIN from standard input and print the [[person]] that knows it, for station.toml',
    )
    .requiredOption('--name <name>', 'who has the badge')
    .addOption(new Option('--role <role>', 'what that person may do').choices(roles).makeOptionMandatory())
    .action(
      acting<BadgeFlags>(context, async ({ name, role }, console) => {
        const code = await inDialogue({ context }, (dialogue) =>
          dialogue.askHidden({ words: `Badge code or PIN of ${name}`, parse: badgeAnswer }),
        );
        const badge = await hashBadge(code);
        console.result({ name, role, badge }, stringify({ person: [{ name, role, badge }] }).trimEnd());
        return 0;
      }),
    );
};

/** The code as it is scanned or typed: what every badge's code begins with belongs to it. */
export const badgeAnswer = (code: string): Parsed<string> =>
  code.length >= shortestCode
    ? accepted(code)
    : refused('bad usage', `a badge code or PIN has at least ${shortestCode} characters`);
