import type { z } from 'zod';

import { keyPositions, type KeyPath, type Position } from './key-position.ts';
import { nearestWord } from '../values/nearest-word.ts';
import { knownKeys } from '../settings-schema.ts';
import { missing } from '../values/settings-words.ts';

/** One thing wrong with the settings: the key, and what to say after its name. */
export interface SettingsFault {
  readonly path: KeyPath;
  readonly words: string;
  readonly position: Position;
}

/**
 * In the order of the text. A key that is not known goes before the keys that its table misses, for it may be one of them, and the
 * one that it was meant to be is not told at all.
 */
export const faultsOf = (issues: readonly z.core.$ZodIssue[], text: string): readonly SettingsFault[] => {
  if (issues.length === 0) return [];
  const found = issues.flatMap(foundIn);
  const misspelt = found.filter(({ kind }) => kind === 'unknown');
  const meant = new Set(misspelt.map((fault) => fault.meant));
  const lastMisspelt = new Map(misspelt.map(({ path }) => [tableOf(path), path]));
  const positionOf = keyPositions(text);
  /** Where the fault is told: that of a missing key behind the misspelt ones of its table. */
  const placeOf = ({ kind, path }: KeyFault): Position =>
    positionOf((kind === 'missing' ? lastMisspelt.get(tableOf(path)) : undefined) ?? path);
  return found
    .filter(({ kind, path }) => kind !== 'missing' || !meant.has(nameOf(path)))
    .map((fault) => ({ ...fault, place: placeOf(fault), position: positionOf(fault.path) }))
    .toSorted(
      ({ place: a, kind }, { place: b }) => a.line - b.line || a.column - b.column || (kind === 'missing' ? 1 : -1),
    )
    .map(({ path, words, position }) => ({ path, words, position }));
};

interface KeyFault {
  readonly kind: 'unknown' | 'missing' | 'wrong';
  readonly path: KeyPath;
  readonly words: string;
  /** The key that an unknown one may be, by its path; null: none is near. */
  readonly meant: string | null;
}

const foundIn = (issue: z.core.$ZodIssue): readonly KeyFault[] => {
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ kind: 'unknown', path: [...path, key], ...unknownKey(key, path) }))
    : [{ kind: issue.message.startsWith(missing) ? 'missing' : 'wrong', path, words: issue.message, meant: null }];
};

const nameOf = (path: KeyPath): string => JSON.stringify(path);

const tableOf = (path: KeyPath): string => nameOf(path.slice(0, -1));

/** The key as a person writes it; places in lists are left out, for the line says which. */
export const keyName = (path: KeyPath): string =>
  path
    .filter((key) => typeof key === 'string')
    .map((key) => (/^[\w-]{1,40}$/.test(key) ? key : JSON.stringify(key.slice(0, 40))))
    .join('.');

const secretName = /login|user|passw|secret|token|credential|apikey|api[-_]key/i;

const unknownKey = (key: string, table: KeyPath): Pick<KeyFault, 'words' | 'meant'> => {
  const known = knownKeys[table.filter((part) => typeof part === 'string').join('.')] ?? [];
  if (secretName.test(key) && !/env$/i.test(key))
    return {
      words: `secrets do not belong in this file; remove the key and ${whereSecretsBelong(known)}`,
      meant: null,
    };
  const meant = nearestWord(key, known);
  return {
    words: `there is no such key${meant === null ? '' : ` (did you mean ${meant}?)`}; known here are ${known.join(', ')}`,
    meant: meant === null ? null : nameOf([...table, meant]),
  };
};

const whereSecretsBelong = (known: readonly string[]): string => {
  const naming = known.find((key) => key.endsWith('Env'));
  return naming === undefined
    ? 'set PACLINE_API_LOGIN and PACLINE_API_PASSWORD in the environment'
    : `let ${naming} name the environment variable that holds it`;
};
