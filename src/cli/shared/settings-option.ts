import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { Option, type Command } from 'commander';

/** The file that a command takes where none is named, if it is in the folder in which it was started. */
export const usualSettings = 'station.toml';

/** `meaning`: what this command wants of the file, where that is not plain. */
export const settingsOption = (meaning?: string): Option =>
  new Option(
    '--settings <file>',
    `station.toml${meaning === undefined ? '' : `, ${meaning}`}; the one of this folder if left out`,
  ).env('PACLINE_SETTINGS');

/**
 * The settings of this folder, for a command that takes some and was told none. The flag and the variable win; an empty variable is
 * an unset one. Which file was found is said.
 */
export const settingsHere = (
  command: Command,
  say: (sentence: string) => void,
): { readonly settings?: string | undefined } => {
  const named: unknown = command.getOptionValue('settings');
  const isAsked = command.options.some((option) => option.attributeName() === 'settings');
  if (!isAsked || (named !== undefined && named !== '')) return {};
  if (!existsSync(usualSettings)) return { settings: undefined };
  const settings = resolve(usualSettings);
  say(`Settings: ${settings}`);
  return { settings };
};
