import { readFile } from 'node:fs/promises';

import { findingOf } from '../../doctor/journal-finding.ts';
import { exitCodeOf } from '../../doctor/finding.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { JournalHead } from '../../journal/journal-events.ts';
import { parseAnchor } from '../../journal/verify/anchor.ts';
import { verifyJournal } from '../../journal/verify/verify-journal.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import { showExamined } from '../doctor/doctor-report.ts';
import { RowProgress } from '../series/row-progress.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';

export interface VerifyFlags {
  readonly since?: string;
}

/** Shows what was looked at, and the head of the journal; ends with 5 where anything is wrong. */
export const verifyOwnJournal = async (
  { since }: VerifyFlags,
  console: Console,
  context: CommandContext,
): Promise<number> => {
  const anchor = since === undefined ? null : await readAnchor(since);
  const progress = new RowProgress({ console, clock: context.clock });
  const { head, chain, findings } = await verifyJournal({
    path: journalFile(stateFolder(context)),
    anchor,
    signal: context.signal,
    onProgress: (events) => progress.show('events', events),
  }).finally(() => progress.clear());
  const found = findings.map(findingOf);
  showExamined({ check: 'journal', findings: found }, console);
  const exitCode = exitCodeOf(found);
  const words = exitCode === 0 ? 'All of it is in order.' : 'It is not in order.';
  console.result(
    { event: 'end', sequence: head.sequence, hash: head.hash, ...chain, exitCode },
    `\n${console.styled(exitCode === 0 ? 'green' : 'red', words)} Its head: event ${head.sequence}, ${head.hash}`,
  );
  return exitCode;
};

/** @throws PaclineError bad usage */
const readAnchor = async (path: string): Promise<JournalHead> => {
  const fault = (words: string, cause?: unknown): PaclineError =>
    new PaclineError('bad usage', `${path} ${words}`, { context: { path }, cause });
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw fault('cannot be read; name a file that `pacline journal anchor` has written.', cause);
  });
  const anchor = parseAnchor(text);
  if (anchor === null)
    throw fault(
      'holds no head of a journal; a JSON object with `sequence` and `hash` is expected, as `pacline journal anchor` writes it.',
    );
  return anchor;
};
