import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { protocolsFolder } from './dialect-folders.ts';

const contract = readFileSync(join(protocolsFolder, 'contract.ts'), 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '');
const page = readFileSync(join(protocolsFolder, 'README.md'), 'utf8');

interface Field {
  readonly name: string;
  readonly type: string;
}

/** The fields of every interface of the contract, with their types as they are written. */
const interfaces: ReadonlyMap<string, readonly Field[]> = new Map(
  [...contract.matchAll(/^export interface (\w+)(?:<.*>)? \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => [
    name,
    [...body.matchAll(/^ {2}readonly (\w+)\??: (.*);$/gm)].map(([, field = '', type = '']) => ({ name: field, type })),
  ]),
);

/** The fields of a type: those of an interface it names, or those written in place; none for what is no object. */
const fieldsOf = (type: string): readonly Field[] => {
  const named = /^(?:readonly )?(\w+)(?:\[\])?$/.exec(type)?.[1];
  const inPlace = [...type.matchAll(/readonly (\w+)\??: ([^;]*?);? (?=readonly|\})/g)].map(
    ([, name = '', written = '']) => ({ name, type: written }),
  );
  return interfaces.get(named ?? '') ?? inPlace;
};

/** A field's own name in the glossary, or those of its parts. */
const paths = (start: string, { name, type }: Field): readonly string[] => {
  const path = start === '' ? name : `${start}.${name}`;
  if (path === 'commands') return (interfaces.get('CommandSpec') ?? []).map((field) => `commands.<name>.${field.name}`);
  if (path === 'openQuestions') return ['openQuestions.<name>'];
  // Where a fact comes from has the same two parts everywhere.
  const parts = path.endsWith('source') ? [] : fieldsOf(type);
  return parts.length === 0 ? [path] : parts.flatMap((part) => paths(path, part));
};

/** What stands in backticks in the first column of the table under a heading. */
const firstColumn = (heading: string): readonly string[] => {
  const [section = ''] = page.slice(page.indexOf(`\n## ${heading}\n`) + 4).split('\n## ');
  return section
    .split('\n')
    .flatMap((line) =>
      [...(/^\| (`[^|]*`) \|/.exec(line)?.[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, term = '']) => term),
    );
};

describe('the glossary of firmware-protocols/README.md', () => {
  it('names every field of a definition, and nothing else', () => {
    const fields = (interfaces.get('DialectDefinition') ?? []).flatMap((field) => paths('', field));
    expect(fields).toEqual(
      expect.arrayContaining([
        'serial.signals.dtr',
        'identify.usb.vendorId',
        'announcement.after',
        'commands.<name>.effect',
      ]),
    );
    expect(firstColumn('Fields of a definition').toSorted()).toEqual(fields.toSorted());
  });

  it('names every standard command, and nothing else', () => {
    const commands = (interfaces.get('StandardCommands') ?? []).map(({ name }) => name);
    expect(commands).toContain('readDeviceId');
    expect(firstColumn('Standard commands').toSorted()).toEqual(commands.toSorted());
  });

  it.each([
    { type: 'Evidence', heading: 'Grades of evidence' },
    { type: 'Effect', heading: 'Effects' },
  ])('names every word of $type, and nothing else', ({ type, heading }) => {
    const words = [
      ...(new RegExp(`^export type ${type} = (.*);$`, 'm').exec(contract)?.[1] ?? '').matchAll(/'([^']+)'/g),
    ].map(([, word = '']) => word);
    expect(words.length).toBeGreaterThan(3);
    expect(firstColumn(heading).toSorted()).toEqual(words.toSorted());
  });
});
