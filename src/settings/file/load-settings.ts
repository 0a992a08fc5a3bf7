import { createHash } from 'node:crypto';
import { dirname } from 'node:path';

import { parse, TomlError, type TomlTable } from 'smol-toml';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { besideFile } from './beside-file.ts';
import type { Position } from './key-position.ts';
import { faultsOf, keyName, type SettingsFault } from './settings-faults.ts';
import { readRegularFile } from '../../machine/read-regular-file.ts';
import { settingsSchema } from '../settings-schema.ts';
import type { Settings } from '../settings.ts';

export interface LoadedSettings {
  readonly settings: Settings;
  /** SHA-256 of the file's bytes, 64 hex digits. */
  readonly digest: string;
  readonly path: string;
}

/**
 * Reads and checks `station.toml`. Paths in it mean its own folder.
 * @throws PaclineError bad settings, as `file:line:column: key: what is wrong`; of several faults the first in the file
 */
export const loadSettings = async (path: string): Promise<LoadedSettings> => {
  const bytes = await readBytes(path);
  const digest = createHash('sha256').update(bytes).digest('hex');
  return { settings: besideFile(parseSettings(path, textOf(path, bytes)), dirname(path)), digest, path };
};

/** The same of a text that stands, or will stand, at this path. @throws PaclineError bad settings */
export const parseSettings = (path: string, text: string): Settings => {
  const checked = settingsSchema.safeParse(parseToml(path, text));
  if (!checked.success) throw firstFault(path, faultsOf(checked.error.issues, text));
  return checked.data;
};

/** Every fault of a settings file, the first that a person should look at first. @throws PaclineError bad settings: no file, or no TOML */
export const faultsIn = async (path: string): Promise<readonly SettingsFault[]> => {
  const text = textOf(path, await readBytes(path));
  return faultsOf(settingsSchema.safeParse(parseToml(path, text)).error?.issues ?? [], text);
};

/** What stands in the file, unchecked. @throws PaclineError bad settings: no file, or no TOML */
export const readWritten = async (path: string): Promise<TomlTable> =>
  parseToml(path, textOf(path, await readBytes(path)));

/** 10,000 orders are half of it. */
const mostBytes = 1024 * 1024;

const readBytes = (path: string): Promise<Buffer> =>
  readRegularFile(path, { mostBytes }).catch((error: unknown) => {
    throw unreadable(path, error);
  });

const textOf = (path: string, bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badSettings(path, { line: 1, column: 1 }, 'the file is not UTF-8 text; save it as UTF-8');
  }
};

const unreadable = (path: string, cause: unknown): PaclineError => {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  const [words, action] =
    code === 'ENOENT'
      ? [`There is no settings file ${path}`, '`pacline init` writes one; --settings and PACLINE_SETTINGS name another']
      : code === 'EISDIR'
        ? [`The settings file ${path} is a folder`, 'Name the file in it']
        : code === 'not a file' || code === 'too large'
          ? [
              `The settings file ${path} is ${code === 'too large' ? 'larger than 1 MB' : 'a pipe or a device'}`,
              'Name a file such as `pacline init` writes',
            ]
          : [`The settings file ${path} cannot be read (${String(code)})`, 'Give this user the right to read it'];
  return new PaclineError('bad settings', `${words}.`, { context: { path }, cause, action });
};

const parseToml = (path: string, text: string): TomlTable => {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // Only the first line: the others quote the file, which may hold what should not be in it. No cause, for the same reason.
    const words = error.message
      .split('\n', 1)
      .join('')
      .replace(/^Invalid TOML document: /, '')
      .replace(/\.$/, '');
    throw badSettings(path, error, `not valid TOML: ${words}`);
  }
};

const firstFault = (path: string, [first, ...others]: readonly SettingsFault[]): PaclineError => {
  if (first === undefined)
    return new PaclineError('internal fault', `The settings file ${path} was refused without a reason.`);
  const more = others.length === 0 ? '' : ` (and ${others.length} more, which \`pacline settings check\` lists)`;
  return badSettings(path, first.position, `${keyName(first.path)}: ${first.words}${more}`);
};

const badSettings = (path: string, { line, column }: Position, words: string): PaclineError =>
  new PaclineError('bad settings', `${path}:${line}:${column}: ${words}.`, { context: { path, line, column } });
