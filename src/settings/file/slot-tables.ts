import { stringify } from 'smol-toml';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { usbWord, type Adapter } from '../../station/presence/taught-adapter.ts';
import { keyPositions } from './key-position.ts';
import { knownKeys } from '../settings-schema.ts';

/** What teaching finds out about a slot: where it is, and which adapter is there. */
export interface TaughtPlace {
  readonly name: string;
  /** The place of its port, or the path where there is no place. */
  readonly port: string;
  /** Null: not seen. */
  readonly usb: NonNullable<Adapter['usb']> | null;
  readonly serialNumber: string | null;
}

/**
 * The text of the settings with these slots in it; everything else stands as it stood. A slot that is there already gets its new
 * place, and keeps its other keys and its comments; a new one comes behind the last. `names`: of the slots in the text, in order.
 * @throws PaclineError bad settings: the slots are written in a way that cannot be changed line by line
 */
export const withSlots = (text: string, names: readonly string[], taught: readonly TaughtPlace[]): string => {
  const lineEnd = /\r?\n/.exec(text)?.[0] ?? '\n';
  const lines = text.split(/\r?\n/);
  for (const slot of taught) {
    const index = names.indexOf(slot.name);
    if (index < 0) continue;
    // Each new key comes straight behind `port`
    for (const [key, value] of places(slot).toReversed()) setKey(lines, index, key, value);
  }
  const fresh = taught.filter(({ name }) => !names.includes(name));
  // Behind the last key of the last slot; a text without slots ends with them
  const end =
    names.length > 0 ? lastLineOf(lines, names.length - 1) : lines.findLastIndex((line) => line.trim() !== '') + 1;
  lines.splice(end, 0, ...fresh.flatMap((slot) => [...(end === 0 ? [] : ['']), ...tableOf(slot)]));
  const written = lines.join(lineEnd);
  return written.endsWith(lineEnd) ? written : `${written}${lineEnd}`;
};

/** What teaching decides about a slot; null: the key goes. A key that the settings do not know is left out. */
const places = ({ port, usb, serialNumber }: TaughtPlace): readonly (readonly [string, string | null])[] =>
  Object.entries({ port, usb: usbWord(usb), serialNumber }).filter(([key]) => knownKeys['slot']?.includes(key));

const tableOf = (slot: TaughtPlace): readonly string[] => [
  '[[slot]]',
  pair('name', slot.name),
  ...places(slot).flatMap(([key, value]) => (value === null ? [] : [pair(key, value)])),
];

const pair = (key: string, value: string): string => stringify({ [key]: value }).trimEnd();

/** Line of a slot's key, or of its heading where it has no such key; from 0. */
const lineOf = (lines: readonly string[], ...path: readonly (string | number)[]): number =>
  keyPositions(lines.join('\n'))(['slot', ...path]).line - 1;

const setKey = (lines: string[], index: number, key: string, value: string | null): void => {
  const heading = lineOf(lines, index);
  if (!/^\s*\[\[/.test(lines[heading] ?? ''))
    throw notByLine(heading, 'the slots stand in a list; give each a [[slot]] table of its own');
  const line = lineOf(lines, index, key);
  if (line === heading) {
    const port = lineOf(lines, index, 'port');
    const indent = /^\s*/.exec(lines[port] ?? '')?.[0] ?? '';
    if (value !== null) lines.splice(port + 1, 0, `${indent}${pair(key, value)}`);
    return;
  }
  const [, before, after] =
    /^(\s*[\w"']+\s*=\s*)(?:"(?:\\.|[^"\\])*"|'[^']*')(\s*(?:#.*)?)$/.exec(lines[line] ?? '') ?? [];
  if (before === undefined) throw notByLine(line, `${key} is not one line with a text in quotes`);
  if (value === null) lines.splice(line, 1);
  else lines[line] = `${before}${pair('v', value).slice('v = '.length)}${after}`;
};

/** The line behind the last key of a slot, from 0. */
const lastLineOf = (lines: readonly string[], index: number): number =>
  Math.max(...(knownKeys['slot'] ?? []).map((key) => lineOf(lines, index, key))) + 1;

const notByLine = (line: number, words: string): PaclineError =>
  new PaclineError('bad settings', `The slots cannot be changed in line ${line + 1}: ${words}.`, {
    context: { line: line + 1 },
  });
