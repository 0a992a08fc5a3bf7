import { stringify, type TomlTable, type TomlPrimitive } from 'smol-toml';
import { z } from 'zod';

import { listedTables, tableKeys, usualTables } from '../settings-schema.ts';

/** One key with what holds for it. */
interface HeldKey {
  readonly key: string;
  readonly value: TomlPrimitive;
  /** false: it holds because the file does not say otherwise. */
  readonly isWritten: boolean;
}

interface HeldTable {
  readonly name: string;
  readonly keys: readonly HeldKey[];
}

/** Everything that holds by the settings as they are written and are known to be valid, table by table; hashes of badges are hidden. */
export const heldSettings = (written: TomlTable): readonly HeldTable[] =>
  Object.keys(tableKeys)
    .filter((name) => !name.includes('.'))
    .flatMap((name) => tablesOf(name, written[name]).map((table) => ({ name, keys: keysOf(name, table) })));

/** As a settings file that says the same; what it need not say stands behind a `#`. */
export const heldAsToml = (tables: readonly HeldTable[]): string =>
  tables
    .map(({ name, keys }) =>
      [
        listedTables.includes(name) ? `[[${name}]]` : `[${name}]`,
        ...keys.map(({ key, value, isWritten }) => `${isWritten ? '' : '#'}${key} = ${inToml(value)}`),
      ].join('\n'),
    )
    .join('\n\n');

/** The same as one object; tables of which there may be several are lists. */
export const heldAsObject = (tables: readonly HeldTable[]): Readonly<Record<string, unknown>> => {
  const asObject = ({ keys }: HeldTable) => Object.fromEntries(keys.map(({ key, value }) => [key, value]));
  return Object.fromEntries(
    Map.groupBy(tables, ({ name }) => name)
      .entries()
      .map(([name, all]) => [
        name,
        listedTables.includes(name) ? all.map(asObject) : asObject(all[0] ?? { name, keys: [] }),
      ]),
  );
};

/** On one line. */
const inToml = (value: TomlPrimitive): string =>
  isTable(value)
    ? `{ ${Object.entries(value)
        .map(([key, inner]) => `${key} = ${inToml(inner)}`)
        .join(', ')} }`
    : stringify({ value }).trimEnd().slice('value = '.length);

const tablesOf = (name: string, written: TomlPrimitive | undefined): readonly TomlTable[] => {
  const all =
    written === undefined ? (usualTables.includes(name) ? [{}] : []) : Array.isArray(written) ? written : [written];
  return all.filter(isTable);
};

const isTable = (value: TomlPrimitive): value is TomlTable =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);

const keysOf = (name: string, table: TomlTable): readonly HeldKey[] =>
  Object.entries(tableKeys[name] ?? {}).flatMap(([key, schema]): readonly HeldKey[] => {
    const value = table[key];
    const usual = usualOf(schema);
    if (value === undefined) return usual === undefined ? [] : [{ key, value: usual, isWritten: false }];
    return [{ key, value: shown(`${name}.${key}`, value), isWritten: true }];
  });

const hidden = '(not shown)';

/** Inner tables with what holds in them, too. */
const shown = (name: string, value: TomlPrimitive): TomlPrimitive => {
  if (name === 'person.badge') return hidden;
  if (tableKeys[name] === undefined || !isTable(value)) return value;
  return Object.fromEntries(keysOf(name, value).map(({ key, value: inner }) => [key, inner]));
};

/** What a key that is left out means, as it would be written; undefined: nothing that could be. */
const usualOf = (schema: z.ZodType): TomlPrimitive | undefined => {
  const usual: unknown =
    schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ? schema.def.defaultValue : undefined;
  if (Array.isArray(usual) && usual.length > 0) return usual.map(String);
  return typeof usual === 'number' || typeof usual === 'boolean' || (typeof usual === 'string' && usual !== '')
    ? usual
    : undefined;
};
