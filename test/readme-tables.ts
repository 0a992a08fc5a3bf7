/**
 * The tables of the READMEs that are made from the code. `node test/readme-tables.ts` writes them anew; a test holds that they
 * are up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import type { Command } from 'commander';
import type { z } from 'zod';

import type { DialectDefinition } from '../firmware-protocols/contract.ts';
import { dialects } from '../firmware-protocols/index.ts';
import { createProgram } from '../src/cli/program.ts';
import { actorOf } from '../src/domain/verdict/actor.ts';
import type { ErrorArea, ErrorEntry } from '../src/domain/errors/error-entry.ts';
import { errorTable, isErrorCode, type ErrorCode } from '../src/domain/errors/error-table.ts';
import { actionAtBench } from '../src/domain/verdict/next-step.ts';
import { listedTables, tableKeys } from '../src/settings/settings-schema.ts';
import { systemClock } from '../src/machine/system-clock.ts';
import { arrows } from './arrows.ts';

const root = join(import.meta.dirname, '..');

/** The program as it stands, with nobody to print to. */
export const quietProgram = (): Promise<Command> => {
  const nowhere = new PassThrough().resume() as unknown as NodeJS.WriteStream;
  return createProgram({
    environment: {},
    clock: systemClock,
    signal: new AbortController().signal,
    out: nowhere,
    err: nowhere,
    exit: () => undefined,
  });
};

/** The commands that do something, with the names of those they belong to. */
export const leaves = (
  command: Command,
  path: readonly string[] = [],
): readonly { readonly path: readonly string[]; readonly command: Command }[] =>
  command.commands.length === 0
    ? [{ path, command }]
    : command.commands.flatMap((inner) => leaves(inner, [...path, inner.name()]));

const table = (heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [heads, heads.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

const commandTable = async (): Promise<string> =>
  table(
    ['Command', 'What it does'],
    leaves(await quietProgram()).map(({ path, command }) => [`\`pacline ${path.join(' ')}\``, command.description()]),
  );

const dialectTable = (): string =>
  table(
    ['Dialect', 'Models', 'Baud', 'Found', 'Device ID', 'PAC'],
    dialects.map(({ definition }) => [
      `\`${definition.id}\``,
      definition.models.join(', '),
      definition.serial.baudRate,
      definition.identify.mode === 'automatic' ? 'by itself' : 'when named',
      evidence(definition, 'readDeviceId') ?? 'open question',
      evidence(definition, 'readPac') ?? 'from the delivery list',
    ]),
  );

const evidence = ({ commands }: DialectDefinition, name: 'readDeviceId' | 'readPac'): string | null =>
  commands[name]?.source.evidence ?? null;

const errorEntries = (): readonly (readonly [ErrorCode, ErrorEntry])[] =>
  Object.keys(errorTable)
    .filter(isErrorCode)
    .map((code) => [code, errorTable[code]]);

const errors = (): string =>
  table(
    ['Code', 'Blame', 'Retry', 'Whose turn', 'Exit', 'What it means', 'What to do'],
    errorEntries().map(([code, { blame, retry, exitCode, meaning, operatorAction }]) => [
      `\`${code}\``,
      blame,
      retry,
      actorOf(code),
      exitCode,
      meaning,
      operatorAction,
    ]),
  );

const settingsTable = (): string =>
  table(
    ['Table', 'Key', 'If left out', 'Meaning'],
    Object.entries(tableKeys).flatMap(([name, keys]) =>
      Object.entries(keys).map(([key, schema]) => [
        `\`${listedTables.includes(name) ? `[[${name}]]` : name.includes('.') ? name : `[${name}]`}\``,
        `\`${key}\``,
        withoutKey(schema),
        meaning(name, key, schema),
      ]),
    ),
  );

const withoutKey = ({ def }: z.ZodType): string => {
  const { type, defaultValue } = def as { readonly type: string; readonly defaultValue?: unknown };
  if (type !== 'default') return type === 'optional' || type === 'prefault' ? '' : 'needed';
  return typeof defaultValue === 'object' || defaultValue === '' ? '' : `\`${JSON.stringify(defaultValue)}\``;
};

const meaning = (tableName: string, key: string, { description }: z.ZodType): string => {
  if (description === undefined) throw new Error(`${tableName}.${key} is not explained: give its schema a description`);
  return description;
};

/** The codes of these areas, for a person who stands before a slot. */
const words = (areas: readonly ErrorArea[]): string =>
  table(
    ['Word', 'What it means', 'Whose turn', 'What to do'],
    errorEntries()
      .filter(([, { area }]) => areas.includes(area))
      .map(([code, { meaning: means }]) => [
        `**${code}**`,
        means,
        actorOf(code) === 'nobody' ? 'goes on by itself' : actorOf(code),
        actionAtBench(code).slice(0, -1),
      ]),
  );

const arrowTable = (): string =>
  table(
    ['Part', 'May import, besides itself'],
    Object.entries(arrows).map(([part, allowed]) => [
      `\`${part}\``,
      allowed === 'everything'
        ? 'everything'
        : allowed.length === 0
          ? 'nothing'
          : allowed.map((place) => `\`${place}\``).join(', '),
    ]),
  );

interface GuideTable {
  /** The page on which it stands, from the root. */
  readonly page: string;
  readonly make: () => string | Promise<string>;
}

/** Every table by the name of its place in its page. */
export const tables: Readonly<Record<string, GuideTable>> = {
  commands: { page: 'src/cli/README.md', make: commandTable },
  dialects: { page: 'firmware-protocols/README.md', make: dialectTable },
  settings: { page: 'src/settings/README.md', make: settingsTable },
  errors: { page: 'src/domain/README.md', make: errors },
  'words at the slot': { page: 'src/station/technician.md', make: () => words(['unit', 'port']) },
  'words of the line': { page: 'src/station/technician.md', make: () => words(['backend', 'journal']) },
  arrows: { page: 'src/README.md', make: arrowTable },
};

const place = (name: string): RegExp => new RegExp(`(?<=<!-- ${name} -->\n)[^]*?(?=\n<!-- /${name} -->)`);

/** The table that the text has in this place; null when it has no such place. */
export const tableIn = (text: string, name: string): string | null => place(name).exec(text)?.[0] ?? null;

if (import.meta.main) {
  for (const [name, { page, make }] of Object.entries(tables)) {
    const path = join(root, page);
    const made = await make();
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(place(name), () => made),
    );
  }
}
