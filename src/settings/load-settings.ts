import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { parse, TomlError, type TomlTable } from 'smol-toml';
import type { z } from 'zod';

import { PaclineError } from '../domain/pacline-error.ts';
import { keyPosition, type Position } from './key-position.ts';
import { faultsOf, keyName } from './settings-faults.ts';
import { settingsSchema, type Settings } from './settings-schema.ts';

/**
 * Reads and checks `station.toml`.
 * @throws PaclineError bad settings, as `file:line:column: key: what is wrong`; of several faults the first in the file
 */
export const loadSettings = async (path: string): Promise<Settings> => {
  const text = await readText(path);
  const checked = settingsSchema.safeParse(parseToml(path, text));
  if (!checked.success) throw firstFault(path, text, checked.error);
  const { product, ...rest } = checked.data;
  if (product?.deliveryList === undefined) return checked.data;
  return { ...rest, product: { ...product, deliveryList: resolve(dirname(path), product.deliveryList) } };
};

const readText = async (path: string): Promise<string> => {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new PaclineError('bad settings', unreadable(path, error), { context: { path }, cause: error });
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badSettings(path, { line: 1, column: 1 }, 'the file is not UTF-8 text; save it as UTF-8');
  }
};

const unreadable = (path: string, error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return `There is no settings file ${path}; name another with --settings or PACLINE_SETTINGS, or go without.`;
  if (code === 'EISDIR') return `The settings file ${path} is a folder; name the file in it.`;
  return `The settings file ${path} cannot be read (${String(code)}); check who may read it.`;
};

const parseToml = (path: string, text: string): TomlTable => {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // Only the first line: the others quote the file, which may hold what should not be in it. No cause, for the same reason.
    const words = error.message.split('\n', 1).join('').replace(/^Invalid TOML document: /, '').replace(/\.$/, '');
    throw badSettings(path, error, `not valid TOML: ${words}`);
  }
};

const firstFault = (path: string, text: string, { issues }: z.ZodError): PaclineError => {
  const faults = faultsOf(issues).map((fault) => ({ ...fault, position: keyPosition(text, fault.path) }));
  const [first, ...others] = faults.toSorted(({ position: a }, { position: b }) => a.line - b.line || a.column - b.column);
  if (first === undefined) return new PaclineError('internal fault', `The settings file ${path} was refused without a reason.`);
  const more = others.length === 0 ? '' : ` (and ${others.length} more fault${others.length === 1 ? '' : 's'} further down)`;
  return badSettings(path, first.position, `${keyName(first.path)}: ${first.words}${more}`);
};

const badSettings = (path: string, { line, column }: Position, words: string): PaclineError =>
  new PaclineError('bad settings', `${path}:${line}:${column}: ${words}.`, { context: { path, line, column } });
