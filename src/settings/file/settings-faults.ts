import type { z } from 'zod';

import type { KeyPath } from './key-position.ts';
import { nearestWord } from '../values/nearest-word.ts';
import { knownKeys } from '../settings-schema.ts';

/** One thing wrong with the settings: the key, and what to say after its name. */
export interface SettingsFault {
  readonly path: KeyPath;
  readonly words: string;
}

export const faultsOf = (issues: readonly z.core.$ZodIssue[]): readonly SettingsFault[] =>
  issues.flatMap((issue) => {
    const path = issue.path.filter((key) => typeof key !== 'symbol');
    if (issue.code !== 'unrecognized_keys') return [{ path, words: issue.message }];
    return issue.keys.map((key) => ({ path: [...path, key], words: unknownKey(key, path) }));
  });

/** The key as a person writes it; places in lists are left out, for the line says which. */
export const keyName = (path: KeyPath): string =>
  path
    .filter((key) => typeof key === 'string')
    .map((key) => (/^[\w-]{1,40}$/.test(key) ? key : JSON.stringify(key.slice(0, 40))))
    .join('.');

const secretName = /login|user|passw|secret|token|credential|apikey|api[-_]key/i;

const unknownKey = (key: string, table: KeyPath): string => {
  const known = knownKeys[table.filter((part) => typeof part === 'string').join('.')] ?? [];
  const meant = nearestWord(key, known);
  if (secretName.test(key) && !/env$/i.test(key))
    return `secrets do not belong in this file; remove the key and ${whereSecretsBelong(known)}`;
  return `there is no such key${meant === null ? '' : ` (was ${meant} meant?)`}; known here are ${known.join(', ')}`;
};

const whereSecretsBelong = (known: readonly string[]): string => {
  const naming = known.find((key) => key.endsWith('Env'));
  return naming === undefined
    ? 'set PACLINE_API_LOGIN and PACLINE_API_PASSWORD in the environment'
    : `let ${naming} name the environment variable that holds it`;
};
