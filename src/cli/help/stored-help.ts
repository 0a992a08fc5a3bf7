import type { HelpEntry } from './help-table.ts';

/**
 * The help of all commands, so that it can be shown without loading any of them. The build puts it in the place of this null;
 * a program that runs from its source loads the commands and asks them.
 */
export const storedHelp: readonly HelpEntry[] | null = null;
