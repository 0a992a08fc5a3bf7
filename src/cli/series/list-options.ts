import { InvalidArgumentError, Option } from 'commander';

import { parseEncoding } from '../../series/file/text-encoding.ts';
import { collected } from '../shared/arguments.ts';
import { asSentence } from '../../domain/parsed.ts';

/** How a list is to be understood where it does not tell by itself. */
export interface ListFlags {
  readonly column: readonly string[];
  readonly encoding?: string;
}

export const columnOption = (): Option =>
  new Option(
    '--column <field=name>',
    'what the file calls a column, as in pac=PORTING_CODE, or id=#1 for the first; may be repeated',
  )
    .argParser(collected)
    .default([]);

export const encodingOption = (): Option =>
  new Option(
    '--encoding <name>',
    'how the file is written, if neither in UTF-8 nor in UTF-16, as in windows-1252',
  ).argParser(encodingArgument);

const encodingArgument = (label: string): string => {
  const encoding = parseEncoding(label);
  if (encoding.ok) return encoding.value;
  throw new InvalidArgumentError(asSentence(encoding.reason));
};

/** The encoding as a reading takes it: there or not there. */
export const encodingOf = ({ encoding }: Pick<ListFlags, 'encoding'>): { readonly encoding?: string } =>
  encoding === undefined ? {} : { encoding };
