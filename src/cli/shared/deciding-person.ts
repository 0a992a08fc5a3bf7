import { userInfo } from 'node:os';

import { accepted } from '../../domain/parsed.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { isPrintable } from '../../domain/text/printable.ts';
import { mayActAs, type Role } from '../../domain/role.ts';
import { findPerson } from '../../settings/badge-hash.ts';
import { badgeCodes, codeInScan } from '../../domain/scanning/scanned-text.ts';
import type { Journal } from '../../journal/journal.ts';
import { BadgeDoor } from '../../station/operator/badge-door.ts';
import type { Settings } from '../../settings/settings.ts';
import type { CommandContext } from './command-context.ts';
import { inDialogue } from './dialogue.ts';

/** Why somebody decides so: what stands in the journal for good says something. @throws PaclineError bad usage */
export const requireReason = (why: string): string => {
  if (why.trim() === '')
    throw new PaclineError('bad usage', 'Say why, with --why: it stands in the journal beside the decision.');
  if (!isPrintable(why))
    throw new PaclineError('bad usage', '--why has a control character, or a sign that is not seen; type it anew.');
  return why.trim();
};

export interface DecisionOptions {
  readonly settings: Pick<Settings, 'people' | 'scanner'>;
  readonly needed: Role;
  /** In which badges that are wrong are written down, as at the line; null: there is none that could be written. */
  readonly journal: Journal | null;
}

/**
 * Whose decision it is, by name, for the journal. Where the settings know people, one of them has to show a badge or PIN: it is asked
 * for at a terminal, and is the first line of standard input otherwise. Where they know nobody, it is the user of the machine.
 * @throws PaclineError unknown badge | badges held back | not allowed
 */
export const decidingPerson = async (
  { settings: { people, scanner }, needed, journal }: DecisionOptions,
  context: Pick<CommandContext, 'err' | 'signal' | 'clock'>,
): Promise<string> => {
  if (people.length === 0) return userInfo().username;
  return inDialogue({ context, unharmed: 'nothing was changed' }, async (dialogue) => {
    const { clock, signal } = context;
    const typed = await dialogue.askHiddenOnce({ words: `Badge or PIN of ${article(needed)}`, parse: accepted });
    const door = new BadgeDoor({
      journal,
      clock,
      findPerson: (code) => findPerson(people, code),
    });
    const person = await door.show(badgeCodes(codeInScan(typed, scanner), scanner), { place: 'prompt', signal });
    if (!mayActAs(person.role, needed))
      throw new PaclineError(
        'not allowed',
        `${person.name} is ${article(person.role)}; this takes ${article(needed)}. Nothing was changed.`,
      );
    return person.name;
  });
};

const article = (role: Role): string => `${role === 'technician' ? 'a' : 'an'} ${role}`;
