import { neededColumns, normalised, type IdentityColumn, type ListPurpose } from '../../series/columns/column-names.ts';
import { readFirstRows } from '../../series/columns/first-rows.ts';
import { choicesOf, columnText, flagFor, layoutOf, likelyPlace } from '../../series/columns/list-layout.ts';
import { parseColumnNames } from '../../series/columns/series-columns.ts';
import { accepted, type Parsed, refused, required } from '../../domain/parsed.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { inDialogue, type Dialogue } from '../shared/dialogue.ts';
import { encodingOf, type ListFlags } from './list-options.ts';

interface ColumnQuestion {
  readonly purpose: ListPurpose;
  readonly context: CommandContext;
  readonly console: Console;
}

type Rows = readonly (readonly string[])[];

const meanings: Readonly<Record<IdentityColumn, string>> = {
  id: 'the device ID',
  pac: 'the PAC',
  targetId: 'the device ID that takes its place',
};

/**
 * What `--column` says, and what a person at a terminal answers where the columns of the file cannot be told. A script is not
 * asked: the reading that follows says what is missing.
 * @throws PaclineError bad usage | bad delivery list: no such file, or no text; interrupted
 */
export const askForColumns = async (
  path: string,
  flags: ListFlags,
  { purpose, context, console }: ColumnQuestion,
): Promise<readonly string[]> => {
  if (console.json || !process.stdin.isTTY || !context.err.isTTY) return flags.column;
  required(parseColumnNames(flags.column, purpose));
  const rows = await readFirstRows(path, {
    ...encodingOf(flags),
    code: purpose === 'delivery' ? 'bad delivery list' : 'bad usage',
    signal: context.signal,
  });
  const toName = columnToName(rows, purpose, flags.column);
  if (toName === null) return flags.column;
  console.remark(`${path}: ${toName.reason}.`);
  for (const { number, name, sample } of choicesOf(rows))
    console.remark(`  ${String(number).padStart(3)}  ${name.padEnd(24)}${sample === '' ? '' : `  as in ${sample}`}`);
  return inDialogue({ context }, (dialogue) => answered(rows, { purpose, column: flags.column, dialogue, console }));
};

const columnToName = (
  rows: Rows,
  purpose: ListPurpose,
  column: readonly string[],
): { readonly column: IdentityColumn; readonly reason: string } | null => {
  const names = required(parseColumnNames(column, purpose));
  const layout = layoutOf(rows, { purpose, names });
  if (layout.kind === 'columns' || layout.column === null || names[layout.column] !== undefined) return null;
  // The list of columns is shown below
  return { column: layout.column, reason: layout.reason.split('; ')[0] ?? layout.reason };
};

const answered = async (
  rows: Rows,
  {
    purpose,
    column,
    dialogue,
    console,
  }: Pick<ColumnQuestion, 'purpose' | 'console'> & { readonly column: readonly string[]; readonly dialogue: Dialogue },
): Promise<readonly string[]> => {
  const [head = []] = rows;
  const places: number[] = [];
  const given = [...column];
  const flags: string[] = [];
  for (
    let next = columnToName(rows, purpose, given);
    next !== null && places.length < neededColumns[purpose].length;
    next = columnToName(rows, purpose, given)
  ) {
    const wanted = next.column;
    const likely = likelyPlace(wanted, rows, places);
    const place = await dialogue.ask({
      words: `Which column is ${meanings[wanted]}? Its number or its name`,
      ...(likely === null ? {} : { usual: String(likely + 1) }),
      parse: (answer) => parsePlace(answer, head),
    });
    places.push(place);
    given.push(columnText(wanted, place, head));
    flags.push(flagFor(wanted, place, head));
  }
  console.remark(`With ${flags.join(' ')} it is not asked again.`);
  return given;
};

const parsePlace = (answer: string, head: readonly string[]): Parsed<number> => {
  const text = answer.replace(/^#/, '');
  const place = /^\d{1,3}$/.test(text)
    ? Number(text) - 1
    : head.findIndex((cell) => normalised(cell) !== '' && normalised(cell) === normalised(answer));
  return place >= 0 && place < head.length
    ? accepted(place)
    : refused('bad usage', `a number from 1 to ${head.length}, or the name of a column, is expected`);
};
